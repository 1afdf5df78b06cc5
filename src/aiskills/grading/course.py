"""nbgrader set up for this course: one configuration for our command, for stock `nbgrader` and for the form-grader."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

COURSE_ID = "aiskills"
# Kept from learners: the rubric stands beside the assignment's source, from which nbgrader copies every other file.
PRIVATE = ["rubric.md"]
# What an answer cell says, in the learners' copy, until it is answered.
NO_ANSWER = "This part has no answer yet."

_OURS = "aiskills.grading.preprocessors."


def settings(root: Path | str) -> Config:
    """The configuration of the course whose folder is ``root`` (made absolute, so any working folder does)."""
    root = Path(root).resolve()
    c = Config()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".*", *PRIVATE]
    c.SeedTests.course = str(root)
    c.Autograde.sanitize_preprocessors = [
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.DeduplicateIds",
        "nbgrader.preprocessors.OverwriteKernelspec",
        "nbgrader.preprocessors.OverwriteCells",
        _OURS + "DropTags",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.Autograde.autograde_preprocessors = [
        _OURS + "SeedTests",
        _OURS + "ExecuteSubmission",
        _OURS + "OnlyFailuresCount",
        "nbgrader.preprocessors.LimitOutput",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.ExecuteSubmission.timeout = 60
    c.ExecuteSubmission.notebook_timeout = 240
    c.ExecuteSubmission.iopub_timeout = 10
    # A graceful shutdown waits for PyTorch to take itself apart: a fifth of the time of a submission.
    c.ExecuteSubmission.shutdown_kernel = "immediate"
    c.ExecuteSubmission.extra_arguments = ["--HistoryManager.hist_file=:memory:", "--Application.log_level=50"]
    c.ClearSolutions.code_stub = {"python": f'# your answer here\nraise NotImplementedError("{NO_ANSWER}")'}
    c.ClearSolutions.text_stub = "*Write your answer here.*"
    return c


def load_settings(root: Path, file: Path | None) -> Config:
    """The course's own nbgrader_config.py (so its limits count for `aiskills grade`), turned to the folder ``root``."""
    config = settings(root)
    if file and file.is_file():
        own = PyFileConfigLoader(file.name, path=str(file.parent)).load_config()
        own.merge({"CourseDirectory": config.CourseDirectory})
        return own
    return config


def prepare_process() -> None:
    """Make this process ready for nbgrader: its helper programs found, its libraries' own warnings silent.

    nbgrader starts `alembic` from PATH; without the environment's programs there, a new database is left half made.
    """
    programs = str(Path(sys.executable).parent)
    if programs not in os.environ.get("PATH", "").split(os.pathsep)[:1]:
        os.environ["PATH"] = programs + os.pathsep + os.environ.get("PATH", "")
    warnings.filterwarnings(
        "ignore", module=r"(nbgrader|sqlalchemy|jupyter_client|traitlets|nbformat|nbconvert|zmq)(\..*)?"
    )
    warnings.filterwarnings("ignore", message=r".*(validate|autoflush|Proactor|jupyter_core).*")
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)


def open_gradebook(path: Path):
    """nbgrader's gradebook in this SQLite file, with all its tables. Use it in a ``with``."""
    prepare_process()
    from nbgrader.api import Gradebook

    return Gradebook(f"sqlite:///{path.resolve()}", COURSE_ID)
