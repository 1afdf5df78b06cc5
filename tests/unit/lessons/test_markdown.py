"""What a screen reader finds in a lesson's text in JupyterLab, on Colab or in an editor: our Markdown, not the program.

The outputs and the program around them are looked at in a browser; see tests/browser/test_lab_accessibility.py.
"""

import re

import pytest
from markdown_it import MarkdownIt

from aiskills.catalog import find_root

ROOT = find_root()
NOTEBOOKS = sorted([*ROOT.glob("notebooks/*/*.ipynb"), *ROOT.glob("assignments/source/*/*.ipynb")])
# Words that say nothing where a screen reader lists the links of a page.
EMPTY_WORDS = {"here", "this", "link", "click here", "read more", "more", "this page", "this link"}


HTML = re.compile(r"<(img|a|table)\b")


def markdown(path):
    import nbformat

    return [cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]


def faults(texts: list[str]) -> list[str]:
    """What is wrong with the texts of a notebook's Markdown cells, in a sentence each."""
    parser = MarkdownIt("commonmark").enable("table")
    found, level = [], 0
    for text in texts:
        head = False
        for token in parser.parse(text):
            head = token.type == "th_open" or (head and token.type == "inline")
            if token.type == "heading_open":
                new = int(token.tag[1])
                if new > level + 1:
                    found.append(f"a heading of level {new} follows one of level {level}")
                level = new
            if token.type == "inline":
                if head and not token.content.strip():
                    found.append("a table has an empty heading")
                found += in_line(token.children)
            if token.type == "html_block" and HTML.search(token.content):
                found.append(f"HTML where Markdown would do: {token.content[:60]}")
    return found


def in_line(tokens) -> list[str]:
    found = []
    for place, token in enumerate(tokens):
        if token.type == "link_open":
            end = next(i for i in range(place, len(tokens)) if tokens[i].type == "link_close")
            said = "".join(one.content for one in tokens[place:end]).strip()
            if not said or said.lower().strip(".") in EMPTY_WORDS or re.match(r"https?://", said):
                found.append(f"the words of the link to {token.attrs['href']} do not say where it leads: {said!r}")
        if token.type == "image" and len(token.content) < 10:
            found.append(f"the picture {token.attrs['src']} is not described")
        if token.type == "html_inline" and HTML.match(token.content):
            found.append(f"HTML where Markdown would do: {token.content}")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_notebook_is_read_from_heading_to_heading(path):
    assert faults(markdown(path)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# One\n\n### Three", "a heading of level 3 follows one of level 1"),
        ("Read more [here](https://example.org).", "do not say where it leads: 'here'"),
        ("[https://example.org](https://example.org)", "do not say where it leads"),
        ("![](a.png)", "the picture a.png is not described"),
        ("| | Price |\n| --- | --- |\n| tea | 3 |", "a table has an empty heading"),
        ('<img src="a.png">', "HTML where Markdown would do"),
        ('See <a href="a">that</a>.', "HTML where Markdown would do"),
    ],
)
def test_a_planted_fault_is_named(text, words):
    assert any(words in fault for fault in faults([text]))
    assert faults(["# One\n\n[The lesson](a.md), ![A tall tree](a.png)\n\n| A | B |\n| --- | --- |\n| | 3 |"]) == []
