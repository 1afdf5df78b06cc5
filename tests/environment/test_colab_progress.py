"""Quiz answers and the progress panel in the versions that Google Colab ships, above all ipywidgets 7.

What a browser sends to the kernel is set by hand: the text of the hidden field, and the state of the upload field.
"""

import json
import os
import subprocess

from .test_colab import PRETEND, ROOT, RUN, colab  # noqa: F401

CELLS = [
    "import ipywidgets\nfrom aiskills import learn\nlesson = learn.lesson('f02-honest-evaluation')",
    "lesson.quiz('exit')",
    "learn.progress.panel()",
    """
every = list(ipywidgets.Widget.widgets.values())
field = next(one for one in every if type(one).__name__ == "Text" and one.layout.display == "none")
field.value = '{"question": 1, "choice": "B", "at": "1"}'
field.value = '{"question": 9, "choice": "B", "at": "2"}'
said = [one.value for one in every if type(one).__name__ == "HTML" and "data-kept" in one.value]
print(ipywidgets.__version__, said)
""",
    """
upload = next(one for one in every if type(one).__name__ == "FileUpload")
for count, (name, content) in enumerate(FILES.items(), 1):
    upload.set_state({"data": [memoryview(content.encode())], "metadata": [{"name": name}], "_counter": count})
button = next(one for one in every if getattr(one, "description", "") == "Download my progress")
button.click()
shown = [one.value for one in ipywidgets.Widget.widgets.values() if type(one).__name__ == "HTML"]
print(any("download=" in one for one in shown))
""",
]


def test_answers_and_files_arrive_with_ipywidgets_7(colab, tmp_path):  # noqa: F811
    poll = {"x": {"polls": {"start": {"choice": "a", "at": "2026-01-01T00:00:00+00:00"}}}}
    files = {"mine.json": {"format": "aiskills-progress", "version": 1, "lessons": poll}, "odd.json": {}}
    cells = [f"FILES = { ({name: json.dumps(one) for name, one in files.items()})!r}", *CELLS]
    code = [
        {"cell_type": "code", "id": f"c{n}", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}
        for n, cell in enumerate(cells)
    ]
    notebook = {"cells": code, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "it.ipynb").write_text(json.dumps(notebook))
    own = {"AISKILLS_PROGRESS": str(tmp_path / "kept.json"), "IPYTHONDIR": str(tmp_path / "ipython")}
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "AISKILLS"))}
    answer = subprocess.run(
        [colab, "-c", RUN, "it.ipynb", PRETEND, "."],
        cwd=tmp_path,
        env={**clean, **own, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=900,
    )
    assert answer.returncode == 0, answer.stderr[-3000:]
    outputs = json.loads(answer.stdout.splitlines()[-1])
    printed = "".join(one["text"] for one in outputs if one.get("name") == "stdout")
    assert printed.startswith("7.7.1") and "by question: 1 right." in printed and "True" in printed
    lessons = json.loads((tmp_path / "kept.json").read_text())["lessons"]
    assert set(lessons) == {"f02-honest-evaluation", "x"}
    (entry,) = lessons["f02-honest-evaluation"]["quizzes"].values()
    assert [row[1:] for row in entry["history"]] == [["b", True]]
