"""Pictures of the built pages: files of few bytes that are fetched when the reader comes near them.

A first view of a lesson must be light on a poor connection, and most of its figures lie far below the first screen.
Measured on the figures of the lessons, each with few colours: WebP without loss takes three quarters of the bytes of
PNG; WebP with loss takes more than PNG and blurs the letters.
"""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
from pathlib import Path

TAG = re.compile(r'<img\b(?:[^>"]|"[^"]*")*>')
INLINE = re.compile(r'src="data:image/png;base64,([^"]+)"')
OWN = re.compile(r'src="((?:\.\./)*_images/[^"]+\.png)"')
COLOURS = 96  # a chart has few
DOTS = 110  # an inch, at which a figure of a lesson is shown; drawn with more, it is sharp on dense screens
SHOWN = re.compile(r'_images/([^"\s)]+)')
STYLE = re.compile(r"<style>(?:(?!</style>).)*\.figure-data(?:(?!</style>).)*</style>", re.S)


def light_pictures(site: Path, pages: list[Path]) -> None:
    """Turn pictures inside the pages into files, make all of them small, and have them fetched late."""
    folder = site / "_images"
    folder.mkdir(exist_ok=True)
    shown: set[str] = set()
    for page in pages:
        before = page.read_text(encoding="utf-8")
        after = _once(TAG.sub(lambda tag, page=page: _late(tag[0], page, folder), before))
        shown |= {Path(name).name for name in SHOWN.findall(after)}
        if after != before:
            page.write_text(after, encoding="utf-8")
    for path in folder.iterdir():
        if path.name not in shown:  # what the small one was made from, and pictures of an earlier build
            path.unlink()


def _once(page: str) -> str:
    """The look of the tables of figures, which each of them brings along, once in a page."""
    looks = STYLE.findall(page)
    return STYLE.sub("", page).replace("</head>", f"{looks[0]}\n</head>", 1) if looks else page


def _late(tag: str, page: Path, folder: Path) -> str:
    """The tag of one picture of ours with its size, fetched late; any other tag as it is."""
    inline = INLINE.search(tag)
    if inline:
        content = base64.b64decode(inline[1])
        path = folder / f"{hashlib.sha256(content).hexdigest()[:32]}.png"
        path.write_bytes(content)
        tag = tag.replace(inline[0], f'src="{Path(os.path.relpath(path, page.parent)).as_posix()}"')
    own = OWN.search(tag)
    if not own:
        return tag
    width, height = _shown(folder / Path(own[1]).name)
    added = f'src="{own[1].removesuffix("png")}webp" loading="lazy" decoding="async"'
    if "width=" not in tag and "style=" not in tag:  # the place is kept free, so that nothing jumps
        added += f' width="{width}" height="{height}" style="max-width:100%;height:auto"'
    return tag.replace(own[0], added)


def _shown(path: Path) -> tuple[int, int]:
    """Write a picture beside it as a small one; returns the width and the height at which it is shown."""
    from PIL import Image

    width, height = write_small(path.read_bytes(), path.with_suffix(".webp"))
    with Image.open(path) as image:
        scale = max(1.0, image.info.get("dpi", (DOTS, DOTS))[0] / DOTS)
    return round(width / scale), round(height / scale)


def write_small(content: bytes, path: Path) -> tuple[int, int]:
    """Write a picture as WebP on white with few colours, unless ``path``, whose name tells its content, is there.

    Returns its width and its height in pixels.
    """
    from PIL import Image

    with Image.open(io.BytesIO(content)) as image:
        if not path.exists():
            flat = Image.new("RGB", image.size, "white")
            rich = image.convert("RGBA")
            flat.paste(rich, mask=rich)
            few = flat.quantize(colors=COLOURS, dither=Image.Dither.NONE).convert("RGB")
            few.save(path, format="webp", lossless=True, quality=80, method=4)
        return image.size
