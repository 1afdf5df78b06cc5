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


def settings(root: Path | str) -> Config:
    """The configuration of the course whose folder is ``root`` (made absolute, so any working folder does)."""
    root = Path(root).resolve()
    c = Config()
    c.CourseDirectory.root = str(root)
    c.CourseDirectory.course_id = COURSE_ID
    c.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", ".*", *PRIVATE]
    c.Autograde.autograde_preprocessors = [
        "aiskills.grading.preprocessors.ExecuteSubmission",
        "nbgrader.preprocessors.SaveAutoGrades",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.ExecuteSubmission.course = str(root)
    c.GenerateAssignment.preprocessors = [
        "nbgrader.preprocessors.IncludeHeaderFooter",
        "nbgrader.preprocessors.InstantiateTests",
        "nbgrader.preprocessors.LockCells",
        "aiskills.grading.blanks.ClearAnswers",  # in place of nbgrader's ClearSolutions; the others are its own
        "nbgrader.preprocessors.ClearOutput",
        "nbgrader.preprocessors.CheckCellMetadata",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.SaveCells",
        "nbgrader.preprocessors.ClearHiddenTests",
        "nbgrader.preprocessors.ClearMarkScheme",
        "nbgrader.preprocessors.ComputeChecksums",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
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


def rules_of(folder: Path, file: Path | None = None):
    """The limits (``engine.Rules``) that the course's nbgrader_config.py sets for the assignment in ``folder``."""
    prepare_process()
    from .preprocessors import ExecuteSubmission

    return ExecuteSubmission(config=load_settings(folder.parent.parent, file)).rules()


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


def quick_schema_version() -> None:
    """Have nbgrader read the version of its tables from its own files, not by starting a program for each new database.

    The program (`alembic heads`) gives the same answer in a second or more.
    """
    import nbgrader.api
    from alembic.script import ScriptDirectory
    from nbgrader.dbutil import ALEMBIC_DIR

    nbgrader.api.get_alembic_version = lambda: ScriptDirectory(ALEMBIC_DIR).get_current_head()


def open_gradebook(where: Path | str):
    """nbgrader's gradebook in this SQLite file, or at this address, with all its tables. Use it in a ``with``."""
    prepare_process()
    from nbgrader.api import Gradebook

    quick_schema_version()

    return Gradebook(where if isinstance(where, str) else f"sqlite:///{where.resolve()}", COURSE_ID)
