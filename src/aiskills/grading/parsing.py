"""From the bytes of a file to the plain cells of a notebook, in bounded time and memory, whatever the bytes are."""

from __future__ import annotations

import json
import re

# A notebook full of pictures has a few MB. Beyond this it holds data, and reading it would cost others their turn.
SIZE_LIMIT = 50_000_000
# No course notebook comes near; each cell is compared with the instructor's.
CELL_COUNT_LIMIT = 2_000
# An empty list takes three bytes in a file and sixty in memory, so the size alone does not bound the memory.
ELEMENT_LIMIT = 2_000_000
# Longer runs of digits than this are no measurement; Python takes time that grows with the square of their length.
DIGIT_LIMIT = 1_000

# A file's first bytes, and what such a file is.
_KINDS = {
    b"PK\x03\x04": "a zip archive",
    b"PK\x05\x06": "a zip archive",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gz archive",
    b"BZh": "a bz2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a rar archive",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"{\\rtf": "a text document (RTF)",
}
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SPACE = re.compile(r"\s+")


class Refused(Exception):
    """The file cannot be graded; the message is one sentence for the learner: what is wrong and what to do."""


class Parsed(dict):
    """A notebook's JSON: ``cells`` is a list of cells in the form of nbformat 4 without outputs.

    ``notes`` are short sentences for a person about what was odd in the file.
    """

    def __init__(self, raw: dict) -> None:
        super().__init__(raw)
        self.notes: list[str] = []


def too_large(size: int) -> str:
    """The sentence for a file of ``size`` bytes that is over the limit."""
    return (
        f"The file has {size / 1e6:,.0f} MB, and {SIZE_LIMIT // 1_000_000} MB is the limit: "
        "clear the outputs, save, and hand it in again."
    )


def kind_of(data: bytes) -> str:
    """What a file is that is no text, by its first bytes; "" for anything else."""
    if data[257:262] == b"ustar":
        return "a tar archive"
    return next((kind for magic, kind in _KINDS.items() if data.startswith(magic)), "")


def parse(data: bytes) -> Parsed:
    """The notebook's JSON, in nbformat 4 and without outputs. Raises Refused, and nothing else, for any bytes."""
    if not data.strip():
        raise Refused("The file is empty: save the notebook and hand it in again.")
    if len(data) > SIZE_LIMIT:
        raise Refused(too_large(len(data)))
    kind = kind_of(data)
    if kind:
        inside = " that is inside it" if "archive" in kind else " itself"
        raise Refused(f"The file is {kind}: hand in the notebook (.ipynb){inside}.")
    text = _decode(data)
    start = text.lstrip()[:200]
    if start.startswith("<<<<<<<") or "\n<<<<<<< " in text:
        raise Refused("The file holds unresolved marks of a git merge (<<<<<<<): repair it and hand it in again.")
    if start.startswith("<"):
        raise Refused("The file is a web page, not a notebook: use File > Download > .ipynb and hand that file in.")
    if start.startswith("version https://git-lfs"):
        raise Refused("The file is only a pointer of Git LFS: hand in the notebook itself.")
    _bound(data, text)
    return _version_4(*_load(text))


def _decode(data: bytes) -> str:
    """UTF-8, 16 or 32, with a byte order mark or without: JSON starts with an ASCII character, which tells them apart.

    Other code pages (latin-1 and the like) are refused: nothing in the file says which one it is, and a wrong guess
    changes the learner's own strings without a word.
    """
    try:
        return data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise Refused("The file is not UTF-8 text: download the notebook again and hand that file in.") from None


def _bound(data: bytes, text: str) -> None:
    """Refuse JSON of very many values before they are made."""
    too_many = Refused("The file holds too many values to be read: clear the outputs, save, and hand it in again.")
    if sum(map(text.count, ",[{")) <= ELEMENT_LIMIT:
        return
    # No opening quote has a backslash before it, so there are no more strings than this.
    if text.count('"') - text.count('\\"') > 2 * ELEMENT_LIMIT:
        raise too_many
    bare = _STRINGS.sub(b"", data if data[:1] == b"{" else text.encode("utf-8", "replace"))
    if sum(bare.count(mark) for mark in (b",", b"[", b"{")) > ELEMENT_LIMIT:
        raise too_many


