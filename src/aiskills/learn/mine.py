"""Make the private page "my learning": in a notebook, or as a file for the browser."""

import os
from pathlib import Path

from . import progress
from .loader import all_texts
from .messages import CourseError
from .my_links import links
from .my_page import fragment, page
from .progress_events import when
from .progress_form import empty, merge

MARK = '<meta name="generator" content="aiskills my learning">'


class MyLearning:
    """The page as a notebook shows it; made by `learn.my_learning`."""

    def __init__(self, state, today):
        self.state, self.today = state, today

    def __repr__(self):
        return progress.summary().text

    def _repr_html_(self):
        return fragment(self.state, all_texts(), self.today, links(folder=Path.cwd()))


def my_learning():
    """Show what your progress file says about your learning, and what to revise next. Nothing is sent."""
    return MyLearning(progress.state(), _today())


def _today():
    return when(progress.now()).date()


def write(path, files=(), *, today=None, book=None):
    """Write the page "my learning" to `path` (an HTML file, or a folder) and return the path of the file.

    files: progress files to show, joined; without them the progress of this machine. today: a date, for tests.
    book: the address or folder of the book, for links. The file can be read by its owner alone. Raises CourseError.
    """
    from .progress_travel import foreign

    path = Path(path).expanduser()
    path = path / "my-learning.html" if path.is_dir() else path
    state = empty() if files else progress.state()
    for file in files:
        state = merge(state, foreign(Path(file).expanduser(), "Choose a file that learn.progress.save made."))
    text = page(state, all_texts(), today or _today(), links(book))
    try:
        if path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace"):
            raise CourseError(f"The file {path} was left alone: it is not a page of this kind. Choose another name.")
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise CourseError(
            f"The page could not be written to {path} ({error.strerror}). Choose another place."
        ) from None
    return path
