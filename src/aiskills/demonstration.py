"""`aiskills certificates demo`: ten invented learners, from what they hand in to certificates that a page tells apart.

Everything is real: the assignments of this library, the grader in its box, the gradebook, keys and signatures. Only
the people are invented, and the points that a person gives to their written parts.
"""

from __future__ import annotations

import csv
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import nbformat

from aiskills.catalog import load_catalog

ESSENTIALS = ("f01-learning-from-data", "g05-hallucination-measured", "p02-bias-audit")
FOUNDATION = ("f02-honest-evaluation", "f03-errors-and-thresholds", "g01-next-token")
SHOWN = ("essentials", "foundation-a")
WRITTEN = 0.75  # the share of its points that each written part gets, from a person that the demonstration plays
TRICK = "\n__import__('os').system('true')  # starts another program\n"


@dataclass(frozen=True)
class Person:
    """An invented learner: how they want to appear, how far they came, and what holds them back."""

    student: str
    name: str
    language: str
    email: str = ""
    track: bool = False  # handed in the whole Foundation track, not the badge's modules alone
    weak: tuple[str, ...] = ()  # answers of f01 left blank
    unmarked: bool = False  # nobody has marked the written part of p02
    trick: bool = False  # the notebook of g05 starts another program
    broken: bool = False  # the file of f01 is cut off


PEOPLE = (
    Person("amina", "Amina Yusuf", "en", "amina@example.org", track=True),
    Person("m.saqqaf", "محمد عبد الله السقاف", "ar", "saqqaf@example.org", track=True),
    Person("lucia", "Lucía Gómez Ñique", "es", "lucia@example.org", track=True),
    Person("wang", "王小明", "zh", "wang@example.org"),
    Person("heron7", "Blue Heron", "fr"),
    Person("juma", "Juma Mwangi", "sw", "juma@example.org"),
    Person("thandar", "သန္တာအောင်", "en", weak=("compare-answer", "rule-answer", "never-answer")),
    Person("ines", "Inês Monteiro", "pt", unmarked=True),
    Person("selam", "ሰላም ተስፋዬ", "en", trick=True),
    Person("dara", "សុខ ដារ៉ា", "en", broken=True),
)
REVOKED, FORGED = "lucia", "juma"


def run(out: Path) -> int:
    """Write everything into the new folder ``out`` and say at each step what happens; returns the exit status."""
    from aiskills.certificates import command, issuer, learners, register, report, rules
    from aiskills.certificates.facts import Record
    from aiskills.certificates.render import badge
    from aiskills.grading.records import records
    from aiskills.verify import check, sentence, trust

    if out.exists() and any(out.iterdir()):
        raise SystemExit(f"{out} is not empty. Name a new folder.")
    started = time.monotonic()
    out = out.resolve()
    catalog = load_catalog()
    absent = [slug for slug in (*ESSENTIALS, *FOUNDATION) if slug not in catalog.assignments]
    if absent:
        raise SystemExit(f"The demonstration needs the assignments {', '.join(absent)}: run it in the whole library.")
    _say("1. Ten invented learners hand in notebooks.")
    folders = [_grade(catalog.root, slug, out) for slug in (*ESSENTIALS, *FOUNDATION)]

    _say("2. A person marks the written parts (the demonstration plays that person).")
    for folder in folders:
        print(f"  {folder.name}: {_mark(folder)} marked")

    _say("3. Who has earned what, and what is missing.")
    known = rules.load(catalog)
    found = command.decisions(known, (Record(*facts) for facts in records(folders)), None, {})
    decided = [one for one in found if one.certificate in SHOWN]
    print("\n".join(report.lines(decided, known)))

    _say("4. An institution makes its key and issues.")
    mine = issuer.create(out / "institution", "Institute of Open Skills (invented)", "did:key", "", "", "", "")
    table = out / "learners.csv"
    with table.open("w", encoding="utf-8", newline="") as file:
        rows = [(p.student, p.name, p.language, p.email) for p in PEOPLE]
        csv.writer(file).writerows([learners.COLUMNS, *rows])
    book = register.Register(mine.database)
    options = {"only": [], "renew": (), "workers": 2, "fonts": None}
    status = command.issue_all(mine, book, known, decided, learners.read(table), out / "certificates", **options)
    book.close()

    _say(f"5. A certificate of {REVOKED} is revoked; one of {FORGED} is changed by somebody.")
    command.revoke(mine.folder, [REVOKED], "The written work was another person's (invented).", "foundation-a")
    image = badge.png(known.certificates()["essentials"], mine.name)
    forged = forge(next((out / "certificates" / FORGED).glob("essentials-*.jwt")), image, out / "forged")
    command.publish_all(mine.folder, out / "site")

    _say("6. What a reader sees, offline.")
    bundle = trust.load([out / "site"])
    shown = sorted((out / "certificates").glob("*/*.*")) + [forged]
    counts: dict[str, int] = {}
    for path in shown:
        found = check(path.read_bytes(), bundle, now=issuer.now())
        counts[found["outcome"]] = counts.get(found["outcome"], 0) + 1
        if path.suffix != ".png" or path == forged:
            continue
        print(f"  {path.relative_to(out)}: {sentence(found, 'en')}")
    print(f"  {path.relative_to(out)}: {sentence(found, 'en')}")
    print(f"  all files: {counts}")
    print(f"\nOpen {out / 'site' / 'verify.html'} in a browser, network off, and drop the files on it.")
    print(f"This took {time.monotonic() - started:.0f} s.")
    return status


