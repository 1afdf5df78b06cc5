"""Warm parents of the tests: light ones, started once a file."""

import sys

import pytest

from aiskills.warm import Warm

if sys.platform != "linux":
    collect_ignore_glob = ["test_*"]


@pytest.fixture(scope="module")
def warm():
    """A warm parent with nothing but the tests' own functions."""
    with Warm(["tests.unit.warm.entries", "json", "multiprocessing", "ctypes", "socket", "subprocess"]) as one:
        assert one.missing == {}
        yield one


@pytest.fixture(scope="module")
def bare():
    """The same on a system where no cgroup can be made."""
    with Warm(["tests.unit.warm.entries", "json", "multiprocessing"], without=["cgroup"]) as one:
        yield one
