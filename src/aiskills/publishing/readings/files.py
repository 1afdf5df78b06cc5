"""The files of the readings: pages in the built book, their pictures, their PDFs, and the links that lead to them."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from aiskills.catalog import Module, load_catalog

from .. import chromium, executed
from ..book import alone
from ..pictures import write_small
from ..writing import write_changed
from . import compose, page
from .results import Fault, Picture, Results

FOLDER = "readings"
SOURCES = "book/readings"
PRINTED = "_build/readings.json"  # what each PDF was printed from
LABEL = re.compile(r"(<p><strong>Open it:</strong>.*?</p>)(?:\s*<p class=\"reading-link\">.*?</p>)?", re.S)
# In a PDF a link between our files would hold the place of this machine's folder.
OWN_LINK = re.compile(r'<a href="(?![a-z]+:)[^"]*">(.*?)</a>', re.S)


def write(site: Path, root: Path) -> list[Path]:
    """Write the readings of the library at ``root`` into the built book ``site``, and the links to them.

    Returns their pages. A PDF that was printed from other words or figures is deleted. Raises SystemExit with a line
    for each reading that does not fit its lesson.
    """
    catalog = load_catalog(root)
    modules = [module for module in catalog.ready if (root / SOURCES / f"{module.slug}.md").is_file()]
    folder = site / FOLDER
    folder.mkdir(exist_ok=True)
    faults, texts, pictures = [], {}, set()
    for module in modules:
        try:
            texts[module.slug] = _body(module, root, folder, pictures)
        except Fault as fault:
            faults.append(f"{SOURCES}/{module.slug}.md: {fault}.")
    if faults:
        raise SystemExit("\n".join(faults))
    for left in {*folder.glob("*.webp")} - pictures:
        left.unlink()
    for module in {*catalog.ready} - {*modules}:
        _link(site / _page_of(module, root), "")
    return _pages(site, root, modules, texts)


def _page_of(module: Module, root: Path) -> str:
    """Where the lesson's page lies in the built book."""
    return module.path.relative_to(root).with_suffix(".html").as_posix()


def _body(module: Module, root: Path, folder: Path, pictures: set[Path]) -> str:
    results = Results(executed.notebook(root, module.path))
    source = (root / SOURCES / f"{module.slug}.md").read_text(encoding="utf-8")

    def place(picture: Picture) -> str:
        path = folder / f"{hashlib.sha256(picture.content).hexdigest()[:16]}.webp"
        width, height = write_small(picture.content, path)
        pictures.add(path)
        return f'<img src="{path.name}" width="{width}" height="{height}" alt="{escape(picture.alt)}">'

    body = compose.html(source, results, root, module.slug, place)
    if unused := results.unused():
        raise Fault(f"cells with the tag reading that it does not use: {', '.join(unused)}")
    return body


def _pages(site: Path, root: Path, modules: list[Module], texts: dict[str, str]) -> list[Path]:
    """Write the pages and the list of them, and put the links into the lessons' pages."""
    folder = site / FOLDER
    printed, names = _printed(root), page.names(root)
    entries, made = [], []
    for module in modules:
        lesson = _page_of(module, root)
        pdf = folder / f"{module.slug}.pdf"
        if printed.get(module.slug) != _digest(
            page.reading(module, texts[module.slug], f"../{lesson}", False, names), site
        ):
            pdf.unlink(missing_ok=True)
        text = page.reading(module, texts[module.slug], f"../{lesson}", pdf.exists(), names)
        path = folder / f"{module.slug}.html"
        write_changed(path, text)
        made.append(path)
        lead = re.search(r'<p class="lead">(.*?)</p>', text, re.S)
        entries.append((module, lead[1] if lead else "", pdf.exists()))
        _link(site / lesson, _line(module.slug, pdf.exists()))
    for left in [*folder.glob("*.html"), *folder.glob("*.pdf")]:
        if left.stem not in texts:
            left.unlink()
    if entries:
        write_changed(folder / "index.html", page.index(entries, names))
    return made


def _line(slug: str, has_pdf: bool) -> str:
    """The line under a lesson's label that names its reading."""
    up = "../" * 2 + FOLDER
    pdf = f' · <a href="{up}/{slug}.pdf">the same as PDF</a>' if has_pdf else ""
    html = f'<a href="{up}/{slug}.html">a reading of two pages</a>'
    return f'\n<p class="reading-link"><strong>Without code:</strong> {html}{pdf}</p>'


def _link(lesson: Path, line: str) -> None:
    """Put a line under the label of a lesson's page, in the place of a former one."""
    if lesson.is_file():
        before = lesson.read_text(encoding="utf-8")
        write_changed(lesson, LABEL.sub(lambda label: label[1] + line, before, count=1))


def to_pdf(root: Path, slugs: list[str], say: Callable[[str], None] = print) -> list[Path]:
    """Print readings of the built book as PDFs beside them, and link them; returns the files.

    ``slugs`` empty: all readings. Raises SystemExit with a sentence when the book is not built, when there is no such
    reading, or when there is no Chromium.
    """
    site = root / "_build/html"
    there = sorted(path.stem for path in (site / FOLDER).glob("*.html") if path.stem != "index")
    if not there:
        raise SystemExit("There are no readings in the built book: run `aiskills book` first.")
    if unknown := [slug for slug in slugs if slug not in there]:
        raise SystemExit(f"There is no reading {unknown[0]!r}. Readings: {', '.join(there)}.")
    made = []
    with alone(root / "_build", say):
        write(site, root)
        for slug in slugs or there:
            pdf = site / FOLDER / f"{slug}.pdf"
            if pdf.exists():
                say(f"{pdf.relative_to(root)} is up to date.")
            else:
                _print(root, site, slug)
                say(f"{pdf.relative_to(root)}: {pdf.stat().st_size // 1024} KB.")
            made.append(pdf)
        write(site, root)
    return made


def _print(root: Path, site: Path, slug: str) -> None:
    path = site / FOLDER / f"{slug}.html"
    text = path.read_text(encoding="utf-8")
    digest = _digest(text, site)
    # Beside the site, not in it: others may copy or pack it just now.
    with tempfile.TemporaryDirectory(prefix="print-", dir=root / "_build", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / path.name
        base = f'<meta charset="utf-8">\n<base href="{path.resolve().as_uri()}">'
        copy.write_text(_paper(text).replace('<meta charset="utf-8">', base, 1), encoding="utf-8")
        chromium.print_pdf(copy, copy.with_suffix(".pdf"))
        copy.with_suffix(".pdf").replace(path.with_suffix(".pdf"))
    write_changed(root / PRINTED, json.dumps(_printed(root) | {slug: digest}, indent=1) + "\n")


def _paper(text: str) -> str:
    """The page as it is printed: on A4, without links between files and what is for the screen alone."""
    text = re.sub(r'<span class="screen">.*?</span>', "", text, flags=re.S)
    return OWN_LINK.sub(r"\1", text).replace("</head>", "<style>@page { size: A4; }</style>\n</head>")


def _digest(text: str, site: Path) -> str:
    style = site / "_static/reading.css"
    content = _paper(text).encode() + (style.read_bytes() if style.exists() else b"")
    return hashlib.sha256(content).hexdigest()[:20]


def _printed(root: Path) -> dict[str, str]:
    path = root / PRINTED
    try:
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError:
        return {}
