"""What the verbs of `aiskills certificates` do: read, decide, sign, write, and say what to do next."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterable
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from filelock import FileLock, Timeout
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from . import backup, eligible, issue, issuer, publish
from .facts import Decision, Record
from .files import missing, tasks, write_all
from .issuer import Issuer, iso, now
from .register import Register
from .rules import Rules


def ask_new(question: str) -> str:
    """A new passphrase, typed twice; empty for none."""
    first = getpass.getpass(f"{question}: ")
    if first != getpass.getpass("The same again: "):
        raise SystemExit("The two passphrases differ. Nothing was done; give the command again.")
    return first


@cache
def ask(question: str) -> str:
    return getpass.getpass(question)


@contextmanager
def opened(folder: Path):
    """The institution and its register, held: a second command that would sign waits for the end of the first."""
    mine = issuer.load(folder)
    try:
        with FileLock(folder / ".lock", timeout=10):
            register = Register(mine.database)
            try:
                yield mine, register
            finally:
                register.close()
    except Timeout:
        raise SystemExit(f"Another command works on {folder}. Wait for its end, or stop it.") from None


def init(folder: Path, name: str, did: str, url: str, page: str, status: str, locked: bool) -> None:
    passphrase = ask_new("Passphrase for the new key") if locked else ""
    made = issuer.create(folder, name, did, url, page, status, passphrase)
    print(f"{made.name} can issue certificates as {made.key.did}.")
    print(f"Its folder: {folder}. Nobody else may read it, and it never goes into a repository.")
    print("Next: save a backup where it is safe: aiskills certificates keys backup FILE")
    if did.startswith("did:web:"):
        place = publish.did_path(did)
        print(f"Then publish its identifier: aiskills certificates publish --out SITE, and put {place} on your site.")


def keys_list(folder: Path) -> None:
    for key in issuer.load(folder).keys:
        state = "in use" if key.current else f"stolen, {key.compromised}" if key.compromised else f"until {key.until}"
        print(f"{key.id}  from {key.start}  {state}")


def keys_rotate(folder: Path, locked: bool, compromised: bool) -> None:
    with opened(folder) as (mine, register):
        old = mine.key
        passphrase = ask_new("Passphrase for the new key") if locked else ""
        issuer.add_key(folder, mine.method, list(mine.keys), passphrase, compromised)
        now_used = issuer.load(folder).key
        held = register.signed_with(old.id)
    print(f"From now on {now_used.id} signs.")
    if compromised:
        print(f"{held} certificates were signed with the stolen key. No reader will accept them any more.")
        print("Give them anew: aiskills certificates issue ... --renew-all")
    print("Next: publish again (aiskills certificates publish), tell those who pin you, and make a new backup.")


def keys_backup(folder: Path, path: Path) -> None:
    with opened(folder) as (mine, _):
        whole = backup.save(mine, path, ask_new("Passphrase for the backup"))
    print(f"Saved to {path}. Keep it, and its passphrase, in two different safe places.")
    if not whole:
        print("The register is in PostgreSQL and is not in this file: back it up with pg_dump.")


def keys_restore(folder: Path, path: Path) -> None:
    names = backup.restore(path, folder, ask("Passphrase of the backup: "))
    print(f"Back in {folder}: {', '.join(names)}.")


def decisions(rules: Rules, records: Iterable[Record], register: Register | None, vivas) -> Iterable[Decision]:
    resolved = register.resolved() if register else set()
    return eligible.decide(rules, records, resolved=resolved, vivas=vivas)


def chosen(decided: Iterable[Decision], rules: Rules, only: list[str]) -> Iterable[Decision]:
    """The decisions on these certificates; on all where none is named."""
    known = rules.certificates()
    for name in only:
        if name not in known:
            raise SystemExit(f"There is no certificate {name!r}. Certificates: {', '.join(known)}.")
    return (one for one in decided if not only or one.certificate in only)


def resolve(folder: Path, found: list[tuple[str, Record]], person: str, note: str) -> None:
    """Keep a person's decision on integrity notes. ``found``: (key of the notes, record)."""
    if not person.strip() or not note.strip():
        raise SystemExit("Say who decided (--by) and what was found (--note): a mark must be possible to defend.")
    if not found:
        raise SystemExit("No integrity note of this learner on this assignment stands in these results.")
    with opened(folder) as (_, register):
        register.resolve(
            [
                {
                    "key": key,
                    "student": record.student,
                    "assignment": record.assignment,
                    "flags": "\n".join(eligible.integrity_flags(record)),
                    "person": person.strip(),
                    "note": note.strip(),
                    "time": iso(now()),
                }
                for key, record in found
            ]
        )
    for _, record in found:
        print(
            f"{record.student}, {record.assignment}: it no longer holds a certificate back. Decided by {person.strip()}"
        )


