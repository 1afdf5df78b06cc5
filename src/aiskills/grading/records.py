"""The results of assignments as they stand now, with the marks that people gave: what certificates are decided on.

Nothing is changed by reading: no page, no table and no index is made, and no export is needed before.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from . import database, results
from .course import prepare_process
from .marks import Mark, autograded, marks_in, with_marks

_AGAIN = "Nothing was changed. Mend this, then give the same command again."


def records(outs: list[Path]) -> Iterator[tuple[str, str, dict, Path | None, str]]:
    """Yields (student, assignment, verdict, executed notebook or None, folder of results) for every submission.

    The verdict is a line of ``results.jsonl`` as a dictionary, with the marks that people gave in the form-grader in
    place. Folders come one after the other; one verdict is in memory at a time, and the marks of one folder.

    Raises SystemExit with one sentence, before anything is yielded, for a folder that holds no results or whose run
    did not come to its end; and for a gradebook that cannot be read.
    """
    slugs = [_whole(out) for out in outs]
    return _records(outs, slugs)


def _records(outs: list[Path], slugs: list[str]) -> Iterator[tuple[str, str, dict, Path | None, str]]:
    for out, slug in zip(outs, slugs, strict=True):
        marks = _marks(out, slug)
        for _, verdict in results.read_lines(out):
            with_marks(verdict, marks.get(verdict.student, {}))
            # Of a student's several files, the notebook that is stored is that of the one that was graded.
            path = autograded(out, verdict.student, slug) if verdict.parts else None
            plain = vars(verdict) | {"parts": {name: vars(part) for name, part in verdict.parts.items()}}
            yield verdict.student, slug, plain, path if path and path.is_file() else None, str(out)


def _whole(out: Path) -> str:
    """The assignment of a folder of results; SystemExit where the run in it has not come to its end."""
    slug = results.needs_results(out)
    facts = results.facts_of(out)
    files, done = len(facts.get("files", ())), _lines(out / results.RESULTS)
    if "putting_away" in facts or done < files:
        raise SystemExit(
            f"{out}: {done} of {files} files are graded. Wait for the end of the run, or finish it: "
            f"aiskills grade {slug} ... --out {out} --resume"
        )
    return slug


def _lines(path: Path) -> int:
    """How many whole lines a file holds; none where there is no file."""
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 16), b""))
    except FileNotFoundError:
        return 0


def _marks(out: Path, slug: str) -> dict[str, dict[str, Mark]]:
    """Student -> part -> mark, read from the gradebook without touching it."""
    from sqlalchemy import create_engine
    from sqlalchemy.engine import make_url

    prepare_process()
    where = database.recorded(out)
    url, options = make_url(where), {}
    if url.get_backend_name() == "sqlite":
        path = Path(url.database).resolve()
        if not path.is_file():
            raise SystemExit(
                f"The gradebook {path} of {out} is missing: it holds the marks that people gave. Put it back, or grade "
                "again."
            )
        url = url.set(database=path.as_uri(), query={"mode": "ro", "uri": "true"})
    else:
        options = {"execution_options": {"postgresql_readonly": True}}
    with database.told(where, _AGAIN):
        engine = create_engine(url, **options)
        try:
            with engine.connect() as connection:
                return marks_in(connection, out, slug, answers=False)
        finally:
            engine.dispose()
