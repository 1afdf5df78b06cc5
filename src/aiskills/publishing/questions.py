"""The questions of a lesson on one page to print, with answers and reasons: for a room without computers."""

from __future__ import annotations

import tomllib
from pathlib import Path

from aiskills.catalog import Catalog, Module

LETTERS = "ABCDEFGH"


def question_pages(catalog: Catalog) -> dict[str, str]:
    """One page for each lesson that can be taken: path relative to the repository, and text."""
    found = {module: _texts(module, catalog) for module in catalog.ready}
    return {
        f"book/questions/{module.slug}.md": _page(module, catalog, path)
        for module, path in found.items()
        if path.is_file()
    }


def _texts(module: Module, catalog: Catalog) -> Path:
    return catalog.root / "src/aiskills/learn/lessons" / f"{module.slug.replace('-', '_')}.toml"


def _page(module: Module, catalog: Catalog, path: Path) -> str:
    texts = tomllib.loads(path.read_text(encoding="utf-8"))
    poll = texts["poll"]
    sections = {
        "Before the lesson: recall": texts["recall"],
        "Poll, before and after": [{**poll, "answer": poll["right"]}],
        "At the end: exit ticket": texts["exit"],
    }
    questions = [question for part in sections.values() for question in part]
    numbers = {id(question): number for number, question in enumerate(questions, 1)}
    lesson = "../../" + module.path.relative_to(catalog.root).as_posix()
    parts = [
        f"# Questions: {module.title}\n\n",
        f"The questions of [the lesson]({lesson}), to print or to read aloud. The answers follow on a new page,\n"
        f"with a reason for each option. The [facilitator card](../teach/{module.slug}.md) says when each part comes.\n"
        "Read the reasons of the wrong options too: they are where the learning is.\n",
    ]
    for heading, part in sections.items():
        parts.append(f"\n## {heading}\n")
        for question in part:
            options = "".join(f"- **{LETTERS[i]}.** {option['text']}\n" for i, option in enumerate(question["options"]))
            parts.append(f"\n**{numbers[id(question)]}.** {question['question']}\n\n{options}")
    parts.append("\n## Answers and reasons\n")
    for question in questions:
        parts.append(f"\n{_answers(numbers[id(question)], question)}")
    return "".join(parts)


def _answers(number: int, question: dict) -> str:
    """The right letter, and the reason of every option that has one. (A poll keeps its reasons for the lesson.)"""
    options = question["options"]
    right = [
        LETTERS[i]
        for i, option in enumerate(options)
        if option.get("right") or option.get("id", "") == question.get("answer", ...)
    ]
    lines = [f"**{number}.** The best answer is **{' or '.join(right)}**.\n"]
    reasons = [f"- {LETTERS[i]}: {option['reason']}\n" for i, option in enumerate(options) if option.get("reason")]
    return lines[0] + ("\n" + "".join(reasons) if reasons else "")
