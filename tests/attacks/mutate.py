"""Random damage to a notebook file: what bad disks, editors, merges and clever people do to JSON. Seeded."""

from __future__ import annotations

import copy
import json
import random

EXTREMES = [
    None,
    True,
    False,
    0,
    -1,
    7,
    2**63,
    -(2**200),
    1e308,
    0.1,
    "",
    "x",
    "\x00",
    "\ud800",
    "\u202e\u2028",
    "e\u0301" * 50,
    "../../etc/passwd",
    "x" * 100_000,
    [],
    [[]],
    {},
    {"": {}},
    [None] * 1000,
    {"nbgrader": {"grade": True}},
    "raise SystemExit",
    "<script>alert(1)</script>",
    "NaN",
]


def _places(tree: object) -> list[tuple[object, object]]:
    """Every (container, key) in the tree."""
    found, queue = [], [tree]
    while queue:
        thing = queue.pop()
        pairs = thing.items() if isinstance(thing, dict) else enumerate(thing) if isinstance(thing, list) else ()
        for key, value in list(pairs):
            found.append((thing, key))
            queue.append(value)
    return found


def _pick(chance: random.Random, book: dict, kind: type | tuple = object) -> tuple[object, object]:
    return chance.choice([(thing, key) for thing, key in _places(book) if isinstance(thing[key], kind)])


def _replace(chance, book):
    thing, key = _pick(chance, book)
    thing[key] = copy.deepcopy(chance.choice(EXTREMES))


def _swap_type(chance, book):
    thing, key = _pick(chance, book)
    value = thing[key]
    swaps = [str(value)[:1000], [value], {"value": value}, None, len(str(value))]
    if isinstance(value, list):
        swaps.append(dict(enumerate(map(str, value))))
    if isinstance(value, dict):
        swaps.append(list(value.items()))
    thing[key] = chance.choice(swaps)


def _delete(chance, book):
    thing, key = _pick(chance, book)
    del thing[key]


def _double(chance, book):
    thing, key = _pick(chance, book)
    if isinstance(thing, list):
        thing.insert(chance.randrange(len(thing) + 1), copy.deepcopy(thing[key]))
    else:
        thing[f"{key}{chance.choice(['', ' ', '2'])}"] = copy.deepcopy(thing[key])


def _exchange(chance, book):
    (one, first), (two, second) = _pick(chance, book), _pick(chance, book)
    left, right = copy.deepcopy(one[first]), copy.deepcopy(two[second])
    two[second] = left
    if first in (one if isinstance(one, dict) else range(len(one))):
        one[first] = right


def _rename(chance, book):
    thing, key = _pick(chance, book)
    if isinstance(thing, dict):
        thing[chance.choice(["", "cells", "metadata", "nbgrader", "source", str(key).upper(), f"{key}\u200b"])] = (
            thing.pop(key)
        )


def _junk_text(chance, book):
    thing, key = _pick(chance, book, str)
    text = thing[key]
    place = chance.randrange(len(text) + 1)
    ranges = [(0, 32), (0x2000, 0x2070), (0xD800, 0xE000), (0x1F600, 0x1F650)]
    junk = "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(chance.randrange(1, 9)))
    thing[key] = text[:place] + junk + text[place + chance.randrange(3) :]


def _cells(book: dict) -> list:
    found = book.get("cells")
    return found if isinstance(found, list) else []


def _shuffle_cells(chance, book):
    cells = book.get("cells")
    if isinstance(cells, list):
        chance.shuffle(cells)


def _cut_cells(chance, book):
    cells = book.get("cells")
    if isinstance(cells, list) and cells:
        start = chance.randrange(len(cells))
        del cells[start : start + chance.randrange(1, 5)]


def _glue_cells(chance, book):
    cells = [cell for cell in _cells(book) if isinstance(cell, dict) and isinstance(cell.get("source"), str)]
    if len(cells) > 1:
        place = chance.randrange(len(cells) - 1)
        cells[place]["source"] += "\n" + cells[place + 1]["source"]
        book["cells"].remove(cells[place + 1])


def _mess_marks(chance, book):
    marks = [c["metadata"]["nbgrader"] for c in _cells(book) if _has_marks(c)]
    if marks:
        one = chance.choice(marks)
        one[
            chance.choice(["grade", "solution", "locked", "task", "points", "grade_id", "schema_version", "checksum"])
        ] = copy.deepcopy(chance.choice([*EXTREMES, *[m.get("grade_id") for m in marks]]))


def _has_marks(cell) -> bool:
    metadata = cell.get("metadata") if isinstance(cell, dict) else None
    return isinstance(metadata, dict) and isinstance(metadata.get("nbgrader"), dict)


def _lose_metadata(chance, book):
    for cell in _cells(book):
        if isinstance(cell, dict) and chance.random() < 0.6:
            cell["metadata"] = {}
            if chance.random() < 0.5:
                cell.pop("id", None)


TREE = [
    _replace,
    _swap_type,
    _delete,
    _double,
    _exchange,
    _rename,
    _junk_text,
    _shuffle_cells,
    _cut_cells,
    _glue_cells,
    _mess_marks,
    _lose_metadata,
]


def _flip_bytes(chance, data):
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def _cut_bytes(chance, data):
    start = chance.randrange(len(data))
    return data[:start] if chance.random() < 0.5 else data[:start] + data[start + chance.randrange(1, 200) :]


def _copy_bytes(chance, data):
    start = chance.randrange(len(data))
    return data[:start] + data[start : start + chance.randrange(1, 500)] * chance.choice([2, 5, 100]) + data[start:]


def _insert_bytes(chance, data):
    start = chance.randrange(len(data))
    junk = chance.choice(
        [
            b"\x00",
            b"\xff\xfe",
            b"{" * 5000,
            b"[" * 50_000,
            b"<<<<<<< HEAD\n",
            b"1e999999",
            b'"',
            b"\\u0000",
            b"9" * 6000,
        ]
    )
    return data[:start] + junk + data[start:]


def _encode(chance, data):
    return data.decode("utf-8", "replace").encode(
        chance.choice(["utf-16", "utf-32", "latin-1", "utf-7", "utf-8-sig"]), "replace"
    )


BYTES = [_flip_bytes, _cut_bytes, _copy_bytes, _insert_bytes, _encode]


def mutation(book: dict, seed: int) -> tuple[str, bytes]:
    """One to four kinds of damage to the notebook's JSON (left as it is): their names, and the bytes of the file."""
    chance = random.Random(seed)
    book = copy.deepcopy(book)
    acts = chance.choices(TREE, k=chance.choice([1, 1, 2, 4])) if chance.random() < 0.75 else []
    for act in acts:
        if not book:
            break
        act(chance, book)
    data = json.dumps(book, ensure_ascii=chance.random() < 0.5, default=str).encode("utf-8", "surrogatepass")
    if not acts or chance.random() < 0.1:
        act = chance.choice(BYTES)
        acts = [*acts, act]
        data = act(chance, data)
    return "+".join(act.__name__.strip("_") for act in acts), data
