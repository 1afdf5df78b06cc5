"""Write down where the tests ran each lesson, and with what result: `aiskills status` makes the learner's page of it.

A test says what it shows by a mark: ``@pytest.mark.shows("colab", "alone")``. The lesson is the test's parameter
``slug``, ``module`` or ``lesson``; a test of one lesson names it, ``slug="f02-honest-evaluation"``, and ``slug="*"``
means every lesson. A skipped test shows nothing. A test that runs lessons in another environment gives that one's
versions by ``record_property("versions", {...})``.
"""

import functools
import json
import os
import platform
import zlib
from datetime import UTC, datetime
from importlib import metadata

import pytest

RECORDS = "_build/status"
PACKAGES = "jupyterlab ipykernel ipywidgets numpy pandas scikit-learn matplotlib transformers torch".split()
OUTCOMES = pytest.StashKey[set]()


def pytest_configure(config):
    config.addinivalue_line("markers", "shows(place, check, slug): the result is recorded for the page of the status")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    mark = item.get_closest_marker("shows")
    if mark:
        outcomes = item.stash.setdefault(OUTCOMES, set())
        outcomes.add(report.outcome)
        if report.when == "teardown" and "skipped" not in outcomes:
            record(item, mark, "red" if "failed" in outcomes else "green")
    return report


def record(item, mark, outcome):
    """Write one record, whole or not at all: tests run in several processes."""
    place, check = mark.args
    slug = mark.kwargs.get("slug") or lesson_of(item)
    seen = dict(item.user_properties).get("versions") or versions(getattr(item, "funcargs", {}))
    facts = {
        "place": place,
        "check": check,
        "slug": slug,
        "outcome": outcome,
        "versions": seen,
        "differs": differs(item.config.rootpath),
    }
    facts["date"] = datetime.now(UTC).isoformat(timespec="seconds")
    folder = item.config.rootpath / RECORDS
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{zlib.crc32(item.nodeid.encode()):08x}.json"
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_text(json.dumps(facts), encoding="utf-8")
    unfinished.replace(path)


def lesson_of(item):
    """The slug of the lesson that a parametrized test is about."""
    given = item.callspec.params
    one = next(given[name] for name in ("slug", "module", "lesson") if name in given)
    return getattr(one, "slug", None) or getattr(one, "stem", None) or one


def versions(fixtures):
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    if "browser" in fixtures:
        found["chromium"] = fixtures["browser"].version
    return found


@functools.cache
def differs(root):
    """Packages of the lock that are here in another version, or not at all."""
    from aiskills.doctor import locked

    wrong = []
    for name, version in locked((root / "requirements.lock").read_text("utf-8")).items():
        try:
            if metadata.version(name) != version:
                wrong.append(name)
        except metadata.PackageNotFoundError:
            wrong.append(name)
    return sorted(wrong)
