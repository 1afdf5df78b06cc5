"""Records of capstone conversations (vivas): filled forms are read, checked field by field, and judged by one rule.

The blank form is ``assignments/source/capstone/viva.toml``; the rule stands in ``book/certificates/capstone.md`` too.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

QUESTIONS = 5
LEVELS = (1, 2, 3, 4)
LEAST_LEVEL, LEAST_MEAN = 2, 3
LEAST_MINUTES, MOST_MINUTES = 8, 120  # longer than two hours is a slip of the pen
THEMES = ("A", "B", "C", "D", "E")
MODES = ("live", "recorded", "written", "signed")
AUTHORSHIP = ("own work", "in doubt")
RECOMMENDATIONS = ("pass", "repeat")
_CHOICES = {
    "theme": THEMES,
    "mode": MODES,
    "authorship": AUTHORSHIP,
    "recommendation": RECOMMENDATIONS,
}
_WORDS = ("learner", "identity", "authorship_notes", "ai_use", "accommodations")
_OPTIONAL = ("recording", "notebook")
_FIELDS = ("learner", "theme", "date", "minutes", "mode", "identity", "authorship", "authorship_notes", "ai_use")
_FIELDS += ("accommodations", "recommendation", "examiners", "questions")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Question:
    """A question that was asked, what was answered in the examiner's words, and its level from 1 to 4."""

    text: str
    notes: str
    level: int


@dataclass(frozen=True)
class Viva:
    """A record of one conversation. ``learner`` is the name that the marks use.

    ``recording`` says where the recording is kept, empty where there is none. ``notebook`` is the SHA-256 (hex) of the
    notebook that was discussed, empty where it was not noted.
    """

    learner: str
    theme: str
    date: date
    minutes: int
    mode: str
    examiners: tuple[str, ...]
    identity: str
    questions: tuple[Question, ...]
    authorship: str
    authorship_notes: str
    ai_use: str
    accommodations: str
    recommendation: str
    recording: str = ""
    notebook: str = ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """Why the conversation does not count as passed, a sentence each; empty where it does."""
        levels = [question.level for question in self.questions]
        found = []
        if self.minutes < LEAST_MINUTES:
            found.append(f"It took {self.minutes} minutes; at least {LEAST_MINUTES} are needed.")
        if len(self.examiners) < 2 and not self.recording:
            found.append("There was one examiner and no recording; two examiners, or one and a recording, are needed.")
        if min(levels) < LEAST_LEVEL:
            found.append(f"A question was answered below level {LEAST_LEVEL}.")
        if sum(levels) < LEAST_MEAN * len(levels):
            found.append(f"The mean of the levels is {sum(levels) / len(levels):.1f}; at least {LEAST_MEAN} is needed.")
        if self.authorship != AUTHORSHIP[0]:
            found.append("The examiners doubt that the work is the learner's own.")
        if self.recommendation != RECOMMENDATIONS[0]:
            found.append("The examiners recommend to repeat it.")
        return tuple(found)

    @property
    def passed(self) -> bool:
        """At least 8 minutes; two examiners, or one and a recording; each question at level 2 or above, their mean at
        least 3; own work; and the examiners recommend to pass."""
        return not self.lacks


def read(path: Path) -> Viva:
    """The record in one filled form. SystemExit with a line for each fault, naming the file, the field and its line."""
    found, faults = _read(Path(path))
    if faults:
        raise SystemExit("\n".join(faults))
    return found


