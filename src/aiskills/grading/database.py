"""Where marks are kept: a SQLite file in the folder of results, or the database that the course's settings name.

One setting chooses: ``c.CourseDirectory.db_url`` in the course's nbgrader_config.py. The tables are nbgrader's own, so
its form-grader and its commands read the same database. What is ours is a few indexes, without which a class of
thousands is slow to show, and the definition of an assignment, copied from the database that its release made.
"""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from .course import open_gradebook, settings
from .release import Assignment

_INDEXES = {
    "ix_aiskills_grade_notebook": "grade (notebook_id)",
    "ix_aiskills_comment_notebook": "comment (notebook_id)",
    "ix_aiskills_submitted_notebook": "submitted_notebook (assignment_id)",
    "ix_aiskills_submitted_student": "submitted_assignment (student_id)",
}


def address(out: Path, config_file: Path | None) -> str:
    """The SQLAlchemy address of the gradebook for results in ``out``, given the course's nbgrader_config.py."""
    ours = f"sqlite:///{(out / 'gradebook.db').resolve()}"
    if not config_file or not config_file.is_file():
        return ours
    try:
        own = PyFileConfigLoader(config_file.name, path=str(config_file.parent)).load_config()
    except Exception as error:
        raise SystemExit(f"{config_file} cannot be read: {type(error).__name__}: {error}.") from None
    wish = str(own.CourseDirectory.get("db_url", ""))
    if not wish or wish == settings(config_file.parent).CourseDirectory.db_url:
        return ours
    return _complete(wish, config_file)


def _complete(wish: str, config_file: Path) -> str:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(wish)
    except (ArgumentError, ValueError):
        raise SystemExit(
            f"{config_file}: db_url is not an address of a database; an example is postgresql+psycopg://me@host/course."
        ) from None
    kind = url.get_backend_name()
    if kind in ("postgresql", "postgres"):
        # A server that does not answer must not hold the command for minutes.
        # Without the encoding, a database made in the "C" locale answers in bytes, which SQLAlchemy cannot read.
        ours = {"connect_timeout": "15", "client_encoding": "utf8"}
        url = url.set(drivername="postgresql+psycopg", query={**ours, **url.query})
    elif kind != "sqlite":
        raise SystemExit(f"{config_file}: db_url names {kind!r}: only SQLite and PostgreSQL are supported.")
    return url.render_as_string(hide_password=False)


def recorded(out: Path) -> str:
    """The address of the gradebook of the results that lie in ``out``, by way of the settings that the run recorded.

    Only the place of the settings is recorded: a password never lies among the results.
    """
    try:
        course = json.loads((out / "run.json").read_text(encoding="utf-8")).get("settings")
    except (OSError, ValueError):
        course = None
    if course and not Path(course).is_file():
        raise SystemExit(f"{course} is missing: it names the database of the results in {out}. Put it back.")
    return address(out, Path(course) if course else None)


def results_settings(out: Path | str) -> Config:
    """nbgrader's configuration for a folder of results: what its nbgrader_config.py merges."""
    out = Path(out).resolve()
    c = settings(out)
    c.CourseDirectory.db_url = recorded(out)
    # What a learner wrote is shown to whoever marks it: rendered without anything that could run.
    c.HTMLExporter.sanitize_html = True
    c.HTMLExporter.filters = {
        "markdown2html": "aiskills.grading.harmless.markdown_to_html",
        "clean_html": "aiskills.grading.harmless.clean_html",
    }
    return c


def shown(where: str) -> str:
    """The address for people: a path, or an address without its password."""
    from sqlalchemy.engine import make_url

    url = make_url(where)
    if url.get_backend_name() == "sqlite":
        return url.database or where
    return url.set(query={}).render_as_string(hide_password=True)


