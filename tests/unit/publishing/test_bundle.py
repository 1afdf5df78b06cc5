"""The offline bundle of a tiny library: what goes in for whom, the archive, and the installer's refusals."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing import book, bundle
from aiskills.publishing.bundle import archive, contents, making, own, sizes, texts

from .conftest import add_lesson, markdown

ROOT = find_root()
HERE = "{}.{}".format(*sys.version_info)
OTHER = "3.13" if HERE != "3.13" else "3.12"


def tiny_wheel(folder, name, version="1.0", requires=()):
    """A wheel with nothing but its description."""
    path = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as packed:
        facts = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {line}" for line in requires)]
        packed.writestr(f"{name.replace('-', '_')}-{version}.dist-info/METADATA", "\n".join(facts) + "\n")
        packed.writestr(f"{name}.py", "x = 1\n")
    return path


@pytest.fixture
def tiny(library, tmp_path, monkeypatch):
    """A library with a lesson, an assignment and a built book; packages come from nowhere. Returns its root."""
    add_lesson(library, markdown("end", "The end."))
    add_lesson(library, slug="f98-draft", draft=True)
    (library / "requirements.lock").write_text("numpy==2.0\n")
    (library / "datasets/rain/rain.csv").write_text("mm\n1\n")
    (library / "datasets/rain/__pycache__").mkdir()
    (library / "datasets/rain/__pycache__/make.pyc").write_text("no")
    source = library / "assignments/source/f99-new"
    shutil.copytree(ROOT / "assignments/source/f00-start-here", source)
    (source / "f00-start-here.ipynb").rename(source / "f99-new.ipynb")
    (source / "rubric.md").write_text("secret rubric")
    release = library / "assignments/release/f99-new"
    release.mkdir(parents=True)
    (release / "f99-new.ipynb").write_text("{}")
    (library / "progress.json").write_text("a learner's own")
    (library / ".env").write_text("a secret")
    site = library / "_build/html"
    (site / "_static").mkdir(parents=True)
    (site / "index.html").write_text("<title>Hello</title>")
    (site / "_static/logo.png").write_bytes(b"\x89PNG")
    (site / ".buildinfo").write_text("a machine")
    monkeypatch.setattr(book, "build", lambda root, say: site)
    monkeypatch.setattr(making, "_pdf", lambda catalog, site, say: False)
    monkeypatch.setattr(making, "_release", lambda catalog, say: library / "assignments/release")
    monkeypatch.setattr(making.wheels, "collect", lambda *rest: [tiny_wheel(tmp_path / "wheels", "numpy", "2.0")])
    monkeypatch.setattr(own, "build", lambda code, into: tiny_wheel(into, "aiskills", "0.1.0"))
    return library


def quiet(line):
    pass


def names(path):
    """The files of an archive without its top folder."""
    with zipfile.ZipFile(path) as packed:
        return {name.split("/", 1)[1] for name in packed.namelist()}


def unpack(path, into):
    with zipfile.ZipFile(path) as packed:
        packed.extractall(into)
        return into / packed.namelist()[0].split("/")[0]


def test_read_holds_the_book_and_its_guide_alone(tiny):
    said = []
    out = bundle.make(tiny, "read", say=said.append)
    assert out == tiny / "_build/bundles/aiskills-0.1.0-read.zip"
    guide = {"START-HERE.html", "README.txt", "SHA256SUMS", "LICENSE", "LICENSE-CONTENT"}
    assert names(out) == guide | {"pages/index.html", "pages/_static/logo.png"}
    assert any("together; at most 30.0 MB are allowed" in line for line in said)
    assert any(line.endswith("  book") for line in said)


def test_the_same_input_gives_the_same_bytes(tiny, tmp_path):
    first = bundle.make(tiny, "read", tmp_path / "one.zip", quiet)
    os.utime(tiny / "_build/html/index.html", (10**9, 10**9))
    (tiny / "_build/html/index.html").chmod(0o600)
    again = bundle.make(tiny, "read", tmp_path / "two.zip", quiet)
    assert first.read_bytes() == again.read_bytes()


def test_both_checksums_hold(tiny, tmp_path):
    out = bundle.make(tiny, "learn", tmp_path / "it.zip", quiet)
    digest, name = Path(f"{out}.sha256").read_text().split()
    assert name == "it.zip" and digest == hashlib.sha256(out.read_bytes()).hexdigest()
    folder = unpack(out, tmp_path)
    sums = dict(reversed(line.split("  ", 1)) for line in (folder / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert set(sums) == set(files) - {"SHA256SUMS"}
    assert all(sums[name] == archive.sha256(files[name]) for name in sums)


def test_learners_get_no_solution_and_nothing_private(tiny):
    inside = names(bundle.make(tiny, "learn", say=quiet))
    library = {name for name in inside if name.startswith("library/")}
    assert "library/assignments/release/f99-new/f99-new.ipynb" in library
    assert {"library/datasets/rain/rain.csv", "library/notebooks/foundations/f99-new.ipynb"} <= library
    assert {"library/_toc.yml", "library/book/tracks/tracks.toml", "library/requirements.lock"} <= library
    assert "library/_build/html/index.html" in library and "library/_build/carried" in library
    assert {"install.py", "course.py", "setup/bootstrap.py", "setup/bundle.json"} <= inside
    assert {name for name in inside if name.endswith(".whl")} == {
        "wheels/numpy-2.0-py3-none-any.whl",
        "wheels/aiskills-0.1.0-py3-none-any.whl",
    }
    private = ("source", "rubric", "progress", ".env", "__pycache__", ".buildinfo", "nbgrader_config", "f98-draft/")
    assert [name for name in inside if any(word in name for word in private)] == []


def test_instructors_get_what_grading_needs_and_the_archive_says_so(tiny, tmp_path):
    out = bundle.make(tiny, "learn", say=quiet, readers="instructors")
    assert "-learn-instructors-" in out.name
    inside = names(out)
    assert {
        "library/assignments/source/f99-new/f99-new.ipynb",
        "library/assignments/source/f99-new/rubric.md",
    } <= inside
    folder = unpack(out, tmp_path)
    for name in ("README.txt", "START-HERE.html"):
        words = " ".join((folder / name).read_text().split())
        assert "It is the instructors' copy" in words.replace("&#x27;", "'") and "Do not give it to learners" in words


def test_the_guide_is_plain_and_says_who_it_is_for(tiny, tmp_path):
    folder = unpack(bundle.make(tiny, "learn", say=quiet, platform="windows-x86_64", python="3.12"), tmp_path)
    raw = (folder / "README.txt").read_bytes()
    text = raw.decode("ascii")
    assert raw.count(b"\n") == raw.count(b"\r\n") and max(map(len, text.splitlines())) <= 76
    assert "learners' copy" in text and "py install.py" in text and "Python 3.12" in text
    page = (folder / "START-HERE.html").read_text()
    assert 'href="library/_build/html/index.html"' in page and (folder / "library/_build/html/index.html").is_file()
    assert 'lang="en"' in page and "http" not in page


def test_the_guide_follows_the_title_and_escapes_it():
    about = texts.About("A <b> & co", "1", "read", "learners", "pages/index.html")
    assert "<h1>A &lt;b&gt; &amp; co</h1>" in texts.page(about) and texts.plain(about).startswith("A <B> & CO")


def test_above_the_bound_nothing_is_written_and_the_largest_parts_are_named(tiny, tmp_path, monkeypatch):
    monkeypatch.setitem(making.BOUNDS, "read", 2000)
    (tiny / "_build/html/large.bin").write_bytes(os.urandom(50_000))
    with pytest.raises(SystemExit, match=r"would have 0.1 MB, and 0.0 MB are allowed.*book \(0.1 MB\), licences"):
        bundle.make(tiny, "read", tmp_path / "out/it.zip", quiet)
    assert list((tmp_path / "out").iterdir()) == []


def test_read_is_promised_to_stay_under_thirty_megabytes():
    assert making.BOUNDS["read"] <= 30e6 < making.BOUNDS["learn"] < making.BOUNDS["all"]


@pytest.mark.parametrize(
    ("tier", "more", "told"),
    [
        ("everything", {}, "no tier 'everything'. Choose one of: read, learn, all"),
        ("read", {"readers": "friends"}, "kind of reader 'friends'"),
        ("read", {"out": Path("it.tar")}, "let the name 'it.tar' end with .zip"),
        ("learn", {"platform": "amiga"}, "platform 'amiga'. Choose with --platform: linux-x86_64"),
        ("learn", {"python": "2.7"}, "does not run on Python 2.7"),
    ],
)
def test_a_wrong_choice_is_a_sentence(tiny, tier, more, told):
    with pytest.raises(SystemExit) as refused:
        bundle.make(tiny, tier, say=quiet, **more)
    assert told in str(refused.value)


def test_a_full_disk_is_said_before_packing(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(archive.shutil, "disk_usage", lambda folder: type("usage", (), {"free": 10}))
    with pytest.raises(SystemExit, match="of disk space and 0.0 MB are free at"):
        bundle.make(tiny, "read", tmp_path / "it.zip", quiet)
    assert not (tmp_path / "it.zip").exists()


def test_a_place_that_cannot_be_written_is_a_sentence(tiny, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemExit, match="cannot be written"):
        bundle.make(tiny, "read", tmp_path / "file/it.zip", quiet)


def test_the_models_of_the_lessons_are_in_all(tiny, monkeypatch, tmp_path):
    """A model that travels with the package is not packed again; the archive without models names their lessons."""
    add_lesson(tiny, slug="f97-model")
    path = tiny / "notebooks/foundations/f97-model.ipynb"
    lesson = json.loads(path.read_text())
    lesson["metadata"]["aiskills"]["models"] = ["small", "bundled"]
    path.write_text(json.dumps(lesson))
    model = tmp_path / "models/small.bin"
    model.parent.mkdir()
    model.write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    source = f'{{package = "x==1", size = 7, sha256 = "{digest}"}}'
    (tiny / "datasets/models.toml").write_text(
        f"[small]\ndownload = 7\nfiles = [{{size = 9}}]\nsources = [{source}]\n[bundled]\ndownload = 0\nfiles = []\n"
    )
    monkeypatch.setenv("AISKILLS_MODEL_SOURCE", str(model.parent))
    folder = unpack(bundle.make(tiny, "all", say=quiet), tmp_path / "all")
    facts = json.loads((folder / "setup/bundle.json").read_text())
    assert (folder / "models/small.bin").read_bytes() == b"weights"
    assert facts["models"] == ["small"] and facts["without_models"] == []
    assert facts["disk_bytes"] > making.RESERVE + 16
    folder = unpack(bundle.make(tiny, "learn", say=quiet), tmp_path / "learn")
    facts = json.loads((folder / "setup/bundle.json").read_text())
    assert facts["models"] == [] and facts["without_models"] == ["f97-model"]
    assert "f97-model" in (folder / "README.txt").read_text()


def test_everything_a_library_has_goes_into_a_part(tmp_path):
    """The real library: each written lesson, each data file and each setting, once."""
    catalog = load_catalog(ROOT)
    entries = list(contents.library(catalog, ROOT))
    inside = [entry.name for entry in entries]
    assert len(inside) == len(set(inside)) and all(entry.content.is_file() for entry in entries)
    data = {f"library/{path.relative_to(ROOT).as_posix()}" for path in ROOT.glob("datasets/*/*.csv*")}
    lessons = {f"library/{module.path.relative_to(ROOT).as_posix()}" for module in catalog.written}
    assert data | lessons <= set(inside)
    sources = {entry.name.split("/")[3] for entry in contents.sources(catalog) if "/source/" in entry.name}
    assert sources == set(catalog.assignments)


# The installer, as a person meets it: a folder, and a Python that knows nothing of this library.


@pytest.fixture
def unpacked(tiny, tmp_path):
    """An unpacked archive for this computer, in a folder with a space and a letter that is not ASCII."""
    return unpack(bundle.make(tiny, "learn", say=quiet), tmp_path / "été 1")


def install(folder, *arguments, python=sys.executable, **environment):
    """Run install.py; returns its exit status and the lines of both streams."""
    clean = {"PATH": "", "HOME": str(folder), "LANG": "C.UTF-8", "PYTHONUTF8": "1", **environment}
    if os.name == "nt":
        clean["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    answer = subprocess.run(
        [python, "-I", str(folder / "install.py"), *arguments],
        cwd=folder.parent,
        env=clean,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert "Traceback" not in answer.stderr, answer.stderr
    assert answer.stderr.count("\n") <= 1, "one sentence"
    return answer.returncode, answer.stdout, answer.stderr


def test_check_finds_the_files_as_they_were_packed(unpacked):
    status, out, _ = install(unpacked, "--check")
    assert status == 0 and "files are as they were packed" in out
    assert not list(unpacked.rglob("__pycache__")), "looking at a folder leaves nothing in it"


def test_one_changed_byte_is_found(unpacked):
    wheel = next(unpacked.glob("wheels/numpy-*.whl"))
    content = bytearray(wheel.read_bytes())
    content[len(content) // 2] ^= 1
    wheel.write_bytes(content)
    for arguments in ((), ("--check",)):
        status, _, err = install(unpacked, *arguments)
        assert status == 1
        assert err.startswith(f"Stopped: Not as it was packed: wheels/{wheel.name}. Copy the archive again")
    assert not (unpacked / "library/.venv").exists()


def test_a_missing_file_is_named(unpacked):
    (unpacked / "library/datasets/rain/rain.csv").unlink()
    status, _, err = install(unpacked)
    assert status == 1 and err.startswith("Stopped: Missing: library/datasets/rain/rain.csv. Unpack")


@pytest.mark.parametrize("name", ["SHA256SUMS", "setup/bundle.json", "setup/bootstrap.py"])
def test_what_the_installer_itself_needs_is_named_too(unpacked, name):
    (unpacked / name).unlink()
    status, _, err = install(unpacked)
    assert status == 1 and name in err and "unpack the whole archive again" in err


def test_the_wrong_python_is_named(tiny, tmp_path):
    folder = unpack(bundle.make(tiny, "learn", say=quiet, python=OTHER), tmp_path / "there")
    status, _, err = install(folder)
    assert status == 1
    assert f"This is Python {HERE}; the packages in this folder are for Python {OTHER}. Install that one too" in err


def test_another_kind_of_computer_is_named(tiny, tmp_path):
    here = making.targets.choose().name
    other = next(name for name in making.targets.SYSTEMS if name != here)
    folder = unpack(bundle.make(tiny, "learn", say=quiet, platform=other), tmp_path / "there")
    status, _, err = install(folder)
    assert status == 1 and "this computer is another one" in err and "open START-HERE.html" in err


def test_too_little_disk_is_said_before_anything_is_made(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(making, "RESERVE", 10**18)
    folder = unpack(bundle.make(tiny, "learn", say=quiet), tmp_path / "there")
    status, _, err = install(folder)
    assert status == 1 and "GB of disk space and" in err and "Free some space" in err
    assert not (folder / "library/.venv").exists()


def test_wheels_that_do_not_fit_are_one_sentence(unpacked):
    """A real environment and a real pip; the folder of wheels has no PyTorch. Nothing is asked of a network."""
    status, out, err = install(unpacked, PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert status == 1 and "[1/3] Creating" in out
    assert "The wheel of PyTorch in" in err and "does not fit this computer" in err
    log = (unpacked / "library/.cache/setup.log").read_text()
    assert "127.0.0.1" not in log, "pip looks into the folder alone"


def test_the_course_is_not_started_before_it_is_set_up(unpacked):
    answer = subprocess.run([sys.executable, str(unpacked / "course.py")], capture_output=True, text=True)
    assert answer.returncode == 1 and answer.stderr.startswith("The course is not set up yet: run install.py first")


def test_a_learners_copy_says_that_it_cannot_grade(unpacked):
    command = [sys.executable, "-m", "aiskills", "release"]
    paths = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    answer = subprocess.run(command, cwd=unpacked / "library", env=paths, capture_output=True, text=True)
    assert answer.returncode == 1 and "This is a learners' copy of the course" in answer.stderr


def test_a_book_that_was_carried_here_is_used_as_it_is(tmp_path):
    place = tmp_path / "_build"
    (place / "html").mkdir(parents=True)
    (tmp_path / "_toc.yml").touch()
    (place / book.CARRIED).touch()
    said = []
    assert book.build(tmp_path, said.append, anew=True) == place / "html"
    assert said == ["The book came with this copy and is used as it is."] and (place / "html").is_dir()


def test_the_table_of_sizes_comes_from_the_measurement(tmp_path):
    page, results = tmp_path / sizes.PAGE, tmp_path / sizes.RESULTS
    page.parent.mkdir()
    page.write_text(f"# Offline\n\n{sizes.BEGIN}an old table\n{sizes.END}\nMore.\n")
    assert sizes.page(tmp_path) == {}, "nothing was measured: the page stays as it is"
    results.parent.mkdir(parents=True)
    rows = {"read": {"archive_mb": 3.2, "disk_mb": 9}, "all, Mac": {"archive_mb": 512.4, "disk_mb": 3214}}
    results.write_text(json.dumps(rows | {"machine": {}, "measured": "2026-01-02"}))
    text = sizes.page(tmp_path)[page]
    assert "| read | 3.2 MB | 9.0 MB |\n| all, Mac | 512 MB | 3.2 GB |\n" in text and "Measured on 2026-01-02." in text
    assert text.startswith("# Offline\n") and text.endswith("\nMore.\n") and "old table" not in text
    page.write_text(text)
    assert sizes.page(tmp_path) == {page: text}


def test_the_page_has_the_place_of_its_table():
    text = (ROOT / sizes.PAGE).read_text(encoding="utf-8")
    assert text.count(sizes.BEGIN) == text.count(sizes.END) == 1
