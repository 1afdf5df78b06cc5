"""One real Chromium for all tests of a process, and pages of it that keep what must not happen."""

from __future__ import annotations

import os

import pytest

from aiskills.publishing import chromium

# Chromium's own sandbox cannot run as root, and its background services would look for hosts outside.
ARGUMENTS = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]

# Milliseconds: Playwright's own 5 and 30 seconds are few beside another heavy test. What is there ends the wait.
WAIT = 120_000


class Watched:
    """A page that records what must not happen: console errors, script errors, requests that leave ``allowed``."""

    def __init__(self, context, allowed: str):
        context.set_default_timeout(WAIT)
        self.page = context.new_page()
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._request(request.url, allowed))

    def _request(self, url: str, allowed: str) -> None:
        if not url.startswith((allowed, "data:", "blob:", "about:")):
            self.outside.append(url)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of a process: Playwright starts once in each."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=WAIT)
    arguments = ARGUMENTS + (["--no-sandbox"] if getattr(os, "geteuid", lambda: 1)() == 0 else [])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=arguments, timeout=WAIT)
        yield browser
        browser.close()


@pytest.fixture
def watch(browser):
    """Make watched pages: ``watch(allowed_prefix, width=..., scheme="dark")``; closed after the test."""
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
