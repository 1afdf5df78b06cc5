"""What stands on a slide: paragraphs, lists, tables, outputs, code, options and figures, each with its height.

A block of rows can be shared out over slides; a figure takes the height that is left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape

from ..markup import inline, plain
from .fit import CODE_WIDTH, GAP, LINE, TEXT, code_lines, text_height


@dataclass
class Block:
    """One piece of HTML of a known height. ``notes`` are paragraphs of HTML for the speaker."""

    html: str
    height: int
    notes: list[str] = field(default_factory=list)
    prose: int = 0  # lines of running text: a slide is no page
    grows: bool = False  # shown larger where there is room

    @property
    def seen(self) -> bool:
        return bool(self.html)


@dataclass
class Rows(Block):
    """Rows between ``html`` and ``close``; ``height`` is that of the frame and the head, repeated on each slide."""

    rows: list[tuple[str, int]] = field(default_factory=list)
    close: str = ""


@dataclass
class Picture(Block):
    """A figure: ``html`` is its caption, of the given height; pixels of the picture tell its shape."""

    source: str = ""
    alt: str = ""
    size: tuple[int, int] = (1, 1)
    caption: str = ""

    @property
    def seen(self) -> bool:
        return True


def paragraph(markdown: str, size: int = 30, css: str = "") -> Block:
    text = plain(markdown)
    name = f' class="{css}"' if css else ""
    height = text_height(text, size, bold="**" in markdown)
    return Block(f"<p{name}{_size(size)}>{inline(markdown)}</p>", height + GAP, prose=math.ceil(height / size / LINE), grows=True)


def note(html: str) -> Block:
    """Words for the speaker alone."""
    return Block("", 0, [html], grows=True)


def listed(items: list[str], ordered: bool = False, size: int = 30, start: int = 1) -> Rows:
    rows = [
        (f"<li>{inline(item)}</li>", text_height(plain(item), size, TEXT - 48, "**" in item) + 8) for item in items
    ]
    tag, first = ("ol", f' start="{start}"' if start != 1 else "") if ordered else ("ul", "")
    return Rows(f"<{tag}{first}{_size(size)}>", GAP, rows=rows, close=f"</{tag}>", grows=True)


def options(texts: list[str], letters: str, size: int = 30) -> Block:
    """The options of a question, with letters ("A" or "a" for the first)."""
    rows = "".join(f"<li>{inline(text)}</li>" for text in texts)
    height = sum(text_height(plain(text), size, TEXT - 60) + 8 for text in texts)
    return Block(f'<ol class="options" type="{letters}"{_size(size)}>{rows}</ol>', height + GAP, grows=True)


def output(text: str, size: int = 24) -> Block:
    """What a cell printed, in a monospaced font."""
    height = math.ceil(code_lines(text, size) * size * LINE) + 24
    return Block(f'<pre class="output" tabindex="0">{escape(text)}</pre>', height + GAP)


def code(text: str, size: int = 24) -> Block:
    height = math.ceil(code_lines(text, size) * size * LINE) + 24
    return Block(f'<pre class="code" tabindex="0"><code>{escape(text)}</code></pre>', height + GAP)


def big(html: str, size: int = 72) -> Block:
    return Block(f'<p class="big">{html}</p>', math.ceil(size * 1.2) + GAP, grows=True)


def formula(tex: str) -> Block:
    return Block(f'<div class="formula">{inline(f"$${tex}$$")}</div>', 130 + GAP)


def fits_code(text: str, size: int = 24) -> bool:
    """Whether no line of the code must be broken."""
    return all(len(line) * size * CODE_WIDTH <= TEXT - 40 for line in text.splitlines())


def picture(source: str, alt: str, pixels: tuple[int, int], finding: str) -> Picture:
    """A figure with the finding under it, or beside it when the figure is tall. ``finding`` is plain text."""
    return Picture("", 0, source=source, alt=alt, size=pixels, caption=finding)


def drawn(figure: Picture, room: int) -> Block:
    """The figure in a height of ``room`` pixels."""
    wide = figure.size[0] / figure.size[1]
    beside = wide < 1.35 and figure.caption
    space = TEXT - 420 if beside else TEXT
    caption = _caption(figure.caption, 390 if beside else TEXT, room if beside else 3 * 36)
    below = 0 if beside or not caption else caption[1]
    height = min(room - below - GAP, space / wide)
    name = "beside" if beside else "under"
    words = f"<figcaption>{escape(caption[0])}</figcaption>" if caption else ""
    return Block(
        f'<figure class="{name}"><img src="{figure.source}" alt="{escape(figure.alt)}" width="{round(height * wide)}" '
        f'height="{round(height)}" loading="lazy">{words}</figure>',
        round(height) + below + GAP,
        figure.notes,
    )


def _caption(text: str, available: int, room: int) -> tuple[str, int] | None:
    """As many sentences as fit into the room, at least one, with their height."""
    from ..markup import sentences

    kept = ""
    for sentence in sentences(text):
        more = f"{kept} {sentence}".strip()
        if kept and text_height(more, 26, available) > room:
            break
        kept = more
    return (kept, text_height(kept, 26, available) + 8) if kept else None


def _size(size: int) -> str:
    return f' style="font-size:{size}px"' if size != 30 else ""
