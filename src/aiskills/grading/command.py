"""What the grading verbs of the command line do: find things in the repository, and say what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from aiskills.catalog import CatalogError, find_root, read_notebook

from .progress import Bar, Plain
from .verdicts import CANNOT_GRADE, GRADED, REFUSED

if TYPE_CHECKING:
    from .batch import Options
    from .finishing import Summary

TRUST = (
    "Submissions run with your rights on this machine. Grade files that you trust, or use a machine that holds "
    "nothing else and is thrown away."
)

_QUEUE = 10  # so many of the queue are named at the end


def sources() -> Path:
    """The folder of assignment sources of the repository that the command runs in."""
    try:
        folder = find_root() / "assignments" / "source"
    except CatalogError as error:
        raise SystemExit(str(error)) from None
    if not folder.is_dir():
        raise SystemExit(
            "This is a learners' copy of the course: it holds no solutions and no tests, so it cannot release or grade "
            "assignments. Use the instructors' copy."
        )
    return folder


def slugs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if (path / f"{path.name}.ipynb").is_file())


def source_of(name: str, folder: Path) -> Path:
    """The source folder of an assignment; the part of the slug before the first hyphen will do where it is unique."""
    known = slugs(folder)
    hits = [slug for slug in known if slug == name] or [slug for slug in known if slug.split("-")[0] == name]
    if len(hits) != 1:
        raise SystemExit(f"There is no assignment {name!r}. Assignments: {', '.join(known)}.")
    return folder / hits[0]


def release_all(names: list[str]) -> None:
    from .release import release  # here, so that a slip of the pen is answered before nbgrader is imported

    folder = sources()
    for source in [source_of(name, folder) for name in names or slugs(folder)]:
        if read_notebook(source / f"{source.name}.ipynb").facts.get("draft"):
            draft = (
                f'{source.name} is a draft and is not released: when it is finished, take "draft" out of its metadata.'
            )
            if names:
                raise SystemExit(draft)
            print(draft)
            continue
        target = release(source, folder.parent)
        print(f"{target.name}: released to {target}")


def grade(assignment: str, submissions: Path, out: Path, options: Options) -> None:
    """Grade with progress in sight. A refused file is a result, not a failure; exit status 130 after Ctrl-C."""
    folder = source_of(assignment, sources())
    from . import batch

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    if options.trusted:
        console.print(TRUST)
    shown = Bar(console, folder.name) if console.is_terminal else Plain(console)
    with shown:
        try:
            summary = batch.grade_all(folder, submissions, out, options, begin=shown.begin, report=shown.report)
        except KeyboardInterrupt:
            shown.close()
            console.print(f"Stopped. What is finished stands in {out}. To go on: the same command with --resume.")
            raise SystemExit(130) from None
    _summary(summary, out)


def _summary(summary: Summary, out: Path) -> None:
    count = [summary.count.get(status, 0) for status in (GRADED, CANNOT_GRADE, REFUSED)]
    print(f"{count[0]} graded, {count[1]} could not be graded, {count[2]} refused.")
    if summary.queue:
        print("For a person to look at, none of them a zero (--resume tries them again):")
        for source, reason in summary.queue[:_QUEUE]:
            print(f"  {source}: {reason}")
        if len(summary.queue) > _QUEUE:
            print(f"  and {len(summary.queue) - _QUEUE} more, all in {out / 'index.html'}")
    if summary.flagged:
        print(f"{summary.flagged} have notes about the file; they stand in the overview.")
    print(f"Overview: {out / 'index.html'}   Marks: {out / 'grades.csv'}   For learners: {out / 'feedback'}")
    if summary.waiting:
        print(f"{summary.waiting} have written parts that wait for you: aiskills formgrader --out {out}")


def export(outs: list[Path], to: Path | None) -> None:
    from . import finishing

    written = finishing.export(outs, to, sources())
    print(f"Marks, those of people included: {written}. The feedback pages show them too.")
