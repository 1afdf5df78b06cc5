"""Each lesson is run once as it is committed: the run that compares outputs is the one that is measured."""

import functools
import sys

import pytest

from aiskills.catalog import load_catalog
from aiskills.publishing import measure

# nbval waits five seconds for what a finished cell has still to say, which a machine that stands still for a moment
# exceeds. It has no option for it.
PATIENT = """
import sys
import pytest
from nbval.plugin import IPyNbCell
IPyNbCell.output_timeout = property(lambda cell: 120, lambda cell, seconds: None)
sys.exit(pytest.main(sys.argv[1:]))
"""


def nbval(notebook):
    """The command that runs one notebook, comparing the outputs of the cells tagged for it."""
    patience = ["--nbval-cell-timeout=600", "--nbval-kernel-startup-timeout=300"]
    return [sys.executable, "-c", PATIENT, "--nbval-lax", *patience, "-q", "-p", "no:cacheprovider", str(notebook)]


@pytest.fixture(scope="session")
def calibration():
    """Seconds of a fixed small work on this computer."""
    return measure.calibrate()


@pytest.fixture(scope="session")
def as_committed(calibration):
    """slug -> the run of the lesson without network, keys and graphics card, and where it disagrees with its label."""
    catalog = load_catalog()

    @functools.cache
    def once(slug):
        module = catalog.module(slug)
        return measure.check(module, catalog.root, calibration, nbval(module.path))

    return once
