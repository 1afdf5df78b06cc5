"""The files of a folder of slides: the slides, and the notes for the speaker on pages to print."""

from __future__ import annotations

from html import escape

from ..markup import inline, plain
from .draft import Slide

PAGE = """<!DOCTYPE html>
<html lang="{lang}"{css}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}: {title}</title>
<link rel="stylesheet" href="slides.css">
</head>
<body>
{body}
</body>
</html>
"""
SCRIPTS = "\n".join(f'<script src="{name}"></script>' for name in ("reveal/reveal.js", "reveal/notes.js", "slides.js"))
HELP = (
    '<p class="as-page">This page is a set of slides. <a class="present" href="?slides">Show it as slides</a>, or '
    'read on: everything stands here. <a href="notes.html">Notes for the speaker</a>.</p>'
)


def slides(title: str, lang: str, found: list[Slide], scripts: bool = True) -> str:
    """The slides as one page: shown one by one by reveal.js, and readable from top to bottom without it.

    Without ``scripts`` it is the page that is printed, a sheet for each slide.
    """
    sections = "\n".join(_section(slide) for slide in found)
    body = (
        f'<header class="page"><h1>{inline(title)}</h1>\n{HELP if scripts else ""}</header>\n'
        f'<main><div class="reveal"><div class="slides">\n{sections}\n</div></div></main>\n'
        + (SCRIPTS if scripts else "")
    )
    css = "" if scripts else ' class="sheets"'
    return PAGE.format(lang=escape(lang), css=css, name="Slides", title=escape(plain(title)), body=body)


def notes(title: str, lang: str, found: list[Slide], opening: list[str]) -> str:
    """The notes beside small pictures of the slides; ``opening`` are paragraphs of HTML that stand first."""
    rows = []
    for number, slide in enumerate(found, 1):
        said = "".join(_paragraph(text) for text in slide.notes) or "<p>No notes.</p>"
        heading = f"Slide {number}: {escape(plain(slide.draft.title))}"
        rows.append(
            f'<section class="row" aria-labelledby="n{number}"><div class="thumb">{_section(slide, number)}</div>'
            f'<div class="said"><h2 id="n{number}">{heading}</h2>{said}</div></section>'
        )
    body = (
        f'<main class="notes-page"><h1>Notes for the speaker: {inline(title)}</h1>\n'
        f"{''.join(_paragraph(text) for text in opening)}\n"
        f'<p class="as-page"><a href="index.html">The slides</a></p>\n' + "\n".join(rows) + "\n</main>"
    )
    return PAGE.format(lang=escape(lang), css="", name="Notes", title=escape(plain(title)), body=body)


def _section(slide: Slide, number: int | None = None) -> str:
    """One slide; with a ``number`` its small picture, which holds no second heading and no second id."""
    draft = slide.draft
    label = draft.label or (draft.part if plain(draft.part) != plain(draft.title) else "")
    marks = "".join(f'<span class="mark">{escape(mark)}</span>' for mark in draft.marks)
    count = f'<span class="count">{slide.number} of {slide.count}</span>' if slide.count > 1 else ""
    zoom = f' style="zoom:{slide.zoom}"' if slide.zoom > 1 else ""
    frame, tag = ("section", "h2") if number is None else ("div", "p")
    size = f' style="font-size:{draft.size}px"' if draft.size != 42 else ""
    aside = ""
    if number is None and slide.notes:
        aside = f'\n<aside class="notes">{"".join(_paragraph(text) for text in slide.notes)}</aside>'
    html = slide.html
    if number is not None:
        # What is not operated in a small picture takes no focus, and a fragment is seen.
        html = html.replace(' tabindex="0"', "").replace("fragment ", "")
    return (
        f'<{frame} class="slide {draft.kind}" data-part="{draft.section}">\n'
        f'<p class="label"><span class="name">{inline(label)}</span>{count}{marks}</p>\n'
        f'<{tag} class="title"{size}>{inline(draft.title)}</{tag}>\n'
        f'<div class="content"{zoom}>\n{html}\n</div>{aside}\n</{frame}>'
    )


def _paragraph(html: str) -> str:
    return html if html.startswith(("<p", "<details", "<ul", "<ol", "<table")) else f"<p>{html}</p>"
