"""Titles and addresses of lessons for the page "my learning", as far as this machine knows them."""

import html
import os
from pathlib import Path


class Links:
    """Names lessons, with a link where one is known.

    `titles`: {slug: title}. `address`: a function slug -> address of the lesson's page or notebook, or None; `anchors`:
    whether the page has the ids that the book gives to questions.
    """

    def __init__(self, titles=None, address=lambda slug: None, anchors=False):
        self.titles, self.address, self.anchors = titles or {}, address, anchors

    def name(self, slug):
        """Return the title of a lesson with its short name, else its slug."""
        title = self.titles.get(slug)
        return f"{slug.split('-')[0].upper()} {title}" if title else slug

    def lesson(self, slug):
        """Return the lesson's name as HTML."""
        return self._link(self.address(slug), self.name(slug))

    def short(self, slug):
        """Return the lesson's short name, as in F02, as HTML."""
        return self._link(self.address(slug), slug.split("-")[0].upper())

    def question(self, slug, part, n):
        """Return the lesson's name as HTML with a link to the question itself, where the page has its id."""
        address = self.address(slug)
        return self._link(
            f"{address}#quiz-{slug}-{part}-1-{n}" if address and self.anchors else address, self.name(slug)
        )

    def _link(self, address, words):
        words = html.escape(words)
        return f'<a href="{html.escape(address)}">{words}</a>' if address else words


def links(book=None, folder=None):
    """Return Links to the pages of the book. `book`: its address on the web, or the folder of a built book.

    Without `book`, the book that was built in this checkout is used, if there is one; a machine without a checkout
    (Colab) knows no addresses. With `folder`, the folder of a notebook in a checkout, links lead to the notebooks.
    """
    modules = _modules()
    titles = {slug: title for slug, (title, _) in modules.items()}
    if folder is not None:
        here = Path(folder).resolve()

        def notebook(slug):
            path = modules.get(slug, (None, None))[1]
            return Path(os.path.relpath(path, here)).as_posix() if path else None

        return Links(titles, notebook)
    web = str(book).startswith(("https://", "http://")) if book else False
    built = None if web else Path(book).expanduser().resolve() if book else _built(modules)

    def page(slug):
        path = modules.get(slug, (None, None))[1]
        if path is None:
            return None
        inside = f"notebooks/{path.parent.name}/{slug}.html"
        if web:
            return f"{str(book).rstrip('/')}/{inside}"
        return (built / inside).as_uri() if built and (built / inside).is_file() else None

    return Links(titles, page, anchors=True)


def _modules():
    """Return {slug: (title, path of the notebook)} of the checkout; nothing where there is none."""
    from aiskills.catalog import CatalogError, load_catalog

    try:
        return {module.slug: (module.title, module.path) for module in load_catalog().written}
    except (CatalogError, OSError, ValueError):
        return {}


def _built(modules):
    path = next((path for _, path in modules.values()), None)
    return path.parents[2] / "_build/html" if path else None
