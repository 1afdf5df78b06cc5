"""Flags on a submission: what is noticed, and that honest work is not flagged."""

from __future__ import annotations

import pytest

from aiskills.grading.workers import Task, run

from .conftest import Pupil

HONEST = {
    "figures": "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "magics": "%matplotlib inline\n%timeit -n 1 -r 1 1 + 1",
    "own files": "open('notes.txt', 'w').write('x')\nimport os\nos.listdir('.')\nopen('notes.txt').read()",
    "shadowed names": "list = [1]\nsum2 = sum\nid = 7\ntype = 'x'",
    "libraries": "import sklearn.linear_model, scipy.stats, six, pandas as pd\npd.DataFrame({'a': [1]}).describe()",
    "packages": "%pip install numpy\n!pip install pandas",
    "threads": "from concurrent.futures import ThreadPoolExecutor\nlist(ThreadPoolExecutor(2).map(abs, [1]))",
    "processes": "import multiprocessing, time\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n"
    "    pool.map(abs, [1])\n    pool.apply_async(time.sleep, [60])",
    "parallel scores": "from sklearn.linear_model import LogisticRegression\nfrom sklearn.model_selection import "
    "cross_val_score\nfrom sklearn.datasets import make_classification\n"
    "cross_val_score(LogisticRegression(), *make_classification(random_state=0), n_jobs=2)",
    "warnings": "import warnings\nwarnings.filterwarnings('ignore')",
}
NOTICED = {
    "network": (
        "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\nexcept OSError: pass",
        "network",
    ),
    "signal": ("import os, signal\nos.kill(os.getpid(), signal.SIGCONT)", "sent a signal"),
    "program": ("!ls /", "started another program"),
    "gradebook": ("try: open('/srv/gradebook.db')\nexcept OSError: pass", "gradebook.db"),
    "assert removed": (
        "class Drop:\n    def visit(self, node): return node\nget_ipython().ast_transformers.append(Drop())",
        "ast_transformers",
    ),
    "builtin": ("import builtins\nbuiltins.abs = lambda x: 0", "abs"),
    "library": ("import numpy as np\nnp.isclose = lambda *a, **k: True", "numpy"),
    "ctypes": ("import ctypes\nctypes.CDLL(None).getpid()", "ctypes"),
    "event": ("get_ipython().events.register('post_run_cell', lambda *a: None)", "cell events"),
}


@pytest.fixture(scope="module")
def verdicts(tiny):
    files = HONEST | {name: code for name, (code, _) in NOTICED.items()}
    tasks = [Task(name, f"{name}.ipynb", Pupil(tiny).add(1, code).data, seed=5) for name, code in files.items()]
    return {verdict.student: verdict for verdict, _ in run(tiny, tasks, workers=2)}


@pytest.mark.parametrize("name", HONEST)
def test_honest_work_has_full_points_and_no_flag(verdicts, name):
    assert verdicts[name].score == 5 and not verdicts[name].flags, verdicts[name]


@pytest.mark.parametrize("name", NOTICED)
def test_a_person_is_told_and_no_point_is_lost(verdicts, name):
    flags = " ".join(verdicts[name].flags)
    assert NOTICED[name][1] in flags and "integrity: " in flags, verdicts[name]
    assert verdicts[name].score == 5
