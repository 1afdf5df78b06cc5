"""The pages of a run, all without anything that runs.

For the learner one page a submission: part by part, in words; nothing of the hidden tests, nothing of a suspicion. For
the instructor an overview with the queue first, and one page a submission that shows all.
"""

from __future__ import annotations

import json
import re
from html import escape
from pathlib import Path
from urllib.parse import quote

from .marks import Mark, autograded
from .release import Assignment
from .verdicts import CANNOT_GRADE, GRADED, NEEDS_PERSON, REFUSED, SCORED, UNDECIDED, Part, Verdict

# Flags that begin so are for the instructor: signs that a person weighs, never told to a learner by a machine.
INTEGRITY = "integrity: "
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_TRACE_LIMIT = 6_000  # characters of a traceback on the instructor's page
_SOURCE_LIMIT = 20_000

# Roles are written out in the tables: the phone layout changes their display, which would hide them as tables.
_STYLE = """
body { font: 1.05rem/1.55 system-ui, sans-serif; color: #1a1a1a; background: #fff;
  max-width: 46rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; padding: .3rem 0; }
body.wide { max-width: 80rem; }
.wide caption { position: absolute; clip-path: inset(50%); }
th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #767676;
  padding: .5rem .6rem .5rem 0; overflow-wrap: anywhere; }
td.points { white-space: nowrap; }
thead th { overflow-wrap: normal; }
a { color: #0b4f8a; }
.sum { font-size: 1.2rem; }
pre { overflow-x: auto; border: 1px solid #767676; padding: .5rem; font-size: .9rem; white-space: pre-wrap;
  overflow-wrap: anywhere; }
@media (max-width: 34rem) {
  thead { position: absolute; clip-path: inset(50%); }
  tr { display: block; border-bottom: 2px solid #767676; padding: .4rem 0; }
  th, td { display: block; border: 0; padding: .1rem 0; }
  td.points { font-weight: bold; }
}
@media (prefers-color-scheme: dark) {
  body { color: #f2f2f2; background: #16181a; }
  a { color: #9ecbff; }
}
"""

_STATUS = {GRADED: "Graded", CANNOT_GRADE: "Waiting for a person: could not be graded", REFUSED: "Not accepted"}


def write_feedback(out: Path, assignment: Assignment, verdict: Verdict, marks: dict[str, Mark]) -> Path:
    """Write ``out/feedback/<student>.html`` (the verdict has the marks of people in place already)."""
    path = out / "feedback" / f"{verdict.student}.html"
    return _write(path, _page(f"{title_of(assignment)}: feedback", _body(assignment, verdict, marks)))


def write_instructor(
    out: Path, assignment: Assignment, verdict: Verdict, notebook: dict | None, only_if_missing: bool = False
) -> Path:
    """Write ``out/instructor/<student>.html``: the verdict in full, each failed cell with its traceback.

    ``notebook`` is the executed notebook as it was stored, as plain JSON, or None to look for it on the disk.
    """
    path = out / "instructor" / f"{verdict.student}.html"
    if only_if_missing and path.exists():
        return path
    if notebook is None and verdict.parts:
        try:
            notebook = json.loads(autograded(out, verdict.student, assignment.slug).read_bytes())
        except (OSError, ValueError):
            notebook = None
    title = f"{title_of(assignment)}: {verdict.student}, for the instructor"
    body = f"<h1>{escape(title)}</h1><p>{escape(verdict.source)}: {_STATUS[verdict.status]}, "
    body += f"{_points(verdict.score, verdict.max_score)} points, {verdict.seconds:g} s. {escape(verdict.reason)}</p>"
    body += "<p>This page shows hidden tests: keep it from learners. Marks of people stand in the form-grader.</p>"
    if verdict.flags:
        body += "<h2>Flags</h2><p>For your information; no marks were changed for them.</p><ul>"
        body += "".join(f"<li>{escape(flag)}</li>" for flag in verdict.flags) + "</ul>"
    rows = [
        _row(
            escape(assignment.part_name(name)),
            escape(name),
            escape(part.outcome),
            _points(part.score, part.max_score),
            escape(part.reason),
            points=2,
        )
        for name, part in verdict.parts.items()
    ]
    if rows:
        body += _table("What the tests decided", ["Part", "Cell", "Outcome", "Points", "Reason"], rows)
    body += "".join(_failed(number, cell) for number, cell in enumerate(notebook["cells"], 1)) if notebook else ""
    return _write(path, _page(title, body))


