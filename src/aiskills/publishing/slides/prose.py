"""The prose of a lesson cut down to what a room can read: whole sentences, chosen by a rule, the rest in the notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ..markup import plain, sentences

SHORT, LONG = 170, 340  # signs: a paragraph up to the first stays whole; what is kept of a longer one
ITEM = 150
NAME = re.compile(r"\*+[^*]{1,30}\*+")
WEIGHTY = re.compile(r"\*\*(?:[^\s*]+\s+){4,}[^*]*\*\*")  # five words in bold and more: the point itself


@dataclass(frozen=True)
class Piece:
    """A heading, paragraph, list, table or formula of a Markdown cell.

    ``text`` is its Markdown; a heading has a ``level`` and a list its ``items``.
    """

    kind: str
    text: str = ""
    level: int = 0
    items: tuple[str, ...] = ()


def pieces(markdown: str) -> list[Piece]:
    """The parts of a cell from top to bottom."""
    source, found, skip = markdown.splitlines(), [], 0
    tokens = _parser().parse(markdown)
    for place, token in enumerate(tokens):
        if token.level or place < skip or not token.map:
            continue
        text = "\n".join(source[slice(*token.map)]).strip()
        if token.type == "heading_open":
            found.append(Piece("heading", tokens[place + 1].content, int(token.tag[1])))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            end = next(n for n in range(place, len(tokens)) if tokens[n].level == 0 and tokens[n].nesting == -1)
            found.append(Piece("ordered" if token.tag == "ol" else "list", text, items=_items(tokens[place:end])))
        elif token.type == "table_open":
            found.append(Piece("table", text))
        elif token.type == "math_block":
            found.append(Piece("formula", token.content.strip()))
        elif token.type == "paragraph_open":
            formula = re.fullmatch(r"\$\$(.+)\$\$", text, re.S)
            found.append(
                Piece("formula", formula[1].strip()) if formula else Piece("paragraph", " ".join(text.split()))
            )
        elif token.type in ("fence", "code_block"):
            found.append(Piece("code", token.content.rstrip()))
    return found


def _items(tokens) -> tuple[str, ...]:
    items: list[str] = []
    for token in tokens:
        if token.type == "list_item_open" and token.level == 1:
            items.append("")
        elif token.type == "inline":
            items[-1] = f"{items[-1]} {' '.join(token.content.split())}".strip()
    return tuple(items)


def brief(paragraph: str, short: int = SHORT, long: int = LONG) -> str:
    """The sentences of a paragraph that a slide shows.

    A short paragraph stays. Of a longer one, as long as there is room: a sentence in bold, the first one, what leads
    on to something (a colon at the end), one with a bold term, and questions. They stand in the paragraph's order.
    """
    if len(plain(paragraph)) <= short:
        return paragraph
    said = _joined(sentences(paragraph))
    wish = [n for n, one in enumerate(said) if WEIGHTY.search(one)]
    wish.append(0)
    wish += [n for n, one in enumerate(said) if one.endswith(":")]
    wish += [n for n, one in enumerate(said) if "**" in one]
    wish += [n for n, one in enumerate(said) if one.rstrip('"”*)').endswith("?")]
    kept: list[int] = []
    for number in dict.fromkeys(wish):
        if not kept or sum(len(plain(said[n])) for n in (*kept, number)) <= long:
            kept.append(number)
    return " ".join(said[n] for n in sorted(kept))


def _joined(said: list[str]) -> list[str]:
    """Sentences, with a name in italics or bold that stands alone put before the next one."""
    found: list[str] = []
    for sentence in said:
        if found and NAME.fullmatch(found[-1]):
            found[-1] = f"{found[-1]} {sentence}"
        else:
            found.append(sentence)
    return found


def brief_item(item: str, long: int = ITEM) -> str:
    """A list's item: whole when it is short, else its first sentences as far as there is room."""
    kept = ""
    for sentence in _joined(sentences(item)):
        more = f"{kept} {sentence}".strip()
        if kept and len(plain(more)) > long:
            break
        kept = more
    return kept


@lru_cache(maxsize=1)
def _parser():
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    return MarkdownIt("commonmark", {"html": True}).enable("table").use(dollarmath_plugin, allow_space=False)
