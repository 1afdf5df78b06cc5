"""The tests in two halves that do not touch the same things, so that two cores can run them side by side.

`grading` works in folders of its own. `library` reads and writes the checkout: JupyterLab saves the lessons that it
shows and puts them back, the book is built, pages are derived. `make test` gives each half to one process.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

from .recording import pytest_configure, pytest_runtest_makereport  # noqa: F401

GRADING = tuple(f"tests/{name}/" for name in ("attacks", "assignments", "cluster", "unit/grading", "unit/warm"))


class Halves(LoadScopeScheduling):
    """Tests of the same half run in the same process, one after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return "grading" if nodeid.startswith(GRADING) else "library"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Halves(config, log)
