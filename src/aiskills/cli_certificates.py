"""The verbs of `aiskills certificates` and `aiskills verify`: each a few lines over the rooms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

certificates = typer.Typer(no_args_is_help=True, help="Certificates: who earned one, issue, revoke, publish.")
keys = typer.Typer(no_args_is_help=True, help="The keys that sign certificates.")
certificates.add_typer(keys, name="keys")

Folder = Annotated[
    Path | None, typer.Option("--issuer", help="The institution's folder; AISKILLS_ISSUER names it too.")
]
Results = Annotated[list[Path], typer.Argument(help="Folders that `aiskills grade` wrote.")]
Vivas = Annotated[Path | None, typer.Option("--viva", help="Folder with the filled records of vivas.")]
Only = Annotated[list[str] | None, typer.Option(help="Only this certificate, such as essentials or foundation-a.")]
Locked = Annotated[bool, typer.Option("--passphrase", help="Lock the key with a passphrase, asked for here.")]


def _folder(given: Path | None) -> Path:
    from aiskills.certificates import issuer

    return given or issuer.home()


def _rules():
    from aiskills.catalog import load_catalog
    from aiskills.certificates import rules

    return rules.load(load_catalog())


def _records(results: list[Path]) -> Iterator:
    from aiskills.certificates.facts import Record
    from aiskills.grading.records import records

    return (Record(*facts) for facts in records(results))


def _vivas(folder: Path | None) -> dict:
    from aiskills.certificates import viva

    return viva.read_folder(folder) if folder else {}


@certificates.command()
def init(
    name: Annotated[str, typer.Option(help="The institution's name, as it stands on certificates.")],
    did: Annotated[str, typer.Option(help="did:web:YOUR.SITE, or did:key for an institution without one.")] = "did:key",
    url: Annotated[str, typer.Option(help="Its website.")] = "",
    page: Annotated[str, typer.Option(help="Where verify.html will lie; square codes lead there.")] = "",
    status: Annotated[str, typer.Option(help="The folder of the site for lists of revoked certificates.")] = "",
    passphrase: Locked = False,
    issuer: Folder = None,
) -> None:
    """Make an institution's folder with its first key, outside every repository."""
    from aiskills.certificates import command

    command.init(_folder(issuer), name, did, url, page, status, passphrase)


@keys.command("list")
def keys_list(issuer: Folder = None) -> None:
    """Show the public side of every key, and which one signs."""
    from aiskills.certificates import command

    command.keys_list(_folder(issuer))


@keys.command("rotate")
def keys_rotate(
    compromised: Annotated[bool, typer.Option("--compromised", help="The old key was stolen or seen.")] = False,
    passphrase: Locked = False,
    issuer: Folder = None,
) -> None:
    """Let a new key sign from now on. What the old one signed stays good, unless it was stolen."""
    from aiskills.certificates import command

    command.keys_rotate(_folder(issuer), passphrase, compromised)


@keys.command("backup")
def keys_backup(
    file: Annotated[Path, typer.Argument(help="The backup to write; it must not exist.")], issuer: Folder = None
) -> None:
    """Save settings, keys and register in one file, locked with a passphrase."""
    from aiskills.certificates import command

    command.keys_backup(_folder(issuer), file)


@keys.command("restore")
def keys_restore(
    file: Annotated[Path, typer.Argument(help="A backup.")],
    issuer: Folder = None,
) -> None:
    """Bring an institution's folder back from a backup. Nothing is overwritten."""
    from aiskills.certificates import command

    command.keys_restore(_folder(issuer), file)


@certificates.command()
def eligible(
    results: Results,
    viva: Vivas = None,
    only: Only = None,
    student: Annotated[list[str] | None, typer.Option(help="Only this learner.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Also write a table for a spreadsheet.")] = None,
    issuer: Folder = None,
) -> None:
    """Say for each learner what is earned and what is missing, part by part."""
    from aiskills.certificates import command, report
    from aiskills.certificates.register import Register

    rules, folder = _rules(), _folder(issuer)
    register = None
    if (folder / "issuer.toml").exists():
        from aiskills.certificates import issuer as institutions

        register = Register(institutions.load(folder).database)
    decided = command.decisions(rules, _records(results), register, _vivas(viva))
    decided = (one for one in command.chosen(decided, rules, only or []) if not student or one.student in student)
    if csv:
        decided = report.write_csv(csv, decided)
    for line in report.lines(decided, rules):
        typer.echo(line)
    if csv:
        typer.echo(f"written: {csv}")


