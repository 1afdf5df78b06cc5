"""Pictures of the built pages: files of few bytes that are fetched when the reader comes near them.

A first view of a lesson must be light on a poor connection, and most of its figures lie far below the first screen.
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
COLOURS = 96  # as the figures of the widgets: a chart has few, and a third of the bytes are left


def light_pictures(site: Path, pages: list[Path]) -> None:
    """Turn pictures inside the pages into files, make all of them small, and have them fetched late."""
    folder = site / "_images"
    folder.mkdir(exist_ok=True)
    for page in pages:
        before = page.read_text(encoding="utf-8")
        after = TAG.sub(lambda tag, page=page: _late(tag[0], page, folder), before)
        if after != before:
            page.write_text(after, encoding="utf-8")


def _late(tag: str, page: Path, folder: Path) -> str:
    """The tag of one picture of ours with its size, fetched late; any other tag as it is."""
    inline = INLINE.search(tag)
    if inline:
        content = base64.b64decode(inline[1])
        path = folder / f"{hashlib.sha256(content).hexdigest()[:32]}.png"
        path.write_bytes(content)
        tag = tag.replace(inline[0], f'src="{Path(os.path.relpath(path, page.parent)).as_posix()}"')
    own = OWN.search(tag)
    if not own or "loading=" in tag:
        return tag
    width, height = _small(folder / Path(own[1]).name)
    added = ' loading="lazy"'
    if "width=" not in tag and "style=" not in tag:  # the place is kept free, so that nothing jumps
        added += f' width="{width}" height="{height}" style="max-width:100%;height:auto"'
    return tag.replace(own[0], own[0] + added)


def _small(path: Path) -> tuple[int, int]:
    """Write a picture with few colours where that takes fewer bytes; returns its width and height in pixels."""
    from PIL import Image

    with Image.open(path) as image:
        size = image.size
        if image.mode != "P":
            small = io.BytesIO()
            flat = Image.new("RGB", size, "white")
            flat.paste(image.convert("RGBA"), mask=image.convert("RGBA"))
            flat.quantize(colors=COLOURS, dither=Image.Dither.NONE).save(small, format="png", optimize=True)
            if small.tell() < path.stat().st_size:
                path.write_bytes(small.getvalue())
    return size
