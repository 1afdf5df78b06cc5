"""The engine of one assignment: a warm parent, the box, and what is the same for every submission.

The command starts one with ``start()``; its worker processes join it by address with ``Engine(..., joined=...)``.
"""

from __future__ import annotations

import copy
import os
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic, sleep

from nbformat import NotebookNode

from aiskills import warm
from aiskills.grading.course import PRIVATE
from aiskills.grading.release import Assignment

from .plan import Blueprint, modules_of, steps
from .session import Report, Session

SEED_LINE = re.compile(r"^([ \t]*)seed = 0  # grading: the student's own seed[ \t]*$", re.MULTILINE)
_MARKER = re.compile(r"^.*### (BEGIN|END) SOLUTION.*\n?", re.MULTILINE)
_REHEARSAL_SEED = 4711
_PACKAGE = Path(__file__).parents[2]
# What every process of a submission needs ready.
_ENGINE_MODULES = (
    "numpy",
    "pandas",
    "aiskills.grading.engine.learner",
    "aiskills.grading.engine.tests",
)


@dataclass(frozen=True)
class Rules:
    """What a submission may use: seconds of a cell (or a test) and of the notebook, characters of a cell's output,
    and the box's limits."""

    cell: int = 60
    notebook: int = 240
    output: int = 1_000_000
    box: warm.Limits = field(default_factory=warm.Limits)


@dataclass(frozen=True)
class Joined:
    """What a worker needs to use an engine that another process started; plain data."""

    address: str
    files: str
    boxed: bool


