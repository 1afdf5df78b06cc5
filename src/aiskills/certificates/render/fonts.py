"""Fonts and the one Typst compiler of a process: the same result on every machine.

No font of the system is used. Noto Sans comes from two packages, in every script that they carry; an institution may
add a folder of its own for scripts that are missing. Arabic is set in DejaVu Sans, which matplotlib carries: Noto Sans
Arabic draws a dotted letter as two shapes, and a reader of the PDF then finds that letter twice, or in pieces.
"""

from __future__ import annotations

import json
import threading
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from .errors import RenderError

TEMPLATES = Path(__file__).parent / "templates"
LATIN = "Noto Sans"
ARABIC = "DejaVu Sans"
CJK = {"SC": "Noto Sans CJK SC", "TC": "Noto Sans CJK TC", "HK": "Noto Sans CJK HK", "JP": "Noto Sans CJK JP"}
CJK["KR"] = "Noto Sans CJK KR"
LAST = ("Noto Sans Symbols", "Noto Emoji")
STANDARDS = ["ua-1", "a-3a"]  # for screen readers, and for archives that keep the attachment

_lock = threading.Lock()


def _folder(package: str, inner: str = "") -> Path:
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise RenderError(f'Printing needs the package {package}: run pip install "aiskills[certificates]".')
    return Path(spec.submodule_search_locations[0]) / inner


@cache
def _collection(extra: Path | None):
    """The fonts of the packages, and those of the folder ``extra``."""
    try:
        import typst
    except ImportError:
        raise RenderError('Printing needs the package typst: run pip install "aiskills[certificates]".') from None

    folders = [_folder("manimgx_fonts"), _folder("manimgx_fonts_cjk"), _folder("matplotlib", "mpl-data/fonts/ttf")]
    if extra is not None:
        if not extra.is_dir():
            raise RenderError(f"The folder of fonts {extra} does not exist: give the folder that holds the font files.")
        folders.append(extra)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(f) for f in folders])


@cache
def _faces(extra: Path | None) -> dict[str, tuple[str, int]]:
    """File and index of one face of every family, in the order in which the families were found."""
    faces: dict[str, tuple[str, int]] = {}
    for font in _collection(extra).fonts():
        if font.path:
            faces.setdefault(font.family, (font.path, font.index))
    return faces


@cache
def families(extra: Path | None) -> tuple[str, ...]:
    """The families for text in any script but Chinese, Japanese and Korean, the institution's own ones last."""
    ours = sorted(f for f in _faces(extra) if f.startswith("Noto Sans ") and f not in LAST and "CJK" not in f)
    own = sorted(set(_faces(extra)) - set(_faces(None))) if extra else []
    return (LATIN, *ours, *own, *LAST)


@cache
def _characters(file: str, index: int) -> frozenset[int]:
    try:
        from fontTools.ttLib import TTFont
    except ImportError:
        raise RenderError('Printing needs the package fonttools: run pip install "aiskills[certificates]".') from None

    with TTFont(file, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap() or ())


def covers(family: str, character: str, extra: Path | None = None) -> bool:
    """Whether ``family`` has a shape for one ``character``. A family that is not there covers nothing."""
    face = _faces(extra).get(family)
    return face is not None and ord(character) in _characters(*face)


@cache
def _compiler(extra: Path | None):
    import typst

    # The root holds the templates and nothing else: a template can read no other file.
    return typst.Compiler(root=str(TEMPLATES), font_paths=_collection(extra), ignore_system_fonts=True)


def compile_template(
    name: str,
    data: dict,
    form: str,
    *,
    extra: Path | None = None,
    ppi: float | None = None,
    timestamp: int | None = None,
) -> bytes:
    """Typeset a template with ``data`` (passed as JSON, never as source) and return a ``pdf``, ``png`` or ``svg``.

    ``ppi`` is dots an inch of a picture, ``timestamp`` the creation time of a PDF in seconds since 1970. Raises
    RenderError where something does not fit on its place or has no shape in any font.
    """
    compiler = _compiler(extra)
    import typst

    try:
        with _lock:
            return compiler.compile(
                str(TEMPLATES / name),
                format=form,
                ppi=ppi,
                timestamp=timestamp,
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=STANDARDS if form == "pdf" else [],
            )
    except typst.TypstError as error:
        raise RenderError(_sentence(error.message)) from None


def _sentence(message: str) -> str:
    """A sentence for a person from a message of the compiler."""
    if "does-not-fit:" in message:
        part = message.split("does-not-fit:")[1].split('"')[0].strip()
        return f"The {part} is too long for its place on the page: use a shorter one."
    if "could not be displayed" in message:
        return (
            f"These signs have no shape together in the fonts at hand ({message}): write the text in another way, "
            "or give a folder with a font for it (fonts=)."
        )
    return f"The page could not be typeset: {message}"
