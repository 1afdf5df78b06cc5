"""nbgrader's settings for this course, the same for `aiskills grade`, `nbgrader` and the form-grader.

Paths are absolute, worked out from this file, so nbgrader's own commands may be started in the root of the repository:

    nbgrader generate_assignment f02-honest-evaluation --course-dir=assignments
    nbgrader autograde f02-honest-evaluation --course-dir=assignments

Instructors change limits here, after the last line, for example:

    c.ExecuteSubmission.timeout = 120            # seconds for one cell
    c.ExecuteSubmission.notebook_timeout = 600   # seconds for all cells of a submission

and, to keep all marks in one database (see the page for instructors):

    c.CourseDirectory.db_url = "postgresql+psycopg://grader@db.example.org/course_2026"
"""

from pathlib import Path

from aiskills.grading.course import prepare_process, settings

c = get_config()  # noqa: F821  (given by nbgrader)
prepare_process()
c.merge(settings(Path(__file__).parent))
