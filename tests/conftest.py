"""The tests in groups that do not touch the same things, so that two cores can run them side by side.

`grading` works in folders of its own. `library` reads and writes the checkout: the book is built, pages are derived.
These two are the long ones, and each has a process to itself. Whichever ends first takes what is left: the
environments of Colab and Binder, and what is cut from the library.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling

from .browser.watched import browser, watch  # noqa: F401
from .recording import pytest_configure, pytest_runtest_makereport  # noqa: F401

GRADING = tuple(f"tests/{name}/" for name in ("attacks", "assignments", "cluster", "unit/grading", "unit/warm"))


class Groups(LoadScopeScheduling):
    """Tests of the same group run in the same process, one after the other; the group with most tests begins."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(GRADING):
            return "grading"
        if nodeid.startswith("tests/environment/"):
            return "environment"
        return nodeid.split("::")[0] if nodeid.startswith("tests/published/") else "library"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Groups(config, log)
