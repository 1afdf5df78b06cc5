"""The command `aiskills`. Each verb is a few lines over a room of the package, imported inside the verb.

A room raises CourseError, or `SystemExit("one sentence")`, for bad input: what is wrong, where, and what to do.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from aiskills.cli_certificates import certificates, verify
from aiskills.cli_publishing import publishing

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="AI Skills Open Courseware.",
)
models = typer.Typer(no_args_is_help=True, help="The language models that lessons use.")
app.add_typer(models, name="models")
tapes = typer.Typer(no_args_is_help=True, help="The recordings of language models that lessons and assignments read.")
app.add_typer(tapes, name="tapes")
new = typer.Typer(no_args_is_help=True, help="Skeletons of new modules, for authors.")
app.add_typer(new, name="new")
gradebook = typer.Typer(no_args_is_help=True, help="Marks of graded assignments.")
app.add_typer(gradebook, name="gradebook")
progress = typer.Typer(no_args_is_help=True, help="A learner's own progress. Nothing is sent anywhere.")
app.add_typer(progress, name="progress")
app.add_typer(certificates, name="certificates")
app.add_typer(publishing)
app.command()(verify)


@app.command()
def doctor() -> None:
    """Check this installation: one line a fact, OK or what to do."""
    from aiskills import doctor as room

    raise typer.Exit(room.run())


@models.command("list")
def models_list() -> None:
    """Show each model: version, licence, size, and whether it is here."""
    from aiskills.learn import models as room

    for line in room.table():
        typer.echo(line)
    typer.echo(f"They are kept in {room.store()}")


@models.command("fetch")
def models_fetch(
    names: Annotated[list[str] | None, typer.Argument(help="Models to fetch; all if none is named.")] = None,
) -> None:
    """Fetch models, check them by hash and prepare them. Can be stopped and run again."""
    from aiskills.learn import models as room

    for name in names or list(room.registry()):
        room.fetch(name, report=typer.echo)


@tapes.command("make")
def tapes_make(name: Annotated[str, typer.Argument(help="Recording, such as g05-capitals.")]) -> None:
    """Put the committed prompts of a recording to its model and write the recording. Takes minutes."""
    from rich.progress import Progress

    from aiskills import tapes as room

    with Progress(transient=True) as bar:
        task = bar.add_task(f"Recording {name}", total=None)
        path = room.make(name, lambda done, total: bar.update(task, completed=done, total=total))
    typer.echo(f"Written: {path}")


@tapes.command("check")
def tapes_check(
    names: Annotated[list[str] | None, typer.Argument(help="Recordings to check; all if none is named.")] = None,
    live: Annotated[bool, typer.Option("--live", help="Also ask the model a few prompts again.")] = False,
) -> None:
    """Check recordings: hashes of prompts, model and content, one answer a prompt. A sentence a fault."""
    from aiskills import tapes as room

    faults = 0
    for name in names or room.names():
        found = room.check(name)
        faults += len(found)
        typer.echo("\n".join(found) or f"{name}: agrees with its prompts, its model and its hash.")
        if live and not found:
            same, asked, gap = room.replay(name)
            typer.echo(
                f"{name}: asked again, {same} of {asked} texts are the same; "
                f"log-probabilities differ by at most {gap:.4f}."
            )
    raise typer.Exit(bool(faults))


@new.command("lesson")
def new_lesson(
    slug: Annotated[str, typer.Argument(help="Letter of the area, two digits, words: f07-missing-values.")],
    title: Annotated[str | None, typer.Option(help="The title; a planned module has one.")] = None,
) -> None:
    """Write the skeleton of a lesson: notebook, texts, checks, facilitator card and tests, as a draft that runs."""
    _new("lesson", slug, title)


@new.command("assignment")
def new_assignment(
    slug: Annotated[str, typer.Argument(help="The slug of its module: f07-missing-values.")],
    title: Annotated[str | None, typer.Option(help="The title; a module that is written or planned has one.")] = None,
) -> None:
    """Write the skeleton of an assignment: notebook, rubric, wrong and right solutions, as a draft that is graded."""
    _new("assignment", slug, title)


def _new(kind: str, slug: str, title: str | None) -> None:
    from aiskills.authoring import new as room
    from aiskills.catalog import find_root

    for path in room.write(find_root(), kind, slug, title):
        typer.echo(f"written: {path}")
    for step in room.next_steps(kind, slug):
        typer.echo(f"next: {step}")


@app.command()
def check(
    paths: Annotated[list[str], typer.Argument(help="Slugs of modules, notebooks, or folders: f02, notebooks, .")],
    fast: Annotated[bool, typer.Option("--fast", help="Do not run the lessons.")] = False,
) -> None:
    """Check modules against the rules that every module must meet; a sentence a fault."""
    from aiskills.authoring import check as room

    faults = room.report(paths, fast, typer.echo)
    typer.echo(f"{faults} fault{'s' if faults != 1 else ''}." if faults else "No faults found.")
    raise typer.Exit(bool(faults))


@app.command()
def release(
    slugs: Annotated[list[str] | None, typer.Argument(help="Assignments to release; all if none is named.")] = None,
) -> None:
    """Make the learners' copies of assignments, in assignments/release/: no solution, no hidden test, no rubric."""
    from aiskills.grading import command

    command.release_all(slugs or [])


