"""How much fits on a slide: text is measured in a wide font, so that it fits in the font of any computer.

A slide is 1280 by 720 pixels and is shown larger or smaller as a whole. All sizes here are in its pixels.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

WIDTH, HEIGHT = 1280, 720
SIDE = 56  # free on either side
TEXT = WIDTH - 2 * SIDE  # width for content
TOP, LABEL, FOOT = 26, 34, 60  # above everything; the line that names the part; below everything
BOTTOM = HEIGHT - FOOT
GAP = 14  # under each block
LINE = 1.35  # height of a line of text
LARGER = (1.25, 1.12)  # few words are shown larger by one of these
SIZES = (30, 28, 26, 24)  # of letters; nothing is smaller than the last one
TITLE, TITLE_LINE = 42, 1.15
CODE_WIDTH = 0.605  # width of a sign of a monospaced font of size 1


@lru_cache(maxsize=64)
def _font(size: int, bold: bool):
    import matplotlib
    from PIL import ImageFont

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(str(Path(matplotlib.get_data_path()) / "fonts/ttf" / name), size)


@lru_cache(maxsize=20_000)
def width(text: str, size: int, bold: bool = False) -> float:
    """Width in pixels of a text in one line."""
    return _font(size, bold).getlength(text)


def lines(text: str, size: int, available: float = TEXT, bold: bool = False) -> int:
    """How many lines the text takes at this size of letters; at least one."""
    space, count, at = width(" ", size, bold), 1, 0.0
    for word in text.split():
        wide = width(word, size, bold)
        if at and at + space + wide > available:
            count, at = count + 1, 0.0
        if wide > available:  # broken wherever it must
            count += math.ceil(wide / available) - 1
            wide = wide % available
        at += wide + (space if at else 0)
    return count


def text_height(text: str, size: int, available: float = TEXT, bold: bool = False) -> int:
    """Height in pixels of a paragraph."""
    return math.ceil(lines(text, size, available, bold) * size * LINE)


def larger_heights(text: str, size: int, available: float = TEXT, bold: bool = False, more: int = 0) -> tuple[int, ...]:
    """Height of a paragraph, and ``more``, when all is shown larger, for each of LARGER: its lines get shorter."""
    return tuple(math.ceil(by * (text_height(text, size, available / by, bold) + more)) for by in LARGER)


def code_lines(text: str, size: int, available: float = TEXT - 40) -> int:
    """How many lines a text in a monospaced font takes: long lines go on in the next one."""
    fit = int(available / (size * CODE_WIDTH))
    return sum(max(1, math.ceil(len(line) / fit)) for line in text.splitlines()) or 1


def title_height(text: str, size: int = TITLE) -> int:
    """Height in pixels of a slide's title, which is bold."""
    return math.ceil(lines(text, size, TEXT, bold=True) * size * TITLE_LINE)
