"""The files of a certificate, made from what the register holds: badge image, printable page, signed form.

Everything that stands on them is read from the signed form, so they can be made again at any time, and no file says
more than was signed. A file is whole or not there; its name holds the beginning of the certificate's identifier.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from aiskills.verify.carrying import pack
from aiskills.verify.jws import parse

from .facts import Certificate, Printed
from .issue import RECORD
from .writing import replace

_UNSAFE = re.compile(r"[^\w.@+-]", re.UNICODE)


@dataclass(frozen=True)
class Task:
    """One certificate to write: a row of the register with what stands around it. Plain data, for another process."""

    token: str
    form: str
    student: str
    language: str
    certificate: Certificate
    page: str
    signers: tuple[str, ...]
    fonts: str | None
    folder: str


def missing(rows: Iterable, certificates: Mapping[str, Certificate], out: Path) -> Iterator[tuple]:
    """(row, folder) of the certificates that stand and lack a file in ``out/<student>/``."""
    for row in rows:
        if row.revoked or row.kind not in certificates:
            continue
        folder = out / _safe(row.student)
        if not all((folder / name).exists() for name in names(row.kind, row.form, row.id)):
            yield row, folder


def tasks(
    rows: Iterable, certificates: Mapping[str, Certificate], page: str, signers: tuple[str, ...], out: Path, fonts=None
) -> Iterator[Task]:
    """What is missing, ready to be written."""
    for row, folder in missing(rows, certificates, out):
        certificate = certificates[row.kind]
        yield Task(row.token, row.form, row.student, row.language, certificate, page, signers, fonts, str(folder))


def names(kind: str, form: str, id: str) -> tuple[str, ...]:
    short = id.removeprefix("urn:uuid:")[:8]
    if form == RECORD:
        return (f"{kind}-record-{short}.jwt",)
    return tuple(f"{kind}-{short}.{ending}" for ending in ("jwt", "png", "pdf"))


def _safe(student: str) -> str:
    name = _UNSAFE.sub("_", student).strip(".")[:100]
    return name or "_"


def write_all(todo: Iterable[Task], workers: int, report: Callable[[int], None] = lambda done: None) -> list[str]:
    """Write the files of every task; returns a sentence for each that could not be made, the others are written."""
    faults: list[str] = []
    if workers == 1:
        for task in todo:
            faults += write(task)
            report(1)
        return faults
    todo = iter(todo)
    # A fresh process, not a fork: the program that sets the pages has threads, which a fork would leave hanging.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        running = {pool.submit(write, task) for task in islice(todo, 4 * workers)}
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                faults += one.result()
                report(1)
            running |= {pool.submit(write, task) for task in islice(todo, len(done))}
    return faults


def write(task: Task) -> list[str]:
    """Write the files of one certificate; returns sentences on what could not be made."""
    from .render import RenderError, badge, pdf

    document = payload(task.token)
    folder = Path(task.folder)
    folder.mkdir(parents=True, exist_ok=True)
    contents: dict[str, bytes] = {".jwt": task.token.encode()}
    faults = []
    if task.form != RECORD:
        image = badge.png(task.certificate, document["issuer"]["name"])
        contents[".png"] = badge.bake_png(image, task.token)
        try:
            fonts = Path(task.fonts) if task.fonts else None
            contents[".pdf"] = pdf(printed(document, task), fonts=fonts)
        except RenderError as error:
            faults.append(f"{task.student}: no printable page. {error}")
    for name in names(task.certificate.id, task.form, document["id"]):
        if Path(name).suffix in contents:
            replace(folder / name, contents[Path(name).suffix])
    return faults


def printed(document: dict, task: Task) -> Printed:
    """What stands on the page, read from the signed document."""
    from .render.code import choose

    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    titles = {one["id"]: one["name"] for one in achievement.get("resultDescription", [])}
    name = next(one["identityHash"] for one in subject["identifier"] if one["identityType"] == "name")
    whole, short = pack(task.token), document["id"]
    whole, short = (f"{task.page}#1.{whole}", f"{task.page}#{short}") if task.page else (f"AISKILLS1.{whole}", short)
    return Printed(
        id=document["id"],
        name=name,
        language=task.language,
        level=task.certificate.level,
        title=achievement["name"],
        description=achievement["description"],
        issuer=document["issuer"]["name"],
        issued=document["validFrom"][:10],
        valid_until=document["validUntil"][:10] if "validUntil" in document else None,
        results=tuple((titles[one["resultDescription"]], float(one["value"])) for one in subject.get("result", [])),
        code=choose(whole, short),
        token=task.token,
        address=task.page or None,
        signers=task.signers,
        certificate=task.certificate.id,
    )


def payload(token: str) -> dict:
    """The document in a token of our own register; the signature is not looked at."""
    return parse(token).payload