class Engine:
    """Runs submissions of one assignment. ``trusted`` leaves out the box: for files that you trust alone."""

    def __init__(
        self,
        assignment: Assignment,
        rules: Rules | None = None,
        *,
        trusted: bool = False,
        joined: Joined | None = None,
        beside: Path | None = None,
    ) -> None:
        """``beside``: the folder of the course's own files, which both processes find beside them (default: those of
        the learners' copy)."""
        self.assignment, self.rules = assignment, rules or Rules()
        self.blueprint = Blueprint.of(assignment.source)
        self.given = {str(n): cell.code for n, cell in enumerate(self.blueprint.cells) if cell.kind == "given"}
        self.trusted = trusted if joined is None else not joined.boxed
        self.joined = joined
        self.beside = beside or assignment.gradebook.parent / "release" / assignment.slug
        self.warm: warm.Warm | None = None
        self.modules: list[str] = []  # what the rehearsal had imported
        self.report: dict[str, str] = {}  # what each limit of the box rests on

    def start(self, *, rehearse: bool = True) -> Engine:
        """Build the box, start the warm parent, and rehearse. Raises SystemExit with one sentence."""
        box = self._box()
        try:
            if box is not None:
                self.report = box.check()
            folder = tempfile.mkdtemp(prefix="aiskills-files-")
            self.joined = Joined("", folder, not self.trusted)
            copy_beside(self.beside, Path(folder))
            self._start_warm(folder)
            if rehearse:
                self._rehearse()
        except warm.BoxError as error:
            self.close()
            raise _no_box(error) from None
        except warm.WarmError as error:
            self.close()
            raise SystemExit(str(error)) from None
        except BaseException:
            self.close()
            raise
        return self

    def revive(self) -> bool:
        """Start the warm parent again if it is gone; whether it was. Raises warm.WarmError."""
        if self.warm is None:
            return False
        # A process that was killed answers no more before it is seen to have ended.
        patience = monotonic() + (0.5 if self.warm.answers() else 60)
        while self.warm.alive:
            if monotonic() > patience:
                return False
            sleep(0.02)
        self.warm.close()
        self._start_warm(self.joined.files)
        self._load()
        return True

    def _load(self) -> None:
        try:
            self.warm.load(self.modules)
        except warm.WarmError:  # one of them starts a thread: submissions import for themselves
            self.modules = []
            self.warm.close()
            self._start_warm(self.joined.files)

    def _start_warm(self, folder: str) -> None:
        first = ["aiskills.grading.engine.shell:make"]
        modules = [*_ENGINE_MODULES, *modules_of(self.assignment.source)]
        self.warm = warm.Warm(modules, first, self._environment()).start()
        self.joined = Joined(self.warm.address, folder, not self.trusted)

    def close(self) -> None:
        if self.warm:
            self.warm.close()
            self.warm = None
            shutil.rmtree(self.joined.files, ignore_errors=True)

    def __enter__(self) -> Engine:
        return self if self.warm or self.joined else self.start()

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self, notebook: NotebookNode, seed: int, *, modules: bool = False, files: str | None = None
    ) -> tuple[Report, dict[str, str]]:
        """Run an aligned submission; returns the report, and by grade id each test as it ran (with its seed).

        ``files`` is a folder whose content the learner's code finds beside it (by default the course's own files).
        Raises warm.WarmError or warm.BoxError when the machine, not the submission, is at fault.
        """
        plan = {
            "steps": steps(self.blueprint, notebook, lambda code: SEED_LINE.sub(rf"\g<1>seed = {seed}", code)),
            "given": self.given,
            "cell_seconds": self.rules.cell,
            "notebook_seconds": self.rules.notebook,
            "output_limit": self.rules.output,
            "modules": modules,
        }
        connection, box = warm.Connection(self.joined.address), self._box()

        def spawn(entry: str, fds: list[int], files: str | None) -> warm.Child:
            return connection.spawn(entry, b"", fds, box=box, files=files)

        report = Session(spawn, plan, files or self.joined.files, self.joined.files).run()
        return report, {step["part"]: step["code"] for step in plan["steps"] if step["do"] == "test"}

    def _box(self) -> warm.Box | None:
        if self.trusted:
            return None
        read = [str(_PACKAGE)]
        from aiskills.learn import datasets, models

        read += [str(path) for path in (datasets.root(), models.store()) if Path(path).is_dir()]
        return warm.Box(tuple(dict.fromkeys(read)), self.rules.box)

    def _environment(self) -> dict[str, str]:
        """What submissions see: figures without a screen, no network for models, progress kept nowhere."""
        from aiskills.learn import progress

        # Where the models are, in words that any program's environment may hold: nothing here says "grading".
        if "AISKILLS_HOME" in os.environ:
            home = {"AISKILLS_HOME": str(progress.home())}
        else:
            home = {"XDG_DATA_HOME": str(progress.home().parent)}
        if self.trusted:  # without the box the learner's progress would be written to the instructor's own file
            home["AISKILLS_PROGRESS"] = "progress.json"
        return home | {
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "HF_HUB_OFFLINE": "1",
            "TRANSFORMERS_OFFLINE": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "LANG": os.environ.get("LANG", "C.UTF-8"),
        }

    def _rehearse(self) -> None:
        """Grade the instructor's own answers: they must earn every point here, or no learner is judged fairly.

        What the rehearsal had to import the warm parent imports too, so that submissions do not.
        """
        report, _ = self.run(reference(self.assignment), _REHEARSAL_SEED, modules=True)
        for name, part in self.blueprint.parts.items():
            found = report.parts.get(name)
            error = (found or {}).get("error") or ({} if found else {"text": "the grader's process ended"})
            points = part.points if not found or found["points"] is None else found["points"]
            if error or found is None or points != part.points:
                told = error.get("text") or error.get("limit") or f"{points:g} of {part.points:g} points"
                raise SystemExit(
                    f"{self.assignment.slug}: the instructor's own answers do not pass the part {name!r} in the grader "
                    f"({error.get('name', '')} {told}). Mend the assignment before grading."
                )
        self.modules = report.modules
        self._load()


def check_box() -> dict[str, str]:
    """What each limit of the box rests on here. Raises SystemExit with one sentence where it cannot be built."""
    try:
        return warm.Box().check()
    except warm.BoxError as error:
        raise _no_box(error) from None


def _no_box(error: warm.BoxError) -> SystemExit:
    return SystemExit(
        f"Submissions cannot be sealed off on this machine. {error} "
        "(For files that you trust: the same command with --trusted.)"
    )


def copy_beside(source: Path, target: Path) -> None:
    """Copy what lies beside a notebook, but no notebook (one may hold tests), no rubric and nothing hidden."""
    unwanted = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__", *PRIVATE)
    if source.is_dir():
        shutil.copytree(source, target, ignore=unwanted, dirs_exist_ok=True, symlinks=True)


def reference(assignment: Assignment) -> NotebookNode:
    """The source as a submission: the instructor's own answers."""
    notebook = copy.deepcopy(assignment.source)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = _MARKER.sub("", cell.source)
    return notebook


def as_plain(rules: Rules) -> dict:
    """Rules for another process."""
    return asdict(rules)


def from_plain(facts: dict) -> Rules:
    return Rules(**{**facts, "box": warm.Limits(**facts["box"])})
