"""What is earned and what is missing, in plain sentences for a terminal, and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path

from .facts import Decision
from .rules import REASONS, Rules

COLUMNS = ("student", "certificate", "earned", "reason", "module", "part", "text")
# A field that begins so is taken for a formula by a spreadsheet (the same as in ``grading.marks``; a test compares).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def lines(decisions: Iterable[Decision], rules: Rules, only: Collection[str] | None = None) -> Iterator[str]:
    """Yields the report line by line: each learner with what is earned and what is missing, then the counts.

    ``decisions`` come in the order of students, as ``eligible.decide`` gives them; one learner is in memory at a time.
    ``only`` names the certificates that are told. Without it, those that nobody can earn yet (a module is planned) are
    left out, and named once at the end.
    """
    known = rules.certificates()
    open_ = frozenset(rules.available())
    told = frozenset(only) if only else open_
    learners, earned, codes, waiting = 0, Counter(), Counter(), Counter()
    for student, group in groupby(decisions, key=lambda one: one.student):
        mine = [one for one in group if one.certificate in told]
        if not mine:
            continue
        learners += 1
        yield _plain(student)
        for one in mine:
            title = known[one.certificate].title
            if one.earned:
                earned[one.certificate] += 1
                yield f"  {title}: earned."
                continue
            waiting[one.certificate] += 1
            codes.update({reason.code for reason in one.reasons})
            yield f"  {title}: not yet."
            yield from (f"    - {_plain(reason.text)}" for reason in one.reasons)
    if learners:
        yield ""
    yield from _counts(learners, earned, waiting, codes, rules, told)
    closed = [name for name in known if name not in open_]
    if closed and not only:
        yield f"Not to be earned yet, because a module or the capstone is not ready: {', '.join(closed)}."


def _counts(learners, earned, waiting, codes, rules, told) -> Iterator[str]:
    known = rules.certificates()
    yield f"{learners} learner{'' if learners == 1 else 's'} with something handed in for these certificates."
    for name in known:
        if name in told:
            yield f"  {known[name].title} ({name}): {earned[name]} earned, {waiting[name]} not yet."
    if codes:
        yield "What is missing, and in how many of these certificates:"
        for code, meaning in REASONS.items():
            if codes[code]:
                yield f"  {codes[code]} x {meaning} ({code})"


def csv_lines(decisions: Iterable[Decision], only: Collection[str] | None = None) -> Iterator[str]:
    """Yields the table as lines of CSV, a heading first: one row for what is earned, one for each reason.

    No field is taken for a formula by a spreadsheet.
    """
    yield _row(COLUMNS)
    for one in decisions:
        if not only or one.certificate in only:
            yield from _rows(one)


def write_csv(path: Path, decisions: Iterable[Decision]) -> Iterator[Decision]:
    """Passes the decisions on and writes each into the table on its way; the file stands there when all have passed.

    Raises SystemExit where the file cannot be written.
    """
    part = path.with_name(path.name + ".part")
    with _told(path):
        # The byte order mark makes a spreadsheet read names in every script.
        file = part.open("w", encoding="utf-8-sig", errors="backslashreplace", newline="")
    try:
        with _told(path):
            file.write(_row(COLUMNS))
        for one in decisions:
            with _told(path):
                file.writelines(_rows(one))
            yield one
        with _told(path):
            file.close()
            part.replace(path)
    finally:
        with suppress(OSError):
            file.close()
        part.unlink(missing_ok=True)


@contextmanager
def _told(path: Path):
    try:
        yield
    except OSError as error:
        raise SystemExit(f"{path} cannot be written: {error.strerror}. Choose another file.") from None


def _rows(one: Decision) -> Iterator[str]:
    if one.earned:
        yield _row((one.student, one.certificate, "yes", "", "", "", ""))
    for reason in one.reasons:
        yield _row((one.student, one.certificate, "no", reason.code, reason.module, reason.part, reason.text))


def _row(fields: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([harmless(field) for field in fields])
    return text.getvalue()


def harmless(field: str) -> str:
    """A field that no spreadsheet takes for a formula: an apostrophe goes before what could begin one."""
    return "'" + field if field.lstrip(" ")[:1] in _FORMULA or field[:1] in _FORMULA else field


def _plain(text: str) -> str:
    """One line for a terminal: what a file's name or a learner's text may hold must not steer it."""
    return "".join(sign if sign.isprintable() or sign in _JOINERS else "\ufffd" for sign in " ".join(text.split()))


_JOINERS = "\u200c\u200d"  # zero width, and part of names in several scripts
