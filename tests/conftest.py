"""The tests in groups that do not touch the same things, so that two cores can run them side by side.

`grading` works in folders of its own. `library` reads and writes the checkout: JupyterLab saves the lessons that it
shows and puts them back, the book is built, pages are derived. These two are the long ones, and each has a process to
itself. Whichever ends first takes what is left: the environments of Colab and Binder, and what is cut from the library.
"""

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

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


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of a process: Playwright starts once in each."""
    from playwright.sync_api import sync_playwright

    from .browser.conftest import ARGUMENTS, chromium_path

    arguments = ARGUMENTS + (["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def watch(browser):
    """Make watched pages: ``watch(allowed_prefix, width=..., scheme="dark")``; closed after the test."""
    from .browser.conftest import Watched

    contexts = []

    def make(allowed: str, width: int = 1280, scheme: str = "light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        contexts.append(context)
        return Watched(context, allowed)

    yield make
    for context in contexts:
        context.close()