@contextmanager
def told(where: str, advice: str):
    """Turn an error of the database into SystemExit with one sentence: what, where, why, and the advice."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        cause = " ".join(str(getattr(error, "orig", None) or error).split())[:200].rstrip(".")
        raise SystemExit(f"The gradebook {shown(where)} cannot be used ({cause}). {advice}") from None
    except ModuleNotFoundError as error:
        if error.name not in ("psycopg", "psycopg_binary"):
            raise
        raise SystemExit('A PostgreSQL address needs psycopg: install it with pip install "psycopg[binary]".') from None


def open_database(where: str, assignment: Assignment | None = None):
    """nbgrader's Gradebook at this address. A SQLite file that is missing starts as a copy of the assignment's own."""
    from nbgrader.api import get_alembic_version
    from sqlalchemy import inspect, text
    from sqlalchemy.engine import make_url

    url = make_url(where)
    if url.get_backend_name() == "sqlite" and assignment and not Path(url.database).exists():
        # A copy takes one step and is whole; nbgrader makes a new file in several.
        partial = Path(f"{url.database}.part")
        shutil.copy(assignment.gradebook, partial)
        partial.replace(url.database)
    gradebook = open_gradebook(where)
    with gradebook.engine.begin() as connection:
        if not inspect(connection).has_table("alembic_version"):  # nbgrader was stopped while it made the tables
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            version = {"version": get_alembic_version()}
            connection.execute(text("INSERT INTO alembic_version (version_num) VALUES (:version)"), version)
        for name, columns in _INDEXES.items():
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {columns}"))
    return gradebook


def claim(connection, slug: str) -> bool:
    """Take the assignment in a shared PostgreSQL database for this connection; False where another run has it."""
    from sqlalchemy import text

    if connection.dialect.name != "postgresql":
        return True
    taken = connection.execute(
        text("SELECT pg_try_advisory_lock(hashtext('aiskills'), hashtext(:slug))"), {"slug": slug}
    ).scalar()
    connection.commit()
    return bool(taken)


def define(connection, assignment: Assignment) -> None:
    """Bring the assignment's cells and points into the database, in place of what it held of this assignment.

    Every submission of the assignment goes with its old definition; other assignments and the students stay. One
    transaction: the old or the new is there, never half.
    """
    from nbgrader import api
    from sqlalchemy import create_engine, delete, select

    tables = [model.__table__ for model in (api.Assignment, api.Notebook, api.BaseCell)]
    tables += [model.__table__ for model in (api.GradeCell, api.SolutionCell, api.TaskCell, api.SourceCell)]
    engine = create_engine(f"sqlite:///{assignment.gradebook}")
    try:
        with engine.connect() as source:
            rows = {table: [dict(row._mapping) for row in source.execute(select(table))] for table in tables}
    finally:
        engine.dispose()
    old = select(api.Assignment.id).where(api.Assignment.name == assignment.slug).scalar_subquery()
    notebooks = select(api.Notebook.id).where(api.Notebook.assignment_id == old)
    cells = select(api.BaseCell.id).where(api.BaseCell.notebook_id.in_(notebooks))
    with connection.begin():
        remove_submissions(connection, old)
        for model in (api.GradeCell, api.SolutionCell, api.TaskCell, api.BaseCell):
            connection.execute(delete(model.__table__).where(model.__table__.c.id.in_(cells)))
        sources = api.SourceCell.__table__
        connection.execute(delete(sources).where(sources.c.notebook_id.in_(notebooks)))
        connection.execute(delete(api.Notebook.__table__).where(api.Notebook.assignment_id == old))
        connection.execute(delete(api.Assignment.__table__).where(api.Assignment.name == assignment.slug))
        for table, found in rows.items():
            if found:
                connection.execute(table.insert(), found)


def remove_submissions(connection, assignment_id, students: list[str] | None = None) -> None:
    """Delete submissions of an assignment with their grades and comments; all of them, or those of some students."""
    from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
    from sqlalchemy import delete, select

    mine = SubmittedAssignment.assignment_id == assignment_id
    if students is not None:
        mine = mine & SubmittedAssignment.student_id.in_(students)
    submissions = select(SubmittedAssignment.id).where(mine)
    notebooks = select(SubmittedNotebook.id).where(SubmittedNotebook.assignment_id.in_(submissions))
    for model in (Grade, Comment):
        connection.execute(delete(model.__table__).where(model.__table__.c.notebook_id.in_(notebooks)))
    table = SubmittedNotebook.__table__
    connection.execute(delete(table).where(table.c.assignment_id.in_(submissions)))
    connection.execute(delete(SubmittedAssignment.__table__).where(mine))