def _failed(number: int, cell: dict) -> str:
    """A cell that ended in an error, with its text and what Python said; empty for any other cell."""
    errors = [output for output in cell.get("outputs", ()) if output["output_type"] == "error"]
    if not errors:
        return ""
    name = (cell["metadata"].get("nbgrader") or {}).get("grade_id", "")
    source = "".join(cell["source"])[:_SOURCE_LIMIT]
    said = "".join(
        f"<pre>{escape(_ANSI.sub('', chr(10).join(error['traceback']))[-_TRACE_LIMIT:] or error['ename'])}</pre>"
        for error in errors[:3]
    )
    return f"<h2>Cell {number} {escape(name)}: {escape(errors[0]['ename'][:80])}</h2><pre>{escape(source)}</pre>{said}"


class Overview:
    """``out/index.html``, for the instructor: the queue first, then flags, then every submission by its state."""

    def __init__(self, out: Path, assignment: Assignment) -> None:
        self.out, self.title = out, f"{title_of(assignment)}: all submissions"
        self.rows: dict[str, list[str]] = {key: [] for key in ("queue", "flags", "refused", "waiting", "done")}

    def add(self, verdict: Verdict) -> None:
        """Take the next submission, in the order in which they shall stand."""
        student = quote(verdict.student)
        links = [
            f'<a href="{folder}/{student}.html">{word}</a>'
            for folder, word in (("instructor", "all"), ("feedback", "learner\u2019s page"))
            if (self.out / folder / f"{verdict.student}.html").exists()
        ]
        said = " ".join(filter(None, [verdict.reason, _waiting(verdict)]))
        notes = escape(" ".join(filter(None, [said, "; ".join(verdict.flags)])))
        file = f"<br>{escape(verdict.source)}" if verdict.status != GRADED else ""
        cells = (_points(verdict.score, verdict.max_score), notes, ", ".join(links))
        row = _row(escape(verdict.student) + file, *cells, points=0)
        state = {CANNOT_GRADE: "queue", REFUSED: "refused"}.get(verdict.status)
        self.rows[state or ("waiting" if verdict.waiting else "done")].append(row)
        if any(flag.startswith(INTEGRITY) for flag in verdict.flags):
            self.rows["flags"].append(row)

    def write(self) -> Path:
        """Write the page."""
        sections = {
            "queue": (
                "Could not be graded",
                "None of these is a zero: a person must look.",
            ),
            "flags": (
                "Flags to look at",
                "A flag is information for you, not a finding: no marks were changed for it. They stand below as well.",
            ),
            "refused": ("Not accepted", "The learner is told what to do; these have no points yet."),
            "waiting": ("Graded; written parts wait for a person", "Mark them in the form-grader."),
            "done": ("Graded", ""),
        }
        counts = "; ".join(
            f'<a href="#{key}">{heading.lower()}: {len(self.rows[key])}</a>' for key, (heading, _) in sections.items()
        )
        body = f"<h1>{escape(self.title)}</h1><p>For the instructor, not for learners. {counts}.</p>"
        for key, (heading, words) in sections.items():
            body += f"<h2 id={key}>{heading} ({len(self.rows[key])})</h2>" + (f"<p>{words}</p>" if words else "")
            if self.rows[key]:
                columns = ["Student", "Points", "Notes", "Pages"]
                body += _table(heading, columns, self.rows[key])
        return _write(self.out / "index.html", _page(self.title, body, wide=True))


def _write(path: Path, text: str) -> Path:
    """Put the text there in one step, unless it stands there already."""
    data = text.encode("utf-8", "replace")
    try:
        if path.read_bytes() == data:
            return path
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
    return path


