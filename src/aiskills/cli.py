"""The command `aiskills`. Each verb is a few lines over a room of the package, imported inside the verb.

A room raises CourseError, or `SystemExit("one sentence")`, for bad input: what is wrong, where, and what to do.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None,
                  pretty_exceptions_enable=False, help="AI Skills Open Courseware.")
models = typer.Typer(no_args_is_help=True, help="The language models that lessons use.")
app.add_typer(models, name="models")


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


@models.command("fetch")
def models_fetch(
    names: Annotated[list[str] | None, typer.Argument(help="Models to fetch; all if none is named.")] = None,
) -> None:
    """Fetch models, check them by hash and prepare them. Can be stopped and run again."""
    from aiskills.learn import models as room

    for name in names or list(room.registry()):
        room.fetch(name, report=typer.echo)


@app.command()
def check(paths: Annotated[list[str], typer.Argument(help="Notebooks of lessons or of assignments.")]) -> None:
    """Check notebooks against the rules that every lesson and assignment must meet; a sentence a fault."""
    from aiskills.catalog import lint

    faults = [f"{path}: {fault}" for path in paths for fault in lint.lint(path)]
    for fault in faults:
        typer.echo(fault)
    typer.echo(f"{len(faults)} faults." if faults else "No faults found.")
    raise typer.Exit(bool(faults))


def main() -> None:
    """Run the command with the environment's own programs first on PATH (nbgrader starts `alembic` from there)."""
    bin_folder = os.path.dirname(sys.executable)
    os.environ["PATH"] = bin_folder + os.pathsep + os.environ.get("PATH", "")
    from aiskills.catalog import CatalogError
    from aiskills.learn import CourseError

    try:
        app()
    except (CatalogError, CourseError) as error:
        sys.exit(f"aiskills: {error}")
    except KeyboardInterrupt:
        sys.exit("aiskills: stopped. Run the same command again to go on.")


if __name__ == "__main__":
    main()
