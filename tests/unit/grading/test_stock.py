"""nbgrader's own `autograde`, in a course that knows nothing of us but one line of configuration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import TINY, Pupil

ONE_LINE = (
    'c.Autograde.autograde_preprocessors = ["aiskills.grading.preprocessors.ExecuteSubmission", '
    '"nbgrader.preprocessors.SaveAutoGrades", "nbgrader.preprocessors.AssignLatePenalties", '
    '"nbgrader.preprocessors.CheckCellMetadata"]\n'
)
OURS = (
    "from pathlib import Path\nfrom aiskills.grading.course import prepare_process, settings\n"
    "prepare_process()\nc.merge(settings(Path(__file__).parent))\n"
)
SUBMISSIONS = {
    "amina": lambda p: p.data,
    "binh": lambda p: p.write("total-answer", "def total(numbers):\n    return 3").data,
    "carla": lambda p: p.write("total-answer", "import os\ndef total(numbers):\n    os._exit(0)").data,
    "dawit": lambda p: (
        p.write(
            "total-answer",
            "class Yes(int):\n    def __eq__(self, o): return True\n    __hash__ = None\n"
            "def total(numbers):\n    return Yes(0)",
        ).data
    ),
    # nbgrader's copy with the hidden tests lies in the folder where it runs submissions; here no notebook does.
    "esra": lambda p: (
        p.write(
            "total-answer",
            "import glob\nassert not glob.glob('**/*.ipynb', recursive=True)\nassert open('numbers.csv').read()\n"
            "def total(numbers):\n    return sum(numbers)",
        ).data
    ),
}
SCORES = {"esra": 5, "amina": 5, "binh": 3, "carla": 3, "dawit": 3}


def _nbgrader(course: Path, *arguments: str) -> subprocess.CompletedProcess:
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    command = [str(programs / "nbgrader"), *arguments]
    return subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True, timeout=300)


@pytest.mark.parametrize("configuration", [ONE_LINE, OURS], ids=["one line", "this course's settings"])
def test_stock_autograde_uses_the_engine(tiny, tmp_path, configuration):
    shutil.copytree(TINY, tmp_path / "source" / "tiny-sums")
    (tmp_path / "nbgrader_config.py").write_text(f"c = get_config()\n{configuration}")
    done = _nbgrader(tmp_path, "generate_assignment", "tiny-sums")
    assert done.returncode == 0, done.stderr
    for student, make in SUBMISSIONS.items():
        folder = tmp_path / "submitted" / student / "tiny-sums"
        folder.mkdir(parents=True)
        (folder / "tiny-sums.ipynb").write_bytes(make(Pupil(tiny)))
    done = _nbgrader(tmp_path, "autograde", "tiny-sums")
    assert done.returncode == 0, done.stderr
    from nbgrader.api import Gradebook

    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        found = {s.student.id: s.score for s in gradebook.assignment_submissions("tiny-sums")}
    assert found == SCORES
    executed = (tmp_path / "autograded" / "binh" / "tiny-sums" / "tiny-sums.ipynb").read_text()
    assert "every number counts" in executed and "Traceback" in executed
