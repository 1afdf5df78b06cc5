"""The executed notebook of a submission, for instructors: the learner's outputs, and the tests with their errors."""

from __future__ import annotations

from nbformat import NotebookNode

from .plain import SHOWN
from .session import Report

_OUTPUTS = 2_000  # of one cell


def executed(notebook: NotebookNode, report: Report, tests: dict[str, str]) -> NotebookNode:
    """Put what the report holds into the notebook (changed in place). ``tests``: grade id -> the test as it ran."""
    by_cell = {part["cell"]: part for part in report.parts.values()}
    count = 0
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
        if grade_id in tests:
            cell.source = tests[grade_id]
        ran = report.cells.get(number) or by_cell.get(number)
        if ran is None:
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = [_output(output) for output in ran.get("outputs", [])[:_OUTPUTS] if _is_output(output)]
        if ran.get("printed"):
            cell.outputs.append(NotebookNode(output_type="stream", name="stdout", text=ran["printed"]))
        if ran.get("error"):
            cell.outputs.append(_error(ran["error"]))
    return notebook


def _is_output(output: object) -> bool:
    """Whether this is an output of the three kinds that the shell records; anything else was not made by the shell."""
    if type(output) is not dict:
        return False
    if output.get("output_type") == "stream":
        return output.get("name") in ("stdout", "stderr") and type(output.get("text")) is str
    data = output.get("data")
    return output.get("output_type") in ("display_data", "execute_result") and type(data) is dict and bool(data)


def _output(output: dict) -> NotebookNode:
    if output["output_type"] == "stream":
        return NotebookNode(output_type="stream", name=output["name"], text=output["text"])
    data = {kind: text for kind, text in output["data"].items() if kind in SHOWN and type(text) is str}
    return NotebookNode(output_type="display_data", data=NotebookNode(data), metadata=NotebookNode())


def _error(error: dict) -> NotebookNode:
    name = str(error.get("limit") or error.get("name") or "Error")
    text = str(error.get("text", ""))
    trace = error.get("traceback") or f"{name}: {text}"
    return NotebookNode(output_type="error", ename=name, evalue=text, traceback=str(trace).splitlines())
