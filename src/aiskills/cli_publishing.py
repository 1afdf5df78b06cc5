"""The verbs that publish the library: the book, and what is cut or printed from it. Each is a few lines over a room."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

publishing = typer.Typer()
settings = typer.Typer(no_args_is_help=True, help="The settings of this copy of the library.")
publishing.add_typer(settings, name="settings")

Slugs = Annotated[list[str] | None, typer.Argument(help="Lessons, by slug or its first word; all if none is named.")]
Lesson = Annotated[str, typer.Argument(help="The lesson's slug, or its first word: f02.")]


class Format(StrEnum):
    """The three ways of meeting that a facilitator card plans."""

    webinar = "webinar"
    workshop = "workshop"
    hybrid = "hybrid"


class Tier(StrEnum):
    """What a bundle holds."""

    read = "read"
    learn = "learn"
    all = "all"


class Readers(StrEnum):
    """Whom a bundle is for."""

    learners = "learners"
    instructors = "instructors"


@publishing.command()
def book(
    anew: Annotated[bool, typer.Option("--anew", help="Forget what was built and run every lesson again.")] = False,
) -> None:
    """Build the book into _build/html, with every lesson run."""
    from aiskills.catalog import find_root
    from aiskills.publishing import book as room

    room.build(find_root(), say=typer.echo, anew=anew)


@publishing.command()
def course(
    browser: Annotated[bool, typer.Option(help="Open the address in the browser.")] = True,
    port: Annotated[int | None, typer.Option(help="Port; the first free one from 8888 if not given.")] = None,
) -> None:
    """Serve the course on this computer: the book, and every lesson in JupyterLab."""
    from aiskills.catalog import load_catalog
    from aiskills.learn import CourseError
    from aiskills.learn import models as store
    from aiskills.publishing import book as pages
    from aiskills.publishing import course as room

    catalog = load_catalog()
    root = catalog.root
    # First what takes no time and may be wrong.
    room.free_port(port)
    # Only what the lessons use: a download is dear on a poor connection.
    for name in dict.fromkeys(name for module in catalog.ready for name in module.models):
        try:
            store.fetch(name, report=typer.echo)
        except CourseError as missing:
            # An offline bundle may come without models: all other lessons work.
            if not pages.is_carried(root):
                raise
            typer.echo(str(missing))
    try:
        site = pages.build(root, say=typer.echo)
    except SystemExit as faults:
        # A learner who saved a lesson half done must still get to it.
        site = pages.former(root)
        if site is None:
            raise
        typer.echo(f"{faults}\nThe lessons open in JupyterLab all the same; some pages of the book may be older.")
    # Again: while the book was built, another program may have taken the port.
    raise typer.Exit(room.serve(root, site, room.free_port(port), browser, say=typer.echo))


@publishing.command()
def derive(
    check: Annotated[bool, typer.Option("--check", help="Only name what is not current; exit 1 if any is.")] = False,
) -> None:
    """Write everything that follows from other files: track and data pages, labels, set-up cells."""
    from aiskills.catalog import find_root
    from aiskills.publishing import derive as room

    root = find_root()
    names = room.stale(root) if check else room.write(root)
    for name in names:
        typer.echo(f"{'not current' if check else 'written'}: {name}")
    if check and names:
        typer.echo("Run `aiskills derive` and commit what it writes.")
        raise typer.Exit(1)
    if not names:
        typer.echo("Everything derived is current.")


@settings.command("repository")
def settings_repository(
    url: Annotated[str, typer.Argument(help="Address, like https://github.com/OWNER/REPOSITORY")],
) -> None:
    """Set the public address of this library; launch links and set-up cells follow."""
    from aiskills.catalog import find_root
    from aiskills.publishing import derive as room
    from aiskills.publishing import settings as place

    root = find_root()
    repository = place.set_repository(root, url)
    changed = room.write(root)
    typer.echo(f"The repository's address is {repository.url}; {len(changed)} derived files followed.")


def _lessons(names: list[str] | None) -> tuple[Path, list[str]]:
    """The library's root, and the slugs that are meant: all lessons when none is named."""
    from aiskills.catalog import load_catalog

    catalog = load_catalog()
    return catalog.root, [catalog.lesson(name).slug for name in names or [one.slug for one in catalog.ready]]