def _say(text: str) -> None:
    print(f"\n{text}", flush=True)


def _grade(root: Path, slug: str, out: Path) -> Path:
    from aiskills.grading import command
    from aiskills.grading.batch import Options

    handed_in = out / "handed-in" / slug
    handed_in.mkdir(parents=True)
    source = root / "assignments" / "source" / slug / f"{slug}.ipynb"
    for person in PEOPLE:
        if slug in ESSENTIALS or person.track:
            (handed_in / f"{person.student}.ipynb").write_bytes(_submission(source, person))
    command.grade(slug, handed_in, out / "marks" / slug, Options(workers=2))
    return out / "marks" / slug


def _submission(source: Path, person: Person) -> bytes:
    """The author's own answers, as this person would hand them in."""
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        facts = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.source = re.sub(r"### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS\n?", "", cell.source, flags=re.DOTALL)
        cell.source = "\n".join(
            line for line in cell.source.splitlines() if not re.search("(BEGIN|END) SOLUTION", line)
        )
        if facts.get("grade_id") in person.weak and source.stem == ESSENTIALS[0]:
            cell.source = "# I did not get further."
        if facts.get("grade_id") == "label-answer" and person.trick:
            cell.source += TRICK
    data = nbformat.writes(notebook).encode()
    return data[: len(data) // 2] if person.broken and source.stem == ESSENTIALS[0] else data


def _mark(folder: Path) -> int:
    """Give every written part that waits its points, as a person does in the form-grader; returns how many."""
    from aiskills.grading import database
    from aiskills.grading.verdicts import NEEDS_PERSON, read_results

    slug, number = folder.name, 0
    left = {person.student for person in PEOPLE if person.unmarked and slug == ESSENTIALS[2]}
    with database.open_database(database.recorded(folder)) as gradebook:
        for verdict in read_results(folder / "results.jsonl"):
            for name, part in verdict.parts.items():
                if part.outcome != NEEDS_PERSON or verdict.student in left:
                    continue
                grade = gradebook.find_grade(name, slug, slug, verdict.student)
                grade.manual_score, grade.needs_manual_grade = WRITTEN * part.max_score, False
                number += 1
        gradebook.db.commit()
    return number


def forge(certificate: Path, image: bytes, folder: Path) -> Path:
    """What a forger does: change name and results in a certificate, keep its signature, put it into the image."""
    from aiskills.certificates.render import badge
    from aiskills.verify import jws

    header, body, signature = certificate.read_text(encoding="utf-8").split(".")
    document = json.loads(jws.decode(body))
    document["credentialSubject"]["identifier"][0]["identityHash"] = "Max Nobody"
    for result in document["credentialSubject"]["result"]:
        result["value"] = "100"
    body = jws.encode(json.dumps(document, separators=(",", ":")).encode())
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{certificate.stem}.png"
    path.write_bytes(badge.bake_png(image, f"{header}.{body}.{signature}"))
    return path
