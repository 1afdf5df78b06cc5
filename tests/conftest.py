"""The tests in two halves that do not touch the same things, so that two cores can run them side by side.

`grading` works in folders of its own. `library` reads and writes the checkout: JupyterLab saves the lessons that it
shows and puts them back, the book is built, pages are derived. `make test` gives each half to one process.
"""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
GRADING = ("attacks", "assignments", "cluster", "unit/grading", "unit/warm")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the marks
def pytest_collection_modifyitems(items):
    for item in items:
        folder = item.path.parent.relative_to(HERE).as_posix()
        item.add_marker(pytest.mark.xdist_group("grading" if folder.startswith(GRADING) else "library"))
