"""The folder of results of one assignment on the disk: who may write in it, how it is opened, and how it is read.

It is an nbgrader course folder:

- ``results.jsonl``: one verdict a line, see ``verdicts``; ``grades.csv``: the same for a spreadsheet;
- ``feedback/<student>.html``: for the learner; ``index.html`` and ``instructor/<student>.html``: for the instructor;
- ``gradebook.db`` (unless the settings name another database), ``autograded/``, ``nbgrader_config.py``: for nbgrader;
- ``run.json``: what was graded; ``marks.json``: marks of people whose submission is still to be graded again;
- ``earlier/<time>/``: what an earlier run left, for a regrade starts from nothing.

What is flushed to the disk: the notebook, the gradebook's commit and the line of the results, in this order, for each
submission; a submission whose line stands is finished even after a power cut. Pages and tables are made again from
these by ``batch.finish``, and are not flushed one by one.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from .verdicts import Verdict

RESULTS = "results.jsonl"
_MOVED = (
    RESULTS,
    "grades.csv",
    "gradebook.db",
    "index.html",
    "feedback",
    "instructor",
    "autograded",
    "nbgrader_config.py",
)
_LOCK = ".lock"

_CONFIG = '''"""nbgrader's settings for these results: `aiskills formgrader` opens them."""

from pathlib import Path

from aiskills.grading.course import prepare_process
from aiskills.grading.database import results_settings

c = get_config()  # noqa: F821  (given by nbgrader)
prepare_process()
c.merge(results_settings(Path(__file__).parent))
'''


@contextmanager
def held(out: Path):
    """Hold the folder: a second command on it is refused with a sentence. A killed holder lets go by itself."""
    _check_place(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        lock = FileLock(out / _LOCK)
        lock.acquire(timeout=2)
    except Timeout:
        raise SystemExit(f"Another command is writing in {out}: wait for its end, or stop it.") from None
    except OSError as error:
        raise SystemExit(f"{out} cannot be used: {error.strerror}. Choose another folder.") from None
    try:
        yield
    finally:
        lock.release()


def _check_place(out: Path) -> None:
    if not out.exists() or (out / "run.json").exists():
        return
    try:
        strange = [name for name in os.listdir(out) if name not in (_LOCK, "run.json.part")]
    except OSError as error:
        raise SystemExit(f"{out} cannot be used: {error.strerror}. Choose another folder.") from None
    if strange:
        raise SystemExit(f"{out} is not empty and holds no results: choose a new folder.")


def facts_of(out: Path) -> dict:
    """What ``run.json`` says; empty where there is none."""
    try:
        return json.loads((out / "run.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, OSError):
        raise SystemExit(f"{out / 'run.json'} is damaged: choose a new folder, or remove {out}.") from None


def needs_results(out: Path) -> str:
    """The assignment whose results lie in ``out``. Raises SystemExit where there are none."""
    slug = facts_of(out).get("assignment") if out.is_dir() else None
    if not slug:
        raise SystemExit(f"{out} holds no results: give the folder that `aiskills grade --out` wrote.")
    return slug


def put_away(out: Path, facts: dict) -> None:
    """Move what an earlier run left to ``earlier/<time>``. The place is recorded first, so a stop loses nothing."""
    place = Path(facts["putting_away"]) if "putting_away" in facts else None
    if place is None:
        stamp, number = time.strftime("%Y-%m-%dT%H-%M-%S"), 1
        place = Path("earlier") / stamp
        while (out / place).exists():
            number += 1
            place = Path("earlier") / f"{stamp}_{number}"
        replace(out / "run.json", json.dumps({**facts, "putting_away": place.as_posix()}, indent=1))
    (out / place).mkdir(parents=True, exist_ok=True)
    for name in _MOVED:
        if (out / name).exists():
            (out / name).rename(out / place / name)
    before = {name: value for name, value in facts.items() if name != "putting_away"}
    replace(out / place / "run.json", json.dumps(before, indent=1))


def start(out: Path, facts: dict, kept: Iterator[bytes]) -> None:
    """Write down what is graded, with the lines of the results that stand."""
    (out / "nbgrader_config.py").write_text(_CONFIG, encoding="utf-8")
    with replacing(out / RESULTS) as file:
        file.writelines(kept)
    replace(out / "run.json", json.dumps(facts, indent=1))


class Lines:
    """The results file, one whole line at a time, each on the disk before ``add`` returns."""

    def __init__(self, out: Path) -> None:
        self.file = os.open(out / RESULTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)

    def add(self, verdict: Verdict) -> None:
        line = (verdict.to_json() + "\n").encode("utf-8", "backslashreplace")
        size = os.fstat(self.file).st_size
        if os.write(self.file, line) < len(line):  # the disk is full
            os.ftruncate(self.file, size)
            raise OSError(28, "No space left on device")
        os.fsync(self.file)

    def close(self) -> None:
        os.close(self.file)


def read_lines(out: Path) -> Iterator[tuple[bytes, Verdict]]:
    """Each line of the results with its verdict, one in memory at a time; a line that a stop cut off is left out."""
    try:
        file = (out / RESULTS).open("rb")
    except FileNotFoundError:
        return
    with file:
        for line in file:
            verdict = _verdict(line)
            if verdict:
                yield line.rstrip(b"\n") + b"\n", verdict


def _verdict(line: bytes) -> Verdict | None:
    try:
        return Verdict.from_json(line.decode("utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def sort_lines(out: Path) -> None:
    """Sort the results by student and file, each file once; memory for the names alone."""
    places: dict[str, tuple[str, str, int, int]] = {}
    offset = 0
    with (out / RESULTS).open("rb") as file:
        for line in file:
            verdict = _verdict(line)
            if verdict:
                places[verdict.source] = (verdict.student, verdict.source, offset, len(line))
            offset += len(line)
        with replacing(out / RESULTS) as sorted_file:
            for _, _, offset, length in sorted(places.values()):
                file.seek(offset)
                sorted_file.write(file.read(length).rstrip(b"\n") + b"\n")


@contextmanager
def replacing(path: Path):
    """A binary file that takes the place of ``path`` in one step when it is whole and on the disk."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def replace(path: Path, text: str) -> None:
    with replacing(path) as file:
        file.write(text.encode("utf-8", "backslashreplace"))
