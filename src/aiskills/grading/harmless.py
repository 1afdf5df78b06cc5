"""Nothing of a submission runs in the browser of whoever marks it.

Two walls. ``clean`` rewrites the executed notebook before it is stored: no script, widget, drawing with programs, raw
HTML in markdown, or link that runs; text, tables, PNG and JPEG figures stay, and sizes are capped. The filters at the
end clean once more what nbgrader's form-grader renders, with the allow-list of bleach.
"""

from __future__ import annotations

import binascii
import re
from functools import cache
from html import escape
from urllib.parse import quote

from jinja2 import pass_context

TEXT_LIMIT = 100_000  # characters of one output or one traceback
SOURCE_LIMIT = 200_000  # characters of one cell
FIGURE_LIMIT = 4_000_000  # characters of base64 in one figure
TEXT_CELL_LIMIT = 50_000  # characters of one cell of text
HTML_LIMIT = 60_000  # characters of HTML in all outputs of a notebook
CLEANED_LIMIT = 15_000  # of these, characters that bleach has to clean: 1.5 ms a thousand, forty times that if hostile
NOTEBOOK_LIMIT = 20_000_000  # characters in a whole notebook

_FIGURES = ("image/png", "image/jpeg", "image/gif")
# A joiner that has no width, behind each "<" that could begin a tag: it reads the same and is text for every renderer.
_JOINER = "\u2060"
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_RUNS = re.compile(r"(script|data)((?:\\|\s)*:)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?=#|colon;|tab;|newline;)", re.IGNORECASE)
_MERMAID = re.compile(r"(`{3,}|~{3,})(\s*)mermaid", re.IGNORECASE)
_ATTACHED = re.compile(r"attachment\\?:([^\s)\"'>\]]*)")

_TAGS = set(
    "a abbr b blockquote br caption code col colgroup dd del details div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 "
    "hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th thead tr u "
    "ul var".split()
)

# Most HTML in notebooks is a table of pandas. Where every "<" begins one of these tags, with such attributes alone,
# there is nothing to clean, and that is known in a fiftieth of the time.
_TABLE_TAG = (
    r"<(/?(?:table|thead|tbody|tr|th|td|div|p|br))((?: (?:border|class|style|scope|colspan|rowspan|halign|valign)"
    r"=\"[\w :;.%#-]*\")*)\s*>"
)
_TABLE = re.compile(rf"(?:[^<>]++|{_TABLE_TAG})*+")
_STYLE = re.compile(r"<(style|script)\b", re.IGNORECASE)
_SPANS = re.compile(r' (?:col|row)span="\d+"')


def clean(notebook: dict, release: dict) -> dict:
    """The executed notebook (nbformat 4, as plain JSON) without anything that could run; changed in place.

    ``release`` is the learners' copy of the assignment: its metadata replace the notebook's own, and its own texts stay
    as the instructor wrote them.
    """
    notebook["metadata"] = dict(release["metadata"])
    texts = {cell["source"]: cell for cell in release["cells"] if cell["cell_type"] == "markdown"}
    ours = {_grade_id(cell) for cell in release["cells"]} - {None}
    room = {"html": HTML_LIMIT, "cleaned": CLEANED_LIMIT, "all": NOTEBOOK_LIMIT}
    for cell in notebook["cells"]:
        source = cell.get("source", "")
        source = _cut("".join(source) if isinstance(source, list) else source, SOURCE_LIMIT)
        kept = cell.get("metadata", {}) if _grade_id(cell) in ours else {}
        cell["metadata"] = {name: kept[name] for name in ("nbgrader", "aiskills") if name in kept}
        attachments = cell.pop("attachments", None)
        if cell["cell_type"] == "code":
            cell["outputs"] = [new for output in cell.get("outputs", []) if (new := _output(output, room))]
        elif cell["cell_type"] == "markdown" and source in texts:
            if "attachments" in texts[source]:
                cell["attachments"] = texts[source]["attachments"]
        elif cell["cell_type"] == "markdown":
            names, attached = _attachments(attachments, room)
            source = _markdown(_cut(source, TEXT_CELL_LIMIT), names)
            if attached:
                cell["attachments"] = attached
        else:
            source = _TAG.sub("<" + _JOINER, source)
        cell["source"] = source
        room["all"] -= len(source)
    return notebook


def _grade_id(cell: dict) -> str | None:
    marks = cell.get("metadata", {}).get("nbgrader")
    found = marks.get("grade_id") if isinstance(marks, dict) else None
    return found if isinstance(found, str) else None


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[:limit]}\n[{len(text) - limit} more characters were left out]"


def _markdown(source: str, names: dict[str, str]) -> str:
    source = _TAG.sub("<" + _JOINER, source)
    source = _ENTITY.sub("&" + _JOINER, source)
    source = _RUNS.sub(rf"\1{_JOINER}\2", source)
    source = _MERMAID.sub(r"\1\2text", source)
    # An attachment that is not there ends nbconvert with an error, and the page of the submission with it.
    return _ATTACHED.sub(lambda found: "attachment:" + names[found[1]] if found[1] in names else "left-out", source)


def _attachments(attachments: object, room: dict) -> tuple[dict[str, str], dict[str, dict]]:
    """The figures attached to a cell, under plain names of ours, and the names by which its text calls them."""
    names, attached = {}, {}
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        figures = {
            kind: _figure(bundle[kind], room) for kind in _FIGURES if isinstance(bundle, dict) and kind in bundle
        }
        figures = {kind: data for kind, data in figures.items() if data}
        if figures:
            new = f"figure-{len(attached) + 1}"
            attached[new] = figures
            names[str(name)] = names[quote(str(name), errors="replace")] = new
    return names, attached