def issue_all(
    mine: Issuer,
    register: Register,
    rules: Rules,
    decided: Iterable[Decision],
    learners: dict,
    out: Path,
    *,
    only: list[str],
    renew: Iterable[str],
    workers: int,
    fonts: Path | None,
) -> int:
    """Sign what was earned, then write the files that are missing; returns the exit status."""
    known = rules.certificates()
    wanted = chosen(decided, rules, only)
    signer = mine.signer(ask)
    entries, anew, time = rules.alignments(), set(renew), now()
    with _progress("Signing", None) as step:
        outcome = issue.sign_all(
            mine, signer, register, known, entries, wanted, learners, now=time, renew=anew, report=step
        )
    print(f"{outcome.signed} signed now, {outcome.standing} stood already.")
    faults = write_missing(mine, register, rules, out, workers, fonts)
    for sentence in [*outcome.left_out, *faults]:
        print(sentence)
    return 1 if faults else 0


def write_missing(
    mine: Issuer, register: Register, rules: Rules, out: Path, workers: int, fonts: Path | None
) -> list[str]:
    """Write every file that stands in the register and is missing in ``out``; returns sentences on what failed."""
    out.mkdir(parents=True, exist_ok=True)
    known, where = rules.certificates(), str(fonts) if fonts else None
    total = sum(1 for _ in missing(register.rows(tokens=False), known, out))
    with _progress("Writing", total) as step:
        todo = tasks(register.rows(), known, mine.page, mine.signers, out, where)
        faults = write_all(todo, min(workers, max(1, total)), step)
    print(
        f"Certificates and records whose files were written to {out}: {total - len(faults)}."
        if total
        else f"Every file was already in {out}."
    )
    return faults


def revoke(folder: Path, names: list[str], reason: str, kind: str | None) -> None:
    if not reason.strip():
        raise SystemExit("Say why (--reason): it stays in your register, and it is never published.")
    with opened(folder) as (_, register):
        ids = []
        for name in names:
            found = [row for row in register.find(name) if not row.revoked and kind in (None, row.kind)]
            if not found:
                raise SystemExit(f"No certificate that stands is known as {name!r}. Nothing was revoked.")
            if len({row.student for row in found}) > 1:
                raise SystemExit(f"{name!r} fits certificates of several people. Give more of it. Nothing was revoked.")
            ids += [row.id for row in found]
        number = register.revoke(ids, iso(now()), reason.strip())
    print(f"{number} revoked. Readers learn of it when you publish: aiskills certificates publish --out SITE")


def show(folder: Path, names: list[str]) -> None:
    with opened(folder) as (_, register):
        if not names:
            for kind, number in sorted(register.counts().items()):
                print(f"{number:7}  {kind}")
            return
        for name in names:
            rows = register.find(name)
            if not rows:
                raise SystemExit(f"Nothing in the register is known as {name!r}.")
            for row in rows:
                state = f"revoked {row.revoked[:10]}: {row.reason}" if row.revoked else "stands"
                print(f"{row.id}  {row.student}  {row.kind} ({row.form})  {row.issued[:10]}  {row.name}  {state}")


def publish_all(folder: Path, out: Path) -> None:
    with opened(folder) as (mine, register):
        written = publish.publish(mine, register, ask, out, now())
    for path in written:
        print(f"written: {path}")
    print(f"Fresh for {mine.status_days} days: publish again before, and after every revocation.")


@contextmanager
def _progress(what: str, total: int | None):
    """A bar with count and time left on a terminal; elsewhere nothing, so that logs stay readable."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, advance=done)
