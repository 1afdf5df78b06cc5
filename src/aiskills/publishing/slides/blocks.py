"""What stands on a slide: paragraphs, lists, tables, outputs, code, options and figures, each with its height.

A block of rows can be shared out over slides; a figure takes the height that is left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from html import escape, unescape

from ..markup import inline, plain
from .fit import CODE_WIDTH, GAP, LARGER, LINE, TEXT, code_lines, larger_heights, lines, text_height

BESIDE = 390  # pixels for words beside a figure
FREE = tuple(math.ceil(by * GAP) for by in LARGER)


@dataclass
class Block:
    """One piece of HTML of a known height. ``notes`` are paragraphs of HTML for the speaker."""

    html: str
    height: int
    notes: list[str] = field(default_factory=list)
    prose: int = 0  # lines of running text: a slide is no page
    larger: tuple[int, ...] = ()  # heights when it is shown larger, as in fit.LARGER; none: it never is

    @property
    def seen(self) -> bool:
        return bool(self.html)


@dataclass(frozen=True)
class Row:
    """A row of a table or an item of a list."""

    html: str
    height: int
    larger: tuple[int, ...] = ()


@dataclass
class Rows(Block):
    """Rows between ``html`` and ``close``; ``height`` is that of the frame and the head, repeated on each slide."""

    rows: list[Row] = field(default_factory=list)
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
    bold = "**" in markdown
    height = text_height(text, size, bold=bold)
    count = math.ceil(height / size / LINE)
    larger = larger_heights(text, size, bold=bold, more=GAP)
    return Block(f"<p{name}{_size(size)}>{inline(markdown)}</p>", height + GAP, prose=count, larger=larger)


def note(html: str) -> Block:
    """Words for the speaker alone."""
    return Block("", 0, [html], larger=(0,) * len(LARGER))


def listed(items: list[str], ordered: bool = False, size: int = 30, start: int = 1) -> Rows:
    rows = [_item(item, size, 48) for item in items]
    tag, first = ("ol", f' start="{start}"' if start != 1 else "") if ordered else ("ul", "")
    return Rows(f"<{tag}{first}{_size(size)}>", GAP, rows=rows, close=f"</{tag}>", larger=FREE)


def options(texts: list[str], letters: str, size: int = 30) -> Block:
    """The options of a question, with letters ("A" or "a" for the first)."""
    rows = [_item(text, size, 60) for text in texts]
    html = "".join(row.html for row in rows)
    larger = tuple(free + sum(heights) for free, *heights in zip(FREE, *(row.larger for row in rows), strict=True))
    height = GAP + sum(row.height for row in rows)
    return Block(f'<ol class="options" type="{letters}"{_size(size)}>{html}</ol>', height, larger=larger)


def _item(markdown: str, size: int, indent: int) -> Row:
    text, bold = plain(markdown), "**" in markdown
    height = text_height(text, size, TEXT - indent, bold) + 8
    # The indent grows as well: what is left for words is less than a part of the width.
    larger = tuple(math.ceil(by * (text_height(text, size, TEXT / by - indent, bold) + 8)) for by in LARGER)
    return Row(f"<li>{inline(markdown)}</li>", height, larger)


def output(text: str, size: int = 24) -> Block:
    """What a cell printed, in a monospaced font."""
    height = math.ceil(code_lines(text, size) * size * LINE) + 24
    return Block(f'<pre class="output" tabindex="0">{escape(text)}</pre>', height + GAP)


def code(text: str, size: int = 24) -> Block:
    height = math.ceil(code_lines(text, size) * size * LINE) + 24
    return Block(f'<pre class="code" tabindex="0"><code>{escape(text)}</code></pre>', height + GAP)


def big(html: str, size: int = 72) -> Block:
    return Block(f'<p class="big">{html}</p>', math.ceil(size * 1.2) * lines(unescape(html), size, bold=True) + GAP)


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
    shape = figure.size[0] / figure.size[1]
    under, beside = _caption(figure.caption, TEXT, 3 * 36), _caption(figure.caption, BESIDE, room)
    below = under[1] if under else 0
    # Whichever leaves the figure larger: a flat one has its words below it, a tall one beside it.
    flat, tall = min(TEXT / shape, room - below - GAP), min((TEXT - BESIDE - 30) / shape, room - GAP)
    name, height, caption = ("beside", tall, beside) if beside and tall > flat else ("under", flat, under)
    words = f"<figcaption>{escape(caption[0])}</figcaption>" if caption else ""
    taken = max(height, beside[1]) if name == "beside" else height + below
    return Block(
        f'<figure class="{name}"><img src="{figure.source}" alt="{escape(figure.alt)}" width="{round(height * shape)}" '
        f'height="{round(height)}" loading="lazy">{words}</figure>',
        round(taken) + GAP,
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