@certificates.command()
def resolve(
    student: Annotated[str, typer.Argument(help="The learner, as the marks name them.")],
    assignment: Annotated[str, typer.Argument(help="The assignment's slug.")],
    results: Annotated[list[Path], typer.Option(help="Folders that `aiskills grade` wrote.")],
    by: Annotated[str, typer.Option(help="Who decided.")],
    note: Annotated[str, typer.Option(help="What was found; it is kept, not published.")],
    issuer: Folder = None,
) -> None:
    """Keep a person's decision that the integrity notes on a submission do not hold a certificate back."""
    from aiskills.certificates import command, eligible

    mine = (r for r in _records(results) if (r.student, r.assignment) == (student, assignment))
    found = list(eligible.flagged(mine))
    command.resolve(_folder(issuer), found, by, note)


@certificates.command()
def issue(
    results: Results,
    learners: Annotated[Path, typer.Option(help="Table (CSV): student, name, language, email.")],
    out: Annotated[Path, typer.Option(help="The folder for certificates, a folder a learner.")],
    viva: Vivas = None,
    only: Only = None,
    renew: Annotated[list[str] | None, typer.Option(help="Revoke and give anew to this learner.")] = None,
    renew_all: Annotated[bool, typer.Option("--renew-all", help="Revoke and give anew to all in the list.")] = False,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Pages printed at the same time.")] = 2,
    fonts: Annotated[Path | None, typer.Option(help="A folder with more fonts, for more scripts.")] = None,
    issuer: Folder = None,
) -> None:
    """Issue what was earned: once for each learner; stopped at any moment, the same command goes on."""
    from aiskills.certificates import command
    from aiskills.certificates import learners as lists

    people = lists.read(learners)
    rules = _rules()
    with command.opened(_folder(issuer)) as (mine, register):
        decided = command.decisions(rules, _records(results), register, _vivas(viva))
        status = command.issue_all(
            mine,
            register,
            rules,
            decided,
            people,
            out,
            only=only or [],
            renew=people if renew_all else renew or [],
            workers=workers,
            fonts=fonts,
        )
    raise typer.Exit(status)


@certificates.command()
def revoke(
    names: Annotated[list[str], typer.Argument(help="Identifiers (or their first 8 characters), or learners.")],
    reason: Annotated[str, typer.Option(help="Why; it stays in the register.")],
    kind: Annotated[str | None, typer.Option(help="Only this certificate, such as foundation-a.")] = None,
    issuer: Folder = None,
) -> None:
    """Revoke certificates. There is no way back; a new one can be issued with --renew."""
    from aiskills.certificates import command

    command.revoke(_folder(issuer), names, reason, kind)


@certificates.command("list")
def list_all(
    names: Annotated[list[str] | None, typer.Argument(help="Identifiers or learners; none: how many of each.")] = None,
    issuer: Folder = None,
) -> None:
    """Show what the register holds."""
    from aiskills.certificates import command

    command.show(_folder(issuer), names or [])


@certificates.command()
def publish(
    out: Annotated[Path, typer.Option(help="A folder to put on your website or a USB stick.")],
    issuer: Folder = None,
) -> None:
    """Write what readers need: identifier, pinned list, lists of revoked certificates, the page that checks."""
    from aiskills.certificates import command

    command.publish_all(_folder(issuer), out)


@certificates.command()
def demo(out: Annotated[Path, typer.Option(help="A new folder.")]) -> None:
    """Show all of it: ten learners from submissions to certificates of three kinds, one revoked, one forged."""
    from aiskills import demonstration

    raise typer.Exit(demonstration.run(out))


def verify(
    files: Annotated[list[Path], typer.Argument(help="Certificates: image, printable page, signed form, photograph.")],
    trust: Annotated[
        list[Path] | None, typer.Option(help="issuers.json, a status list, or a folder that an institution publishes.")
    ] = None,
    email: Annotated[str | None, typer.Option(help="Check that it was given to the person with this e-mail.")] = None,
    language: Annotated[str, typer.Option("--lang", help="en, fr, es, pt, ar or zh.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON a file.")] = False,
) -> None:
    """Check certificates without a network. Exit status 0 only if every one is good."""
    from aiskills.verify import command

    raise typer.Exit(command.verify(files, trust or [], language, email, as_json))