@app.command()
def grade(
    assignment: Annotated[str, typer.Argument(help="The assignment's slug, or its first word: f02.")],
    submissions: Annotated[Path, typer.Option(help="The folder, archive or file that learners handed in.")],
    out: Annotated[Path, typer.Option(help="The folder for marks and feedback; it belongs to this assignment.")],
    workers: Annotated[int, typer.Option(min=1, max=64, help="Submissions graded at the same time.")] = 2,
    cluster: Annotated[
        str | None, typer.Option(help="Grade on the Dask cluster at this address, such as tcp://host:8786.")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a run that was stopped.")] = False,
    trusted: Annotated[
        bool, typer.Option("--trusted", help="Without the box, with your rights: for files that you trust alone.")
    ] = False,
) -> None:
    """Grade what learners handed in: a folder, an archive or a file. Each runs in a closed box, tests apart from it."""
    from aiskills.grading import command
    from aiskills.grading.batch import Options

    options = Options(workers=workers, resume=resume, cluster=cluster, trusted=trusted)
    command.grade(assignment, submissions, out, options)


@app.command()
def formgrader(
    out: Annotated[Path, typer.Option(help="The folder that `aiskills grade` wrote.")],
    port: Annotated[int, typer.Option(min=1024, max=65535)] = 8890,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Read and mark written parts in nbgrader's form-grader, the rubric beside each answer."""
    from aiskills.grading import formgrader as room

    room.serve(out, port, browser)


@gradebook.command("export")
def gradebook_export(
    outs: Annotated[list[Path], typer.Argument(help="Folders that `aiskills grade` wrote.")],
    to: Annotated[Path | None, typer.Option(help="Also write one table of all folders to this CSV file.")] = None,
) -> None:
    """Bring the marks that people gave into grades.csv and the feedback pages."""
    from aiskills.grading import command

    command.export(outs, to)


@progress.command("where")
def progress_where() -> None:
    """Say where the progress file lies on this computer."""
    from aiskills.learn import progress_command as room

    room.where()


@progress.command("page")
def progress_page(
    out: Annotated[Path, typer.Option(help="The page to write.")],
    files: Annotated[list[Path] | None, typer.Argument(help="Progress files; none: the one of this computer.")] = None,
    book: Annotated[str | None, typer.Option(help="Address or folder of the book, for links.")] = None,
) -> None:
    """Write "my learning": one private page, with what to revise next."""
    from aiskills.learn import progress_command as room

    room.page(out, files or (), book)


@progress.command("export")
def progress_export(
    out: Annotated[Path, typer.Option(help="The file to write: .csv is a table of events, else JSON.")],
    files: Annotated[list[Path] | None, typer.Argument(help="Progress files; none: the one of this computer.")] = None,
) -> None:
    """Write progress in its documented form."""
    from aiskills.learn import progress_command as room

    room.export(out, files or ())


@progress.command("merge")
def progress_merge(
    files: Annotated[list[Path], typer.Argument(help="Progress files.")],
    out: Annotated[Path, typer.Option(help="The file to write.")],
) -> None:
    """Join progress files. Nothing is lost, in any order."""
    from aiskills.learn import progress_command as room

    room.merge_files(out, files)


# Packages of the extra `certificates`, as they are imported. Learners never need them.
_FOR_CERTIFICATES = ("cryptography", "jwt", "openbadgeslib", "typst", "segno", "manimgx_fonts", "manimgx_fonts_cjk")


def main() -> None:
    """Run the command with the environment's own programs first on PATH (nbgrader starts `alembic` from there)."""
    bin_folder = os.path.dirname(sys.executable)
    os.environ["PATH"] = bin_folder + os.pathsep + os.environ.get("PATH", "")
    from aiskills.catalog import CatalogError
    from aiskills.learn import CourseError

    # A shell starts background jobs with Ctrl-C ignored; a course or a grading run must always be possible to stop.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app()
    except (CatalogError, CourseError) as error:
        sys.exit(f"aiskills: {error}")
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _FOR_CERTIFICATES:
            raise
        sys.exit(
            f"aiskills: certificates need the package {error.name}. Install what belongs to them with: "
            "python3 src/aiskills/bootstrap.py --extra course --extra certificates"
        )


if __name__ == "__main__":
    main()
