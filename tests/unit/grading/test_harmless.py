"""What a submission carries into the pages of whoever marks it: read, and never run."""

from __future__ import annotations

import json
import time

import pandas
import pytest

from aiskills.grading.harmless import TEXT_LIMIT, clean

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def _clean(tiny, *cells):
    return clean({"cells": list(cells), "metadata": {"title": "<script>", "widgets": {}}}, tiny.release)


def _markdown(tiny, source, attachments=None):
    cell = {"cell_type": "markdown", "metadata": {"tags": ["x"]}, "source": source}
    (cell,) = _clean(tiny, cell | ({"attachments": attachments} if attachments else {}))["cells"]
    return cell


def _shown(tiny, data):
    output = {
        "output_type": "display_data",
        "metadata": {"isolated": True, "text/html": {"isolated": True}},
        "data": data,
    }
    cell = {"cell_type": "code", "metadata": {}, "source": "x", "outputs": [output]}
    (cell,) = _clean(tiny, cell)["cells"]
    assert cell["outputs"][0]["metadata"] == {}
    return cell["outputs"][0]["data"]


def test_what_a_marker_reads_stays(tiny):
    frame = pandas.DataFrame({"a<b": [1.5, 2], "c & d": ["x", "<i>y</i>"]}).groupby("c & d").agg(["mean", "max"])
    html = _shown(tiny, {"text/html": frame._repr_html_(), "text/plain": repr(frame)})["text/html"]
    assert html.count("<td>") == 4 and "<td>2.0</td>" in html and "a&lt;b" in html
    assert 'colspan="2"' in html and "style" not in html and "&lt;i&gt;y" in html
    assert _shown(tiny, {"image/png": PNG, "text/plain": "<Figure>"}) == {"image/png": PNG, "text/plain": "<Figure>"}
    text = "> a quote with 1 < 2 and a > b\n\n`x < y`, **bold**, $a<b$, [a link](https://example.org)\n\n| a |\n|--|"
    # Only "<" before a letter gets a joiner of no width.
    assert _markdown(tiny, text)["source"].replace("\u2060", "") == text
    assert _markdown(tiny, "1 < 2")["source"] == "1 < 2"
    instructors = next(cell.source for cell in tiny.release.cells if cell.cell_type == "markdown")
    assert _markdown(tiny, instructors)["source"] == instructors


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)>",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](javascript\\:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](java&Tab;script&colon;alert(1))",
        "[x]\n\n[x]: data:text/html,<script>alert(1)</script>",
        "<javascript:alert(1)>",
        "![x](attachment:no-such-file)",
        "![x](attachment\\:no-such-file)",
        "```mermaid\ngraph\n```",
        "\\<script>alert(1)</script>",
        "\\\\<script>alert(1)</script>",
    ],
)
def test_markdown_runs_nothing_even_where_nobody_cleans_what_is_rendered(tiny, source):
    from bs4 import BeautifulSoup
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

    def page(text):
        rendered = MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(text)
        return BeautifulSoup(rendered, "html.parser")

    soup = page(_markdown(tiny, source)["source"])
    assert not soup.find_all(["script", "style", "iframe"]) and not soup.select(".mermaid")
    for tag in soup.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert not str(tag.get("href", "")).lower().startswith(("javascript:", "data:")), tag
        assert not str(tag.get("src", "")).lower().startswith(("javascript:", "attachment:")), tag


def test_attachments_keep_their_figures_under_plain_names(tiny):
    odd = {'my shot".png': {"image/png": PNG}, "x.svg": {"image/svg+xml": "<svg onload=alert(1)>"}, "y": "not a bundle"}
    cell = _markdown(tiny, "![a](attachment:my%20shot%22.png) ![b](attachment:x.svg)", odd)
    assert cell["attachments"] == {"figure-1": {"image/png": PNG}}
    assert cell["source"] == "![a](attachment:figure-1) ![b](left-out)"


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td onclick=alert(1)>1</td></tr></table>",
        '<table class="x" style="background:url(javascript:alert(1))"><tr><td>1</td></tr></table>',
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<style>@import 'http://x'</style><p>1</p>",
        "<sty<style>x</style>le><script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a><a href=" data:text/html,x">y</a>',
        "<img src=x onerror=alert(1)><iframe srcdoc='<script>alert(1)</script>'></iframe>",
        '<form action="/api"><button class="full-credit">x</button></form>',
        "</div></div></div><table><tr><td>breaks out",
        "<style>" * 1500,
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    ],
)
def test_html_keeps_only_what_is_on_the_list(tiny, html):
    from bs4 import BeautifulSoup

    shown = BeautifulSoup(_shown(tiny, {"text/html": html})["text/html"], "html.parser")
    assert str(shown).count("</div>") == str(shown).count("<div>")
    for tag in shown.find_all(True):
        assert tag.name not in ("script", "style", "svg", "iframe", "form", "button", "math", "link"), tag
        assert not set(tag.attrs) - {"href", "src", "alt", "title", "colspan", "rowspan", "scope"}, tag
        assert not str(tag.get("href", "")).strip().lower().startswith(("javascript:", "data:")), tag
        assert not tag.get("src"), tag


def test_programs_are_left_out_with_a_word(tiny):
    for kind in ("application/javascript", "image/svg+xml", "application/vnd.jupyter.widget-view+json"):
        shown = _shown(tiny, {kind: "<svg onload=alert(1)>" if "svg" in kind else "window.x = 1"})
        assert list(shown) == ["text/plain"] and kind in shown["text/plain"] and "window" not in shown["text/plain"]
    assert _shown(tiny, {"text/latex": "$x$"}) == {"text/plain": "$x$"}
    assert "image/png" not in _shown(tiny, {"image/png": '"><script>alert(1)</script>'})
    assert set(_clean(tiny)["metadata"]) == set(tiny.release.metadata)


def test_sizes_and_times_have_a_cap(tiny):
    stream = {"output_type": "stream", "name": "stdout", "text": "x" * 3_000_000}
    pages = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b>" * 15_000, "text/plain": "t"}}
    figure = {"output_type": "display_data", "metadata": {}, "data": {"image/png": "A" * 8_000_000}}
    cell = {"cell_type": "code", "metadata": {}, "source": "y" * 900_000, "outputs": [stream, *[pages] * 20, figure]}
    hostile = {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<b><p>" * 2400}}
    cell["outputs"].append(hostile)
    started = time.process_time()
    (cell,) = _clean(tiny, json.loads(json.dumps(cell)))["cells"]
    assert time.process_time() - started < 5
    assert len(cell["outputs"][0]["text"]) < TEXT_LIMIT + 100 and "were left out" in cell["source"]
    assert [n for n, output in enumerate(cell["outputs"][1:]) if "text/html" in output["data"]] == [21]
    assert len(json.dumps(cell)) < 1_000_000