def title_of(assignment: Assignment) -> str:
    """The first heading of the notebook, or the slug."""
    for cell in assignment.release.cells:
        for line in cell.source.splitlines() if cell.cell_type == "markdown" else []:
            if line.startswith("# "):
                return line[2:].strip()
    return assignment.slug


def _body(assignment: Assignment, verdict: Verdict, marks: dict[str, Mark]) -> str:
    body = f"<h1>{escape(title_of(assignment))}</h1><p>Feedback for <strong>{escape(verdict.student)}</strong></p>"
    if verdict.status == REFUSED:
        return body + (
            f"<h2>Your file was not accepted</h2><p>{escape(verdict.reason)}</p><p>It has no points yet.</p>"
        )
    if verdict.status == CANNOT_GRADE:
        body += (
            f"<h2>A person must look at your file</h2><p>{escape(verdict.reason)}</p>"
            "<p>This is not a zero. You will get your points when a person has looked.</p>"
        )
    else:
        body += f"<p class=sum>Points: <strong>{_points(verdict.score, verdict.max_score)}</strong></p>"
        if verdict.waiting:
            body += f"<p>{_waiting(verdict)} These points are not counted yet.</p>"
    if verdict.parts:
        rows = [_part(assignment.part_name(name), part, marks.get(name)) for name, part in verdict.parts.items()]
        body += _table("Your points, part by part", ["Part", "Points", "What we saw"], rows)
    asides = {name: mark.comment for name, mark in marks.items() if mark.comment and name not in verdict.parts}
    if asides:
        notes = "".join(f"<li>{escape(name)}: {escape(comment)}</li>" for name, comment in asides.items())
        body += f"<h2>Comments on your code</h2><ul>{notes}</ul>"
    handled = [flag for flag in verdict.flags if not flag.startswith(INTEGRITY)]
    if handled:
        notes = "".join(f"<li>{escape(flag[:1].upper() + flag[1:].rstrip('.'))}.</li>" for flag in handled)
        body += f"<h2>About your file</h2><p>For your information; it costs no points.</p><ul>{notes}</ul>"
    return body


def _part(name: str, part: Part, mark: Mark | None) -> str:
    if part.outcome == NEEDS_PERSON:
        text = "Waiting for a person to read it."
    elif part.outcome == UNDECIDED:
        text = f"Could not be tested; a person will look. {part.reason}"
    elif part.outcome == SCORED:
        text = "Marked by a person." if mark and mark.score is not None else "All tests passed."
    else:
        text = part.reason
    comment = f"<br><strong>Comment:</strong> {escape(mark.comment)}" if mark and mark.comment else ""
    return _row(escape(name), _points(part.score, part.max_score), escape(text) + comment, points=0)


def _waiting(verdict: Verdict) -> str:
    count = len(verdict.waiting)
    if count == 0:
        return ""
    return "1 written part waits for a person." if count == 1 else f"{count} written parts wait for a person."


def _points(score: float | None, most: float) -> str:
    return f"{'?' if score is None else f'{score:g}'} of {most:g}"


def _row(head: str, *cells: str, points: int) -> str:
    """A table row of HTML; the cell with the number ``points`` holds points."""
    marked = [" class=points" if number == points else "" for number in range(len(cells))]
    out = "".join(f"<td role=cell{mark}>{cell}</td>" for mark, cell in zip(marked, cells, strict=True))
    return f"<tr role=row><th role=rowheader scope=row>{head}</th>{out}</tr>"


def _table(caption: str, columns: list[str], rows: list[str]) -> str:
    heads = "".join(f"<th role=columnheader scope=col>{column}</th>" for column in columns)
    return (
        f"<table role=table><caption>{caption}</caption><thead role=rowgroup><tr role=row>{heads}</tr></thead>"
        f"<tbody role=rowgroup>{''.join(rows)}</tbody></table>"
    )


def _page(title: str, body: str, wide: bool = False) -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    width = " class=wide" if wide else ""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body{width}><main>{body}</main></body></html>\n"
    )
