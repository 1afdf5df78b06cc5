"""Lessons with the outputs of their last run, from the cache that the book keeps: nothing is run here.

What is made from a lesson's results (readings, slides) shows the same figures and numbers as the lesson's page.
"""

from __future__ import annotations

import os
from pathlib import Path

import nbformat

from .book import cached_lessons


def notebook(root: Path, path: Path) -> nbformat.NotebookNode:
    """The lesson at ``path`` with the outputs of its last run; cell metadata are those of the file.

    ``root`` is the library's folder. Raises SystemExit with one sentence when the file is no notebook, when the book
    has not been built, or when the lesson, its data or the package have changed since.
    """
    from jupyter_cache import get_cache
    from nbconvert.preprocessors import CoalesceStreamsPreprocessor

    try:
        lesson = nbformat.read(path, as_version=4)
    except FileNotFoundError:
        raise SystemExit(f"There is no lesson at {path}: check the name.") from None
    except (ValueError, nbformat.reader.NotJSONError) as error:
        raise SystemExit(f"{path} is not a notebook ({error}): open it in JupyterLab and save it again.") from None
    folder = _folder(root)
    if not (folder / "global.db").is_file():
        raise SystemExit(f"The results of {path.stem} are not there: run `aiskills book` first.")
    cache = get_cache(folder)
    try:
        done = cache.merge_match_into_notebook(lesson, cell_meta=())[1]
    except KeyError:
        raise SystemExit(f"{path.stem} has changed since the book was built: run `aiskills book` first.") from None
    finally:
        cache.db.dispose()
    # How many pieces a printed text came in is chance.
    return CoalesceStreamsPreprocessor().preprocess(done, {})[0]


def _folder(root: Path) -> Path:
    """Where the outputs lie: while the book is built, its builder says so."""
    builder = os.environ.get("AISKILLS_BOOK_CACHE")
    return Path(builder) if builder else cached_lessons(root)