def _load(text: str) -> tuple[object, list[str]]:
    notes: list[str] = []

    def thing(pairs: list[tuple[str, object]]) -> dict:
        made = dict(pairs)
        if len(made) < len(pairs) and not notes:
            notes.append("a name stands twice in the file's JSON; the last one counts")
        if "cell_type" in made:
            made.pop("outputs", None)
        return made

    def number(digits: str) -> int:
        return int(digits) if len(digits) < DIGIT_LIMIT else 0

    try:
        # Not strict: a raw tab or line break inside a string has one meaning only.
        decoder = json.JSONDecoder(object_pairs_hook=thing, parse_int=number, strict=False)
        return decoder.decode(text), notes
    except RecursionError:
        raise Refused("The file is nested too deeply to be a notebook: hand in the notebook itself.") from None
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise Refused(
                "The file is cut off before its end: download the notebook again and hand that file in."
            ) from None
        raise Refused(
            f"The file is not a notebook: its JSON is broken in line {error.lineno}. "
            "Download the notebook again and hand that file in."
        ) from None
    except ValueError:
        raise Refused("The file is not a notebook: it holds a number that cannot be read.") from None


def _version_4(raw: object, notes: list[str]) -> Parsed:
    """Any version by its structure, whatever number it names: a list of cells, or of worksheets that hold them."""
    if not isinstance(raw, dict) or not ("cells" in raw or "worksheets" in raw):
        raise Refused("The file is not a notebook: it has no cells. Hand in the notebook (.ipynb) itself.")
    sheets, cells = raw.get("worksheets"), raw.get("cells")
    if isinstance(cells, list) and (cells or not isinstance(sheets, list)):
        sheets = [raw]
    elif not isinstance(sheets, list):
        raise Refused("The file is not a notebook: its cells are not a list. Save it with JupyterLab or Colab.")
    found = [
        cell for sheet in sheets if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list)
        for cell in sheet["cells"]
    ]  # fmt: skip
    if len(found) > CELL_COUNT_LIMIT:
        raise Refused(f"The notebook has {len(found)} cells: hand in the assignment alone.")
    parsed = Parsed(raw)
    parsed.pop("worksheets", None)
    parsed["cells"] = [_cell(cell) for cell in found]
    major = raw.get("nbformat", 4)
    if isinstance(major, bool) or not isinstance(major, int) or not 1 <= major <= 4:
        notes.append("the file names a notebook format that is not known; it was read as format 4")
    parsed.notes = notes
    return parsed


def _cell(cell: object) -> object:
    """A cell of any version in the form of version 4; what is not a cell stays as it is."""
    if not isinstance(cell, dict):
        return cell
    kind, source = cell.get("cell_type"), cell.get("source")
    for older in ("input", "code", "text"):  # versions 3 and 2, and 1
        source = cell.get(older) if source is None else source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        # Format 2 leaves the ends of lines out.
        source = ("" if any("\n" in line for line in source[:-1]) else "\n").join(source)
    if kind == "heading" and isinstance(source, str):
        level = cell.get("level")
        kind, source = "markdown", f"{'#' * (level if level in range(1, 7) else 1)} {_SPACE.sub(' ', source)}"
    kind = {"html": "markdown", "text": "markdown", "plaintext": "raw"}.get(kind, kind) if type(kind) is str else kind
    return {**cell, "cell_type": kind, "source": "" if source is None else source}


def dig(thing: object, *keys: str) -> object:
    """The value under these keys, one inside the other, or None."""
    for key in keys:
        thing = thing.get(key) if isinstance(thing, dict) else None
    return thing
