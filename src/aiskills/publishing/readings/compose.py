"""The text of a reading: committed words, filled with the figures and numbers of the lesson's last run.

A source (``book/readings/<slug>.md``) is plain Markdown with five kinds of marks:

- ``{{cell: pattern}}`` or ``{{cell: row | column}}``: one number of a result. At the end ``; percent``
  writes 0.93 as 93, and ``; whole`` writes 56.0 as 56.
- ``[[cell: first words]]``, ``[[cell: first words ... last words]]``, ``[[cell: ### Heading]]``: words of the lesson.
- ``![[cell 2, 60 %]] Caption``: the second picture of a cell, in print 60 % of the column wide; the finding beside it.
- ``[[words: accuracy; baseline]]``: their meanings from the glossary. ``[[exit: 1, 3]]``: questions, without answers.
- A paragraph ``Table: ...`` gives the table after it its caption.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from html import escape
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from .results import Fault, Picture, Results

NUMBER = re.compile(r"\{\{([\w-]+): (.+?)(?:; (percent|whole))?\}\}")
PROSE = re.compile(r"\[\[([\w-]+): (.+?)\]\]")
FIGURE = re.compile(r"(?ms)^!\[\[([\w-]+)(?: (\d+))?(?:, (\d+) ?%)?\]\][ \n]*(.*?)(?=\n\s*\n|\Z)")
WORDS, QUESTIONS = "words", "exit"


def html(source: str, results: Results, root: Path, slug: str, place: Callable[[Picture], str]) -> str:
    """HTML of a reading's body. ``place`` keeps a picture's file and returns its ``<img>`` tag.

    Raises Fault with a sentence for the first mark that the lesson's results do not fill.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    blocks: dict[str, str] = {}

    def kept(text: str) -> str:
        """A block that is HTML already, held back while the Markdown around it is rendered."""
        name = f"BLOCK{len(blocks)}END"
        blocks[name] = text
        return f"\n\n{name}\n\n"

    def figure(match: re.Match) -> str:
        picture = results.picture(match[1], int(match[2] or 1))
        caption = match[4].strip() or picture.caption
        if len(picture.alt) < 20 or not caption:
            raise Fault(f"the figure of cell {match[1]} needs an alternative text in its cell, and a caption")
        width = f' style="--print-width: {match[3]}%"' if match[3] else ""
        said = markdown.renderInline(filled(PROSE.sub(prose, caption)))
        words = f"<figcaption>{said}</figcaption>{picture.table}"
        return kept(f"<figure{width}>{place(picture)}{words}</figure>")

    def prose(match: re.Match) -> str:
        name, what = match[1], match[2].strip()
        if name == WORDS:
            return kept(_words(what.split(";"), root, markdown))
        if name == QUESTIONS:
            results.used.add("exit-quiz")
            return kept(_questions([int(number) for number in what.split(",")], root, slug, markdown))
        return results.prose(name, what)

    def filled(text: str) -> str:
        return NUMBER.sub(lambda match: _number(results.number(match[1], match[2].strip()), match[3]), text)

    text = FIGURE.sub(figure, source)
    body = _tables(markdown.render(filled(PROSE.sub(prose, text))))
    for name, block in blocks.items():
        body = body.replace(f"<p>{name}</p>", block)
    return body


def _number(text: str, form: str | None) -> str:
    """A number as it is printed in the reading: as the run printed it, as a whole one, or a share as percent."""
    if form is None:
        return text
    value = float(text.replace("−", "-")) * (100 if form == "percent" else 1)
    return f"{value:.0f}".replace("-", "−")


def _words(names: list[str], root: Path, markdown: MarkdownIt) -> str:
    """The meanings of some words, as the glossary gives them."""
    glossary = (root / "book/glossary.md").read_text(encoding="utf-8")
    meanings = []
    for name in (name.strip() for name in names):
        found = re.search(rf"(?m)^{re.escape(name)}\n  (.+(?:\n  .+)*)", glossary)
        if not found:
            raise Fault(f"the glossary has no word {name!r}")
        meanings.append(f"<div><dt>{escape(name)}</dt><dd>{markdown.renderInline(found[1])}</dd></div>")
    return f"<dl>{''.join(meanings)}</dl>"


def _questions(numbers: list[int], root: Path, slug: str, markdown: MarkdownIt) -> str:
    """Questions of the lesson's exit ticket, without their answers."""
    path = root / "src/aiskills/learn/lessons" / f"{slug.replace('-', '_')}.toml"
    questions = tomllib.loads(path.read_text(encoding="utf-8"))["exit"] if path.is_file() else []
    parts = []
    for number in numbers:
        if not 0 < number <= len(questions):
            raise Fault(f"the exit ticket has {len(questions)} questions, and the reading wants number {number}")
        question = questions[number - 1]
        options = "".join(f"<li>{markdown.renderInline(option['text'])}</li>" for option in question["options"])
        parts.append(f'<li>{markdown.renderInline(question["question"])}<ol class="options">{options}</ol></li>')
    return f'<ol class="questions">{"".join(parts)}</ol>'


def _tables(body: str) -> str:
    """Tables with a caption, headings of columns and rows, and a frame that scrolls on a small screen."""
    soup = BeautifulSoup(body, "html.parser")
    for table in soup.find_all("table"):
        before = table.find_previous_sibling()
        if before is None or not before.get_text().startswith("Table: "):
            raise Fault("a table has no caption: write a paragraph `Table: ...` before it")
        before.contents[0].replace_with(before.contents[0].removeprefix("Table: "))
        before.name = "caption"
        table.insert(0, before.extract())
        for cell in table.select("thead th"):
            cell["scope"] = "col"
        for row in table.select("tbody tr"):
            first = row.td
            first.name, first["scope"] = "th", "row"
        for cell in table.select("[style]"):  # from the Markdown: text-align
            cell["class"] = cell["style"].partition(":")[2]
            del cell["style"]
        frame = soup.new_tag("div", attrs={"class": "wide", "tabindex": "0", "role": "region"})
        frame["aria-label"] = table.caption.get_text()
        table.wrap(frame)
    return str(soup)
