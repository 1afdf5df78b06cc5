"""The book's own Sphinx extension: formulas as MathML, links to this repository, figures that say what they show.

What is done to the finished pages (light weight, accessibility) stands in ``finish.py``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging

from aiskills.catalog import read_notebook
from aiskills.verify import page as verify
from aiskills.verify import trust

from . import readings
from .finish import finish
from .modules import PAGE
from .settings import read_repository

ASSETS = Path(__file__).parent / "assets"
CHECK_PAGE = "book/certificates/verify"  # the page that checks certificates in the browser
logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> dict:
    # Jupyter Book sets these for extensions of its own that this book does without.
    for name in ("comments_config", "use_jupyterbook_latex"):
        app.add_config_value(name, None, "", types=(dict, bool))
    app.add_html_math_renderer("aiskills_mathml", (_inline_math, None), (_block_math, None))
    app.connect("config-inited", _cache, priority=100)
    app.connect("config-inited", _leave_drafts_out, priority=100)
    app.connect("builder-inited", _assets)
    app.connect("doctree-read", _check_figures)
    app.connect("doctree-resolved", _own_links)
    app.connect("html-page-context", _scripts)
    app.connect("build-finished", _finish, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _cache(app: Sphinx, config) -> None:
    """`aiskills book` keeps the outputs of lessons apart for each state of data and package."""
    if cache := os.environ.get("AISKILLS_BOOK_CACHE"):
        config.nb_execution_cache_path = cache


def _leave_drafts_out(app: Sphinx, config) -> None:
    """A module that is a draft has no page, and its facilitator card has none."""
    root = Path(app.srcdir)
    for path in sorted(root.glob("notebooks/*/*.ipynb")):
        if read_notebook(path).facts.get("draft"):
            config.exclude_patterns += [path.relative_to(root).as_posix(), f"book/teach/{path.stem}.md"]


def _assets(app: Sphinx) -> None:
    app.config.html_static_path.append(str(ASSETS))
    app.add_css_file("book.css")
    folder = Path(app.doctreedir).parent / "verify"
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in verify.assets(_trust(Path(app.srcdir))).items():
        (folder / name).write_bytes(data)
    app.config.html_static_path.append(str(folder))


def _trust(root: Path) -> dict:
    """The issuers that this library pins, and their lists of revoked certificates."""
    folder = root / "book/certificates"
    return trust.load([folder] if (folder / "issuers.json").is_file() else [])


def _scripts(app: Sphinx, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Two pages have scripts of their own: that of all modules, and that which checks certificates."""
    if pagename == PAGE:
        app.add_js_file("modules.js", loading_method="defer")
    if pagename == CHECK_PAGE:
        app.add_css_file("verify.css")
        for name in ("verify-trust.js", "verify.js"):
            app.add_js_file(name, loading_method="defer")


def _inline_math(translator, node: nodes.math) -> None:
    translator.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block_math(translator, node: nodes.math_block) -> None:
    # A formula wider than the screen scrolls: it must be reachable by keyboard for that.
    translator.body.append(f'<div class="formula" tabindex="0">{mathml(node.astext(), display="block")}</div>\n')
    raise nodes.SkipNode


def mathml(formula: str, display: str = "inline") -> str:
    """MathML for a formula in TeX, readable without a script. ``display`` is "inline" or "block"."""
    # The converter knows `aligned` under this name only.
    for name in ("begin", "end"):
        formula = formula.replace(rf"\{name}{{aligned}}", rf"\{name}{{align*}}")
    return convert(formula, display=display)


def _check_figures(app: Sphinx, doctree: nodes.document) -> None:
    """A picture without its own words is a warning: the builder would put a file name where a person listens."""
    for image in doctree.findall(nodes.image):
        alt = image.get("alt", "").strip()
        if not alt or alt == image["uri"] or re.search(r"\.(png|svg|jpe?g|webp)$", alt):
            logger.warning("a figure has no alternative text: add mystnb.image.alt to its cell", location=image)


def _own_links(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Links to a page's source in the repository lead to the page itself, where the book has it.

    In a notebook on Binder or Colab only the full address works; in the book it would leave the site.
    """
    repository = read_repository(Path(app.srcdir))
    start = repository.file("")
    for link in doctree.findall(nodes.reference):
        target = link.get("refuri", "")
        if not target.startswith(start):
            continue
        page, _, part = target.removeprefix(start).partition("#")
        name = page.rsplit(".", 1)[0]
        if name in app.env.found_docs:
            link["refuri"] = app.builder.get_relative_uri(docname, name) + (f"#{part}" if part else "")
            link["internal"] = True


def _finish(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.name == "html":
        site = Path(app.outdir)
        kept = {site / f"{name}.html" for name in (*app.env.found_docs, "search", "index")}
        for page in {path for path in site.rglob("*.html") if "_static" not in path.parts} - kept:
            # Its source is gone.
            page.unlink()
        finish(site, app.config.root_doc)
        try:
            readings.write(site, Path(app.srcdir))
        except SystemExit as faults:
            for fault in str(faults).splitlines():
                logger.warning(fault)