def _lesson(name: str) -> tuple[Path, str]:
    root, slugs = _lessons([name])
    return root, slugs[0]


@publishing.command()
def readings(slugs: Slugs = None) -> None:
    """Print the readings of two pages as PDF files into the book, with the Chromium of this computer."""
    from aiskills.publishing import book as pages
    from aiskills.publishing import readings as room

    root, named = _lessons(slugs)
    pages.build(root, say=typer.echo)
    room.to_pdf(root, named, typer.echo)


@publishing.command()
def slides(
    slug: Lesson,
    out: Annotated[Path | None, typer.Option(help="The folder to write; _build/slides/SLUG if not given.")] = None,
) -> None:
    """Make the slides of a lesson, with speaker notes: a folder that opens in a browser without a network."""
    from aiskills.publishing import book as pages
    from aiskills.publishing import slides as room

    root, named = _lesson(slug)
    pages.build(root, say=typer.echo)
    room.make(root, named, out, typer.echo)


@publishing.command()
def runsheet(
    slug: Lesson,
    format: Annotated[Format, typer.Option(help="How the group meets.")],
    start: Annotated[str | None, typer.Option(help="When it starts, as 09:00; else the clock is left open.")] = None,
    out: Annotated[Path | None, typer.Option(help="The page to write; in _build/runsheets if not given.")] = None,
) -> None:
    """Make the run sheet of a lesson for print: what happens when, what to bring, where learners stumble."""
    from aiskills.publishing import runsheets as room

    root, named = _lesson(slug)
    room.make(root, named, format.value, out, typer.echo, start=start)


@publishing.command()
def labels(slugs: Slugs = None) -> None:
    """Measure lessons again and write their labels: time, memory, download, and that no key and no GPU is needed."""
    from aiskills.publishing import derive as files
    from aiskills.publishing import measure as room

    root, named = _lessons(slugs)
    room.refresh(root, named, typer.echo)
    for name in files.write(root):
        typer.echo(f"written: {name}")


@publishing.command()
def status() -> None:
    """Keep what the last test run found: which lesson works where. The book's page of the status follows."""
    from aiskills.catalog import find_root
    from aiskills.publishing import derive as files
    from aiskills.publishing import status as room

    root = find_root()
    room.keep(root, typer.echo)
    for name in files.write(root):
        typer.echo(f"written: {name}")


@publishing.command()
def edition(
    file: Annotated[Path, typer.Argument(help="The edition's file, such as editions/college-trainers.toml.")],
    out: Annotated[Path | None, typer.Option(help="The folder to write; in _build/editions if not given.")] = None,
) -> None:
    """Cut an edition of one's own from the library: chosen lessons, name, logo, order; its book is built in it."""
    from aiskills.catalog import find_root
    from aiskills.publishing import editions as room

    room.make(find_root(), file, out, typer.echo)


@publishing.command()
def bundle(
    tier: Annotated[Tier, typer.Option(help="read: the book. learn: and all that runs lessons. all: and the models.")],
    readers: Annotated[
        Readers, typer.Option("--for", help="Instructors get solutions and hidden tests, and can grade.")
    ] = Readers.learners,
    platform: Annotated[
        str | None, typer.Option(help="The computer it is for, such as windows-x86_64; this one if not given.")
    ] = None,
    python: Annotated[str | None, typer.Option(help="Its Python, such as 3.12; this one's if not given.")] = None,
    out: Annotated[Path | None, typer.Option(help="The archive to write; in _build/bundles if not given.")] = None,
) -> None:
    """Pack the library into one archive for a place without a network: checksums and an installer are in it."""
    from aiskills.catalog import find_root
    from aiskills.publishing import bundle as room

    room.make(find_root(), tier.value, out, typer.echo, readers=readers.value, platform=platform, python=python)


@publishing.command()
def browser(
    out: Annotated[Path | None, typer.Option(help="The folder to write; _build/browser if not given.")] = None,
) -> None:
    """Make the book for a web server, with the lessons that run in a reader's browser and need no installation."""
    from aiskills.catalog import find_root
    from aiskills.publishing import book as pages
    from aiskills.publishing import browser as room

    root = find_root()
    pages.build(root, say=typer.echo)
    room.make(root, out, typer.echo)
