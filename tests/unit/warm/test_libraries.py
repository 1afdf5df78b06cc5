"""The canary: what the lessons compute with works in a child in a box.

OpenMP is the trap: a region that ran once in the warm parent makes every child hang. A hang fails by its time.
"""

import pytest

from aiskills.warm import Box, Limits, Warm
from tests.unit.warm import helpers

LIBRARIES = ["numpy", "pandas", "sklearn.cluster", "torch", "torch.utils.data", "matplotlib.pyplot"]
pytest.importorskip("torch")


@pytest.fixture(scope="module")
def loaded():
    """A warm parent with the libraries of the course."""
    with Warm([*LIBRARIES, "tests.unit.warm.entries"], env={"MPLBACKEND": "agg"}) as one:
        assert one.missing == {}
        yield one


PROGRAM = """
import multiprocessing, os, subprocess, sys
import matplotlib.pyplot as plt, numpy as np, pandas as pd, torch
from sklearn.cluster import KMeans
say(sorted(np.bincount(KMeans(2, n_init=2, random_state=0).fit(np.repeat([[0.0], [9.0]], 50, 0)).labels_).tolist()))
x = torch.ones(300, 300, requires_grad=True)
(x @ x).sum().backward()
say(float(x.grad[0, 0]))
plt.plot([1, 2]); plt.savefig("a.png"); say(os.path.getsize("a.png") > 1000)
data = torch.utils.data.TensorDataset(torch.arange(8.0))
say([float(batch[0].sum()) for batch in torch.utils.data.DataLoader(data, batch_size=4, num_workers=2)])
say(multiprocessing.Pool(2).map(abs, [-1, 2]))
command = [sys.executable, "-c", "import numpy; print(numpy.arange(3).sum())"]
say(subprocess.run(command, capture_output=True, text=True).stdout)
pd.DataFrame({"a": [1]}).to_csv("a.csv"); say(len(pd.read_csv("a.csv")))
"""


def test_the_libraries_work_in_a_box(loaded):
    said, ended = helpers.run(loaded, PROGRAM, Box())
    assert said == [[50, 50], 600.0, True, [6.0, 22.0], [1, 2], "3\n", 1]
    assert ended.code == 0


def test_memory_is_counted_above_what_the_parent_held(loaded):
    program = """
import torch
try: torch.zeros(500_000_000)
except RuntimeError: say("error")
say(len(torch.zeros(20_000_000)))
"""
    limits = Limits(memory=300 << 20)
    assert helpers.run(loaded, program, Box(limits=limits)) == (["error", 20_000_000], helpers.Ended(0, None, ""))
