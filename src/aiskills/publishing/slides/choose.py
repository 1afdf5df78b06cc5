"""What of a lesson becomes a slide: one rule for all lessons, by their parts, headings and tags.

Every heading begins a new slide. Under it stand the prose, cut down by ``prose.py``, and what the cells gave. Cells
that ask (poll, quiz, prediction) and cells that are moved (widgets) have slides of their own; code is shown where it
is the point: in an exercise, and with a bare value that says nothing without it.
"""

from __future__ import annotations

import re

from ..markup import block as html_of
from ..markup import plain, sentences
from . import asked, outputs
from .blocks import Block, code, fits_code, formula, listed, note, paragraph
from .draft import Draft
from .prose import brief, brief_item, pieces
from .tables import prose_table

CALL = re.compile(r'lesson\.(poll|recall|quiz|predict|reveal)\(\s*(?:"([^"]*)")?')
OWN = re.compile(r"^(Decide|Build)\b")
SKIPPED = {"label", "setup", "solution"}
BEHIND = "Behind? Open the folded solution under the exercise, and run it."
# Signs of a paragraph that tells the question or sets a task: what stays whole, and what is kept of a longer one.
STORY = (300, 420)


def drafts(notebook, texts: dict, figures: outputs.Figures) -> list[Draft]:
    """The slides of a lesson in its order, before they are shared out; ``texts`` are its quizzes, poll, predictions."""
    reader = _Reader(texts, figures)
    for cell in notebook.cells:
        reader.read(cell)
    return [draft for draft in reader.drafts if any(block.seen for block in draft.blocks)]


class _Reader:
    def __init__(self, texts: dict, figures: outputs.Figures):
        self.texts, self.figures, self.drafts = texts, figures, []
        self.section, self.part, self.polls, self.task = "title", "", 0, ""

    def open(self, title: str, **more) -> Draft:
        self.drafts.append(Draft(self.section, self.part, title, **more))
        return self.drafts[-1]

    @property
    def now(self) -> Draft:
        """The slide that takes what comes next: never one that asks, or a state of a widget."""
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.kind not in ("text", "result") or last.section != self.section:
            return self.open(self.task or self.part)
        return last

    def read(self, cell) -> None:
        tags = set(cell.metadata.get("tags", ()))
        if tags & SKIPPED:
            return
        if cell.cell_type == "markdown":
            for tag in tags:
                if tag.startswith("section:"):
                    self.section, self.task = tag.removeprefix("section:"), ""
            self._title(cell.source) if self.section == "title" else self._prose(cell.source)
        elif cell.cell_type == "code":
            self._code(cell, tags)

    def _title(self, source: str) -> None:
        """The title, its promise, and what one can do after the lesson; the two ways through go to the notes."""
        found = pieces(source)
        promise = [piece.text for piece in found if piece.kind == "paragraph"]
        self.part = next(piece.text for piece in found if piece.kind == "heading")
        first = self.open(self.part, kind="opening", size=64)
        first.blocks = [paragraph(promise[0])]
        first.notes = [html_of(text) for text in promise[2:]]
        for piece in found:
            if piece.items:
                after = self.open(promise[1].rstrip(":") if len(promise) > 1 else "After this lesson")
                after.blocks = [listed([brief_item(item) for item in piece.items])]
                break

    def _prose(self, source: str) -> None:
        found, cut = pieces(source), False
        for piece in found:
            if piece.kind == "heading":
                self._heading(piece)
            elif piece.kind == "paragraph":
                cut = self._paragraph(piece.text) or cut
            elif piece.items:
                items = [brief_item(item) for item in piece.items]
                cut = cut or items != list(piece.items)
                self.now.blocks.append(listed(items, piece.kind == "ordered"))
            elif piece.kind == "table":
                self.now.blocks.append(prose_table(piece.text))
            elif piece.kind == "formula":
                self.now.blocks.append(formula(piece.text))
            elif piece.kind == "code" and len(piece.text.splitlines()) <= outputs.MOST_CODE:
                self.now.blocks.append(code(piece.text))
        if cut:
            words = "".join(html_of(piece.text) for piece in found if piece.kind != "heading")
            self.now.blocks.append(note(f"<details open><summary>In the lesson</summary>{words}</details>"))

    def _heading(self, piece) -> None:
        if piece.level == 2:
            self.part, self.task = piece.text, ""
        else:
            self.task = piece.text
        step = re.match(r"Step (\d+)", piece.text)
        self.open(piece.text, step=int(step[1]) if step else None)

    def _paragraph(self, text: str) -> bool:
        """Whether something of the paragraph was left out."""
        lead = re.match(r"\*\*(Where next|Three things to take away)\.?\*\*:?\s*(.*)$", text, re.S)
        if lead and self.section == "exit-ticket":
            self.open(lead[1])
            text = lead[2]
            if not text:
                return False
        kept = brief(text, *(STORY if OWN.match(self.task) or self.section == "question" else ()))
        self.now.blocks.append(paragraph(kept))
        return kept != text

    def _code(self, cell, tags: set[str]) -> None:
        called = {name: what for name, what in CALL.findall(cell.source)}
        if "exercise" in tags:
            self._exercise(cell)
            return
        if "poll" in called:
            self.polls += 1
            self.drafts.append(asked.poll(self.texts, self.section, self.part, self.polls > 1))
        for name, questions in (("recall", "recall"), ("quiz", called.get("quiz", ""))):
            if name in called:
                self.drafts += asked.quiz(self.texts.get(questions, []), self.section, self.part)
        expected = self.texts.get("predictions", {})
        if called.get("predict") in expected:
            self.drafts.append(asked.prediction(expected[called["predict"]], self.section, self.part))
        if called.get("reveal") in expected and (found := outputs.result(cell)):
            self.drafts.append(asked.outcome(found, expected[called["reveal"]], self.section, self.part))
            seen = outputs.shown(cell, self.figures)
            if seen:
                self.open(self.task or self.part, blocks=seen)
            return
        moved = outputs.states(cell, self.figures)
        for state in moved:
            self._state(state)
        if not moved and not called:
            self.now.blocks.extend(outputs.shown(cell, self.figures))

    def _exercise(self, cell) -> None:
        """The task stands on the slides since the last heading; its code is shown where it is short."""
        lines = [line for line in cell.source.splitlines() if not re.match(r"\s*lesson\.check\(", line)]
        source = re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
        task = self.now
        task.kind = "exercise"
        task.marks = ("Exercise", "Checkpoint")
        if source and len(source.splitlines()) <= outputs.MOST_CODE and fits_code(source):
            task.blocks.append(code(source))
        task.blocks.append(Block(f'<p class="behind">{BEHIND}</p>', 52))

    def _state(self, state: outputs.State) -> None:
        title = state.settings or self.part
        blocks = [state.figure] if state.figure else [paragraph(one) for one in sentences(state.said)]
        self.open(title, blocks=blocks, kind="state", size=36 if len(plain(title)) > 50 else 42)
