"""Slides that ask: the poll at the start and at the end, the questions of recall and exit ticket, the predictions."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ..markup import inline, plain
from .blocks import GAP, Block, big, note, options, paragraph
from .draft import Draft
from .fit import BOTTOM, LABEL, SIZES, TEXT, TOP, larger_heights, text_height, title_height

LETTERS = "ABCDEFGH"
QUESTION = 34  # letters of a question, which stands in the place of the title
CLOSED = "Everybody answers at the same moment. Say nothing about the answer: the question comes again at the end."


def poll(texts: dict, section: str, part: str, again: bool) -> Draft:
    """The poll; at the end with what the lesson found, one key further."""
    asked = texts["poll"]
    found = [option["id"] for option in asked["options"] if option["id"] == asked.get("right")]
    answer = f"What this lesson found speaks for {' or '.join(found)}." if again and found else ""
    notes = [] if again else [CLOSED]
    if again and found:
        notes = [f"Compare with the first count of hands. {answer}"]
    title = "Poll, again" if again else "Poll"
    return _asked(section, part, title, asked, "a", answer, "", notes, "poll")


def quiz(questions: list[dict], section: str, part: str) -> Iterable[Draft]:
    """One slide for each question; the answer is one key further, every reason in the notes."""
    for number, question in enumerate(questions, 1):
        right = [LETTERS[n] for n, option in enumerate(question["options"]) if option.get("right")]
        reason = next((option["reason"] for option in question["options"] if option.get("right")), "")
        notes = [
            f"<strong>{LETTERS[n]}{', right' if option.get('right') else ''}:</strong> {inline(option['reason'])}"
            for n, option in enumerate(question["options"])
        ]
        title = f"Question {number} of {len(questions)}"
        yield _asked(section, part, title, question, "A", f"Best answer: {' or '.join(right)}.", reason, notes, "quiz")


def prediction(words: dict, section: str, part: str) -> Draft:
    """The question of a prediction, before anybody knows."""
    unit = words.get("unit", "")
    ask = "Choose one" if words.get("options") else f"Write down a number ({unit})" if unit else "Write down a number"
    blocks: list[Block] = []
    if words.get("options"):
        blocks.append(options(words["options"], "A"))
    blocks += [paragraph(f"**{ask}, before anybody runs the cell.**"), note("A wrong guess teaches more than none.")]
    return Draft(section, part, words["question"], blocks, "prediction", label="What do you expect?", size=38)


def outcome(found: str, words: dict, section: str, part: str) -> Draft:
    """The result of a prediction: the slide after the question. ``found`` is HTML."""
    question = paragraph(words["question"])
    return Draft(
        section, part, "What came out", [question, big(found)], "result", notes=["Ask who was close, and why."]
    )


def _asked(section, part, label, question, letters, answer, reason, notes, kind) -> Draft:
    texts = [option["text"] for option in question["options"]]
    top = TOP + LABEL + title_height(plain(question["question"]), QUESTION) + 20
    for size in SIZES:
        listed = options(texts, letters, size)
        told = _answer(answer, reason, BOTTOM - top - listed.height)
        if top + listed.height + (told.height if told else 0) <= BOTTOM:
            break
    blocks = [listed] + ([told] if told else [])
    return Draft(
        section, part, question["question"], blocks, kind, label=f"{part} · {label}", size=QUESTION, notes=list(notes)
    )


def _answer(answer: str, reason: str, room: int) -> Block | None:
    """The answer as a fragment: with its reason if there is room for it."""
    if not answer:
        return None
    words, html = f"{answer} {plain(reason)}", f"<strong>{escape(answer)}</strong> {inline(reason)}"
    if text_height(words, 26, TEXT - 40, True) + 20 + GAP > room:
        words, html = answer, f"<strong>{escape(answer)}</strong>"
    height = text_height(words, 26, TEXT - 40, True) + 20 + GAP
    larger = larger_heights(words, 26, TEXT - 40, True, 20 + GAP)
    return Block(f'<p class="fragment answer">{html}</p>', height, larger=larger)
