"""The cells and tests of submissions in one warm process, for ``benchmarks.grading``: what no grader can save.

No process is made, nothing is sealed off, nothing is read or written. The last line is JSON: student -> CPU seconds.
"""

import contextlib
import io
import json
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from aiskills.grading.engine import shell as shells
from aiskills.grading.engine.engine import SEED_LINE, reference
from aiskills.grading.engine.plan import Blueprint, steps
from aiskills.grading.reading import align, parse
from aiskills.grading.release import build


def main(source: str, submissions: str) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        assignment = build(Path(source), Path(scratch))
    blueprint = Blueprint.of(assignment.source)
    shells.make()
    shell = shells.Shell.instance()

    def run(notebook) -> float:
        shell.reset(new_session=True)
        plan = steps(blueprint, notebook, lambda code: SEED_LINE.sub(r"\g<1>seed = 1", code))
        started = time.process_time()
        for step in plan:
            shell.recorder.begin(1_000_000)
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                shell.run_cell(step["code"], store_history=False)
            shell.recorder.finish()
        return time.process_time() - started

    run(reference(assignment))  # imports everything
    found = {}
    for path in sorted(Path(submissions).glob("*/*/*.ipynb")):
        found[path.parts[-3]] = run(nbformat.from_dict(align(parse(path.read_bytes()), assignment)[0]))
    print(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
