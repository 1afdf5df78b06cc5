"""Rules for a lesson's texts: poll, quizzes, predictions, words of the checks; and for links into the glossary."""

from __future__ import annotations

import re

from aiskills import learn
from aiskills.authoring.files import Files
from aiskills.learn import loader

REASON_WORDS = 4
TERM = re.compile(r"^(?P<term>\S[^\n]*)\n  \S", re.M)


def texts(files: Files):
    """What the notebook asks for is there, each option has a reason of its own, each prediction can come out."""
    if not files.texts.is_file():
        yield f"{files.name(files.texts)} is missing: quizzes, poll and the words of the checks stand there."
        return
    if files.slug not in loader.slugs():
        yield "This command belongs to another copy of the library: run the one of this copy (make setup)."
        return
    own = learn.lesson(files.slug)
    yield from (f"texts: {problem}" for problem in own.problems())
    for part in ("recall", "exit"):
        for question in own.texts.get(part, []):
            yield from _reasons(part, question)
    code = "\n".join(cell.source for cell in files.lesson.code)
    program = files.texts.with_suffix(".py")
    if program.is_file():
        code += program.read_text(encoding="utf-8")
    yield from _called(own, code)
    for name, words in own.texts.get("predictions", {}).items():
        for option in words.get("options", []):
            if option not in code:
                yield (
                    f"texts, prediction {name}: the option {option!r} stands in no code of the lesson, so it can never"
                    " come out. Let the code give each option, or take it away."
                )


def _reasons(part: str, question: dict):
    where = f"texts, {part}, {question.get('question', '')[:40]!r}"
    reasons = [option.get("reason", "") for option in question.get("options", [])]
    for reason in reasons:
        if len(reason.split()) < REASON_WORDS:
            yield f"{where}: the reason {reason!r} is too short: say what this answer overlooks, or why it is right."
    if len(set(reasons)) < len(reasons):
        yield f"{where}: two options have the same reason; each has its own."


def _called(own, code: str):
    """What the notebook calls has its texts, and the texts are called."""
    for kind, calls in {"checks": "check", "predictions": "predict"}.items():
        called = set(re.findall(rf"lesson\.{calls}\(\s*[\"']([^\"']+)", code))
        there = set(own.texts.get(kind, {}))
        for name in sorted(called - there):
            yield f'texts: the notebook calls lesson.{calls}("{name}"), and [{kind}.{name}] is missing.'
        for name in sorted(there - called):
            yield f'texts: [{kind}.{name}] is there, and no cell calls lesson.{calls}("{name}").'


def glossary(files: Files):
    """The glossary defines what the lesson sets in bold or italic type, in one place for all lessons, in order."""
    page = files.root / "book/glossary.md"
    terms = glossary_terms(page.read_text(encoding="utf-8"))
    if terms != sorted(terms, key=str.lower):
        wrong = next(b for a, b in zip(terms, sorted(terms, key=str.lower), strict=True) if a != b)
        yield f"book/glossary.md: the terms must stand in the order of the alphabet; look at {wrong!r}."
    for term in sorted({term for term in terms if terms.count(term) > 1}):
        yield f"book/glossary.md: {term!r} stands there twice."
    prose = "\n".join(cell.source for cell in files.lesson.prose)
    marked = {words.lower() for words in re.findall(r"\*{1,2}([^*\n]{2,40}?)\*{1,2}", prose)}
    known = {term.lower() for term in terms}
    if not any(words in known or words.removesuffix("s") in known for words in marked):
        yield (
            "book/glossary.md: it has none of the words that this lesson sets in bold or italic type. Mark a term where"
            " the lesson defines it, and define it in the glossary too."
        )
    yield from _links(files, terms)


def glossary_terms(page: str) -> list[str]:
    """The terms of the glossary page, in its order."""
    body = re.search(r"```\{glossary\}\n(.*?)```", page, re.S)
    return [found["term"] for found in TERM.finditer(body[1])] if body else []


def _links(files: Files, terms: list[str]):
    """Links to the glossary lead to a term that it has."""
    ids = {"term-" + re.sub(r"[^A-Za-z0-9]+", "-", term).strip("-") for term in terms}
    texts = {"lesson": "\n".join(cell.source for cell in files.lesson.prose)}
    if files.card.is_file():
        texts["facilitator card"] = files.card.read_text(encoding="utf-8")
    for where, text in texts.items():
        for part in re.findall(r"glossary\.(?:md|html)#([\w-]+)", text):
            if part not in ids:
                yield f"{where}: the link to glossary#{part} leads to no term: the glossary has no such word."