def _figure(data: object, room: dict) -> str:
    """The base64 text of a figure; empty where it is none, or too large."""
    text = "".join(data) if isinstance(data, list) else data
    if not isinstance(text, str) or len(text) > min(FIGURE_LIMIT, room["all"]):
        return ""
    try:
        binascii.a2b_base64(text.replace("\n", ""), strict_mode=True)
    except ValueError:
        return ""
    room["all"] -= len(text)
    return text


def _output(output: dict, room: dict) -> dict | None:
    """The output as it may be shown; None where the notebook has become too large."""
    if room["all"] <= 0:
        return None
    kind = output.get("output_type")
    if kind == "stream":
        text = _text(output.get("text", ""), room)
        return {"output_type": kind, "name": "stderr" if output.get("name") == "stderr" else "stdout", "text": text}
    if kind == "error":
        trace = _text("\n".join(map(str, output.get("traceback", []))), room)
        name, value = (_cut(str(output.get(key, "")), 2000) for key in ("ename", "evalue"))
        return {"output_type": kind, "ename": name, "evalue": value, "traceback": trace.split("\n")}
    if kind not in ("display_data", "execute_result"):
        return None
    data = output.get("data", {})
    shown = {mime: figure for mime in _FIGURES if mime in data and (figure := _figure(data[mime], room))}
    html = data.get("text/html")
    html = "".join(html) if isinstance(html, list) else html
    if isinstance(html, str) and not shown and len(html) <= room["html"]:
        room["html"] -= len(html)
        table = _table(html)
        if table is None and len(html) <= room["cleaned"]:
            room["cleaned"] -= len(html)
            table = _clean(html)
        if table is not None:
            shown["text/html"] = table
    for mime in ("text/plain", "text/latex", "text/markdown"):
        if mime in data and "text/plain" not in shown:
            shown["text/plain"] = _text(data[mime], room)
    left = sorted(str(mime)[:60] for mime in set(data) - set(shown) - {"text/plain", "text/latex", "text/markdown"})
    if left and not set(shown) - {"text/plain"}:
        note = f"[an output that could hold a program was left out: {', '.join(left[:4])}]"
        shown["text/plain"] = "\n".join(filter(None, [shown.get("text/plain"), note]))
    new = {"output_type": kind, "metadata": {}, "data": shown}
    if kind == "execute_result":
        count = output.get("execution_count")
        new["execution_count"] = count if isinstance(count, int) else None
    return new


def _text(value: object, room: dict) -> str:
    text = _cut("".join(map(str, value)) if isinstance(value, list) else str(value), TEXT_LIMIT)
    room["all"] -= len(text)
    return text


def _unstyled(html: str) -> str:
    """Without the contents of <style> and <script>, which bleach would keep as text."""
    kept, start = [], 0
    for opening in _STYLE.finditer(html):
        if opening.start() >= start:
            closing = re.compile(rf"</{opening[1]}\s*>", re.IGNORECASE).search(html, opening.end())
            if not closing:
                break
            kept.append(html[start : opening.start()])
            start = closing.end()
    return "".join(kept) + html[start:]


def _table(html: str) -> str | None:
    """The HTML of a table without its style, if there is nothing in it that needs cleaning; else None."""
    html = _unstyled(html)
    if not _TABLE.fullmatch(html):
        return None
    opened = []
    for tag in re.finditer(_TABLE_TAG, html):
        name = tag[1]
        if name.startswith("/"):
            if not opened or opened.pop() != name[1:]:
                return None  # it would close what is around it
        elif name != "br":
            opened.append(name)
    if opened:
        return None
    return re.sub(_TABLE_TAG, lambda tag: f"<{tag[1]}{''.join(_SPANS.findall(tag[2]))}>", html)


def _clean(html: str) -> str:
    table = _table(html)
    return _cleaner().clean(_unstyled(html)) if table is None else table


@cache
def _cleaner():
    from bleach.sanitizer import Cleaner

    attributes = {"*": ["title"], "a": ["href"], "img": ["src", "alt"]}
    attributes |= {name: ["colspan", "rowspan", "scope"] for name in ("td", "th")}
    return Cleaner(
        tags=_TAGS, attributes=_allowed(attributes), protocols={"http", "https", "mailto", "data"}, strip=True
    )


def _allowed(attributes: dict[str, list[str]]):
    def allow(tag: str, name: str, value: str) -> bool:
        if name in attributes.get(tag, ()) or name in attributes["*"]:
            # A figure travels inside the page; nothing is fetched, and no data address is opened as a page.
            inside = re.match(r"data:image/(png|jpeg|gif);base64,", value, re.IGNORECASE)
            if name == "src":
                return bool(inside)
            return name != "href" or not value.strip().lower().startswith("data:")
        return False

    return allow


def clean_html(element: object) -> str:
    """A Jinja filter in place of nbconvert's: the same idea, and tables keep their headings."""
    return _clean(element.decode() if isinstance(element, bytes) else str(element))


@pass_context
def markdown_to_html(context, source: str) -> str:
    """A Jinja filter in place of nbconvert's: markdown rendered, then cleaned; as plain text where that fails."""
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    try:
        attachments = context.get("cell", {}).get("attachments", {})
        renderer = IPythonRenderer(escape=False, attachments=attachments, exclude_anchor_links=True)
        return _clean(MarkdownWithMath(renderer=renderer).render(source))
    except Exception:  # whatever a learner's text does to the renderer, the marker gets to read it
        return f"<pre>{escape(source)}</pre>"
