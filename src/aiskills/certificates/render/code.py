"""Square codes (QR codes) that carry a whole signed certificate on paper.

A certificate packs to 1,800-2,600 characters. They are printed as densely as a usual camera or an office scanner still
reads (squares of at least ``MODULE_MM``), in a place of ``SIDE_MM`` with the white rim; what room is left goes into
error correction. Where the text does not fit, ``choose`` a shorter one: the address of the checking page and the
number of the certificate. The signed certificate itself then travels in the PDF file alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from .errors import RenderError

SIDE_MM = 66.0  # the place on the certificate, with the white rim
MODULE_MM = 0.4  # the smallest square that is printed
LARGEST_MM = 0.9  # a short text gets a smaller code, not larger squares
RIM = 4  # white squares around a code, as its standard asks

# What the dense mode of a square code can hold: 5.5 bits a character in place of 8.
DENSE = re.compile(r"[0-9A-Z $%*+\-./:]*\Z")
WHOLE = re.compile(r"(?:^AISKILLS1\.|#1\.)")


@dataclass(frozen=True)
class Code:
    """A square code: squares a side (with the rim), correction level L, M, Q or H, and its sizes in print.

    ``path`` is the drawing in SVG path commands, one unit a square.
    """

    squares: int
    level: str
    module_mm: float
    side_mm: float
    path: str


def whole(text: str) -> bool:
    """Whether ``text`` carries a whole signed certificate, not only an address or a number."""
    return WHOLE.search(text) is not None


def _parts(text: str) -> list[tuple[str, int]]:
    """The text in two modes where that is shorter: an address byte by byte, what follows ``#1.`` in the dense mode."""
    from segno import consts

    if DENSE.match(text):
        return [(text, consts.MODE_ALPHANUMERIC)]
    head, mark, tail = text.rpartition("#1.")
    if mark and len(tail) > 16 and DENSE.match(tail):
        return [(head + mark, consts.MODE_BYTE), (tail, consts.MODE_ALPHANUMERIC)]
    return [(text, consts.MODE_BYTE)]


def _path(matrix) -> str:
    """One closed path for all dark squares: drawn at once, it leaves no fine light lines between rows."""
    commands = []
    for y, row in enumerate(matrix):
        x, width = 0, len(row)
        while x < width:
            if row[x]:
                start = x
                while x < width and row[x]:
                    x += 1
                commands.append(f"M{start + RIM} {y + RIM}h{x - start}v1H{start + RIM}z")
            else:
                x += 1
    return "".join(commands)


@lru_cache(maxsize=8)
def make(text: str) -> Code:
    """The code for ``text`` with the best correction that keeps its squares at least ``MODULE_MM`` wide.

    Raises RenderError with a sentence where the text is empty or does not fit.
    """
    try:
        import segno
        from segno import encoder
    except ImportError:
        raise RenderError('Square codes need the package segno: run pip install "aiskills[certificates]".') from None

    if not text:
        raise RenderError("The square code has no text: give the packed certificate, or the address and its number.")
    parts = _parts(text)
    largest = (int(SIDE_MM / MODULE_MM + 1e-9) - 2 * RIM - 17) // 4  # the largest version that the place allows
    segments = encoder.prepare_data(parts, None, None)
    for level in "HQML":
        try:
            version = encoder.find_version(segments, encoder.normalize_errorlevel(level), eci=False, micro=False)
        except segno.DataOverflowError:
            continue
        if version <= largest:
            # Any of the eight masks can be read. For a packed certificate, which looks random, they are alike, and
            # trying all of them takes four times as long.
            mask = 3 if len(text) > 300 else None
            found = segno.make_qr(parts, error=level, version=version, boost_error=False, mask=mask)
            squares = found.symbol_size(border=0)[0] + 2 * RIM
            module = min(SIDE_MM / squares, LARGEST_MM)
            return Code(squares, level, module, module * squares, _path(found.matrix))
    raise RenderError(
        f"The text of the square code is too long ({len(text)} characters) to be read from paper: print "
        "a code with the address of the checking page and the certificate's number only."
    )


def fits(text: str) -> bool:
    """Whether ``text`` can be printed as a square code on a certificate."""
    try:
        make(text)
    except RenderError:
        return False
    return True


def choose(long: str, short: str) -> str:
    """What to print: ``long``, the whole certificate, where it fits, else ``short``, the address and its number."""
    return long if fits(long) else short


def svg(text: str) -> str:
    """The square code for ``text`` as an SVG file with its size in millimetres, white rim included."""
    code = make(text)
    size = f"{code.side_mm:.2f}mm"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'viewBox="0 0 {code.squares} {code.squares}"><path fill="#fff" d="M0 0h{code.squares}v{code.squares}H0z"/>'
        f'<path d="{code.path}"/></svg>'
    )
