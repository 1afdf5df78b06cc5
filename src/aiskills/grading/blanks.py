"""What an answer cell holds in the learners' copy: nbgrader's `ClearSolutions`, kinder to cells that are filled in."""

from __future__ import annotations

import ast

from nbformat import NotebookNode
from nbgrader.preprocessors import ClearSolutions


class ClearAnswers(ClearSolutions):
    """A cell that gives names with blanks to fill in keeps them alone, without a line that stops the notebook.

    Such a line would have to be deleted by somebody who came to fill in a table and does not program. An answer that
    stays blank is told by the first visible test.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: dict, cell_index: int):
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        stub = "\n" + self.code_stub[resources["language"]]
        if cell.cell_type == "code" and cell.source.endswith(stub) and _fills_names(cell.source.removesuffix(stub)):
            cell.source = cell.source.removesuffix(stub).rstrip()
        return cell, resources


def _fills_names(source: str) -> bool:
    """Whether the cell does nothing but give values to names."""
    try:
        statements = ast.parse(source).body
    except SyntaxError:  # the head of a function whose body was the solution
        return False
    return bool(statements) and all(isinstance(one, (ast.Assign, ast.AnnAssign)) for one in statements)