def read_folder(folder: Path) -> dict[str, Viva]:
    """Learner -> the newest record, from all forms (``*.toml``) in a folder.

    SystemExit with a line for each fault in any of them, so that all can be mended at once; also where the folder
    holds no form, or two of one learner on one day.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise SystemExit(f"{folder} is no folder: name the folder that holds the filled viva forms.")
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise SystemExit(f"{folder} holds no viva form (a file that ends with .toml).")
    newest: dict[str, Viva] = {}
    came_from: dict[tuple[str, date], Path] = {}
    faults: list[str] = []
    for path in paths:
        viva, wrong = _read(path)
        faults += wrong
        if viva is None:
            continue
        other = came_from.setdefault((viva.learner, viva.date), path)
        if other is not path:
            faults.append(f"{path}: {other.name} is of the same learner and day. Keep one of the two in the folder.")
        if viva.learner not in newest or newest[viva.learner].date < viva.date:
            newest[viva.learner] = viva
    if faults:
        raise SystemExit("\n".join(faults))
    return newest


def _read(path: Path) -> tuple[Viva | None, list[str]]:
    """The record and no fault, or None and the faults."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except UnicodeDecodeError:
        return None, [f"{path} is not in UTF-8: save it as UTF-8 text."]
    except OSError as error:
        return None, [f"{path} cannot be read: {error.strerror}."]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return None, [f"{path} cannot be read as a form: {error}. Keep each text between quotation marks."]
    judgement = values.pop("judgement", {})
    if not isinstance(judgement, dict):
        return None, [
            f"{path}{_line(text, 'judgement')}: judgement must be a table, [judgement], as in the blank form."
        ]
    values |= judgement  # it stands in a table of its own, because it is filled in last
    missing = [field for field in _FIELDS if _blank(values.get(field))]
    if missing:
        return None, [f"{path} is not filled in: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing."]
    faults = [f"{path}{_line(text, field)}: {what}" for field, what in _faults(values)]
    if faults:
        return None, faults
    facts = {field: values[field] for field in ("theme", "minutes", "mode", "authorship", "recommendation")}
    facts |= {field: " ".join(values.get(field, "").split()) for field in (*_WORDS, *_OPTIONAL)}
    facts["notebook"] = facts["notebook"].lower()
    questions = tuple(
        Question(" ".join(one["question"].split()), " ".join(one["notes"].split()), one["level"])
        for one in values["questions"]
    )
    examiners = tuple(" ".join(one["name"].split()) for one in values["examiners"])
    return Viva(date=_day(values["date"]), examiners=examiners, questions=questions, **facts), []


def _blank(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(one, dict) and all(map(_blank, one.values())) for one in value)
    return value is None or value == 0 or (isinstance(value, str) and not value.strip())


def _faults(values: dict):
    """Pairs of a field and what is wrong with it."""
    known = {*_FIELDS, *_OPTIONAL}
    for field in values:
        if field not in known:
            yield field, f"the form has no field {field!r}; correct its name."
    for field in (*_WORDS, *_OPTIONAL):
        if not isinstance(values.get(field, ""), str):
            yield field, f"{field} must be a text between quotation marks."
    for field, choices in _CHOICES.items():
        if values[field] not in choices:
            yield field, f"{field} is {values[field]!r}; it must be one of {', '.join(choices)}."
    if _day(values["date"]) is None:
        yield "date", "date must be a day such as 2026-05-31."
    minutes = values["minutes"]
    if type(minutes) is not int or not 1 <= minutes <= MOST_MINUTES:
        yield "minutes", f"minutes must be a whole number from 1 to {MOST_MINUTES}."
    notebook = values.get("notebook", "")
    if isinstance(notebook, str) and notebook.strip() and not _SHA256.fullmatch(notebook.strip().lower()):
        yield "notebook", "notebook must be the 64 signs of the file's SHA-256, or empty."
    yield from _people(values["examiners"], str(values["learner"]))
    yield from _asked(values["questions"])


def _people(examiners: object, learner: str):
    names = _texts(examiners, "name")
    if names is None:
        yield "examiners", "each [[examiners]] needs a name."
        return
    plain = [" ".join(name.lower().split()) for name in names]
    if len(set(plain)) < len(plain):
        yield "examiners", "one examiner stands there twice."
    if " ".join(learner.lower().split()) in plain:
        yield "examiners", "the learner cannot be an examiner."


def _asked(questions: object):
    asked, notes = _texts(questions, "question"), _texts(questions, "notes")
    if asked is None or notes is None:
        yield "questions", "each [[questions]] needs the question, notes on the answer, and a level."
        return
    if len(asked) != QUESTIONS:
        yield "questions", f"there are {len(asked)} questions; write down exactly {QUESTIONS}."
    if len({" ".join(one.lower().split()) for one in asked}) < len(asked):
        yield "questions", "one question stands there twice."
    for number, one in enumerate(questions, 1):
        if type(one.get("level")) is not int or one["level"] not in LEVELS:
            yield "questions", f"the level of question {number} must be 1, 2, 3 or 4."


def _texts(entries: object, key: str) -> list[str] | None:
    """The texts under ``key`` of a list of tables; None where one is missing, empty or no text."""
    if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
        return None
    found = [one.get(key) for one in entries]
    return found if all(isinstance(one, str) and one.strip() for one in found) else None


def _day(value: object) -> date | None:
    if type(value) is date:
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None


def _line(text: str, field: str) -> str:
    """Where a field stands in the form, in words; nothing where it cannot be told."""
    pattern = re.compile(rf"\s*(\[\[\s*)?[\"']?{re.escape(field)}[\"']?\s*(=|\]\])")
    line = next((number for number, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)
    return f", line {line}" if line else ""
