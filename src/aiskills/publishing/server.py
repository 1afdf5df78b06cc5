"""A Jupyter Server extension: the book under /book/ on the same address as JupyterLab.

The course's own configuration (``lab/``) switches it on; no other server of the user sees it. A link in the book that
leads to "JupyterLab on your computer" becomes, on a lesson's page served here, the address of that lesson in Lab.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

from .labels import OPEN_HERE

# How the link of the label looks in a built page, at any depth of folders.
LINK = re.compile(r'href="[^"]*' + re.escape(OPEN_HERE.replace(".md", ".html").rsplit("/", 1)[-1]) + '"')


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "aiskills.publishing.server"}]


def _load_jupyter_server_extension(app) -> None:
    """Add the book to the server; its folder is named by the environment variable AISKILLS_BOOK."""
    site = Path(os.environ.get("AISKILLS_BOOK", Path(app.root_dir) / "_build/html")).resolve()
    base = app.web_app.settings["base_url"]
    home = url_path_join(base, "book/")
    to_home = (home.rstrip("/"), web.RedirectHandler, {"url": home, "permanent": False})
    pages = (home + "(.*)", BookHandler, {"path": str(site), "default_filename": "index.html"})
    app.web_app.add_handlers(".*$", [to_home, pages])


class BookHandler(JupyterHandler, web.StaticFileHandler):
    """Pages of the book, for whoever is logged in; others go to the login page and come back."""

    @web.authenticated
    async def get(self, path: str, include_body: bool = True) -> None:
        page = Path(self.root) / path
        notebook = _lesson(path)
        if notebook and page.is_file():
            lab = url_path_join(self.base_url, "lab/tree", notebook)
            self.set_header("Content-Type", "text/html; charset=UTF-8")
            self.set_extra_headers(path)
            self.finish(link_lesson(page.read_text(encoding="utf-8"), lab))
            return
        await web.StaticFileHandler.get(self, path, include_body)

    @web.authenticated
    async def head(self, path: str) -> None:
        await web.StaticFileHandler.get(self, path, include_body=False)

    def set_extra_headers(self, path: str) -> None:
        # The book is built again while the server runs: the browser must ask each time.
        self.set_header("Cache-Control", "no-cache")

    def compute_etag(self) -> str | None:
        # A lesson's page is changed on its way out: its own bytes tell its version, not the file's.
        handler = web.StaticFileHandler if hasattr(self, "absolute_path") else web.RequestHandler
        return handler.compute_etag(self)


def link_lesson(page: str, lab: str) -> str:
    """The page with its "on your computer" links leading to ``lab``, the lesson's address in JupyterLab."""
    return LINK.sub(f'href="{lab}"', page)


def _lesson(path: str) -> str | None:
    """The notebook behind a page: ``notebooks/area/slug.html`` comes from ``notebooks/area/slug.ipynb``."""
    found = re.fullmatch(r"(notebooks/[a-z]+/[a-z0-9-]+)\.html", path)
    return f"{found[1]}.ipynb" if found else None
