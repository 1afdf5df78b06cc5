"""The local server: the book and JupyterLab at one address, for whoever has its token."""

import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from typer.testing import CliRunner

from aiskills.cli import app
from aiskills.learn import CourseError
from aiskills.learn import models as store
from aiskills.publishing import book, course
from aiskills.publishing.labels import OPEN_HERE

START = (
    "import signal, sys; from pathlib import Path; from aiskills.publishing.course import free_port, serve;"
    # As the command does: the tests may themselves run in a background job, where Ctrl-C is ignored.
    "signal.signal(signal.SIGINT, signal.default_int_handler);"
    "root = Path(sys.argv[1]); sys.exit(serve(root, root / '_build/html', free_port(), browser=False))"
)


@pytest.fixture
def taken():
    with socket.socket() as busy:
        busy.bind((course.HOST, 0))
        busy.listen()
        yield busy.getsockname()[1]


def test_a_port_in_use_is_refused_and_the_next_free_one_is_found(taken, monkeypatch):
    with pytest.raises(SystemExit, match=f"Port {taken} is in use"):
        course.free_port(taken)
    monkeypatch.setattr(course, "FIRST_PORT", taken)
    assert taken < course.free_port() < taken + 100


@pytest.mark.parametrize("port", [0, 80, 70000])
def test_a_port_that_cannot_be_used_is_refused(port):
    with pytest.raises(SystemExit, match="not a usable port"):
        course.free_port(port)


@pytest.mark.slow
def test_book_and_lab_at_one_address_until_it_is_stopped(tmp_path):
    page = tmp_path / "_build/html/notebooks/foundations/f99-new.html"
    page.parent.mkdir(parents=True)
    page.write_text(f'<a href="../../{OPEN_HERE.replace(".md", ".html")}">Lab</a>')
    (tmp_path / "_build/html/index.html").write_text("the first page")
    (tmp_path / "notebooks").mkdir()
    server = subprocess.Popen([sys.executable, "-u", "-c", START, tmp_path], stdout=subprocess.PIPE, text=True)
    try:
        lines = [server.stdout.readline() for _ in range(5)]
        address = re.search(r"http://127\.0\.0\.1:\d+/", lines[1]).group()
        token = {"Authorization": "token " + lines[1].split("token=")[1].strip()}
        assert "Ctrl-C" in lines[4]

        def get(path, headers):
            with urllib.request.urlopen(urllib.request.Request(address + path, headers=headers), timeout=180) as answer:
                return answer.geturl(), answer.read().decode()

        assert "/login" in get("book/", {})[0], "without the token, the login page"
        assert get("", token)[0].endswith("/book/")
        assert get("book/", token)[1] == "the first page"
        lesson = get("book/notebooks/foundations/f99-new.html", token)[1]
        assert 'href="/lab/tree/notebooks/foundations/f99-new.ipynb"' in lesson
        with pytest.raises(urllib.error.HTTPError) as refused:
            get("book/%2e%2e/%2e%2e/notebooks", token)
        assert refused.value.code in (403, 404)
        lab = get("lab", token)[1]
        assert '"news": {"disabled": true}' in lab and "announcements" in lab
    finally:
        server.send_signal(signal.SIGINT)
        rest = server.communicate(timeout=180)[0]
    assert "The course has stopped" in rest and server.returncode == 0


@pytest.fixture
def no_model(monkeypatch):
    """A computer on which no model is to be had; serving is told, not done."""

    def fetch(name, report=None):
        raise CourseError(f"The model {name} is not here.")

    served = []
    monkeypatch.setattr(store, "fetch", fetch)
    monkeypatch.setattr(book, "build", lambda root, say: root / "_build/html")
    monkeypatch.setattr(course, "serve", lambda *arguments, **options: served.append(arguments) or 0)
    return served


def test_a_bundle_without_models_starts_and_names_what_is_missing(no_model, monkeypatch):
    monkeypatch.setattr(book, "is_carried", lambda root: True)
    result = CliRunner().invoke(app, ["course", "--no-browser"])
    assert result.exit_code == 0 and len(no_model) == 1
    assert "The model smollm2-135m-instruct is not here." in result.output


def test_elsewhere_a_missing_model_stops_the_course(no_model, monkeypatch):
    monkeypatch.setattr(book, "is_carried", lambda root: False)
    result = CliRunner().invoke(app, ["course", "--no-browser"])
    assert isinstance(result.exception, CourseError) and no_model == []
