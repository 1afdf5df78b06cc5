"""Which wheels a bundle gets: the versions of the lock for another computer, each fetched once, each checked."""

import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from aiskills.bootstrap import TORCH, TORCH_CPU_INDEX
from aiskills.catalog import find_root
from aiskills.publishing.bundle import own, targets, wheels

from .test_bundle import quiet, tiny_wheel

ROOT = find_root()
PROJECT = """
[project]
name = "aiskills"
dependencies = ["numpy>=1", "terminal ; sys_platform == 'win32'"]
[project.optional-dependencies]
course = ["soup[fast]"]
test = ["pytest"]
"""
LOCK = """
numpy==2.0
terminal==1.0 ; sys_platform == 'win32'
soup==2.0 ; python_full_version < '3.11.5'
soup==4.0 ; python_full_version >= '3.11.5'
fast-soup==1.0
spoon==1.0
pytest==9.0
"""
REQUIRES = {
    "soup": ["spoon", "fast-soup ; extra == 'fast'", "pytest ; extra == 'test'", "torch ; sys_platform == 'never'"],
    "spoon": ["soup"],  # a ring must come to an end
}


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "requirements.lock").write_text(LOCK)
    return folder


@pytest.fixture
def asked(monkeypatch):
    """pip is replaced: it makes the wheels that it is asked for. Returns what it was asked, call by call."""
    calls = []

    def run(command, **wishes):
        pins = [word.split("==") for word in command if "==" in word]
        calls.append(command)
        folder = Path(command[command.index("--dest") + 1])
        for name, version in pins:
            tiny_wheel(folder, name, version, REQUIRES.get(name, ()))
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(wheels.subprocess, "run", run)
    return calls


def pinned(found):
    return {wheels.pin_of(wheel) for wheel in found}


def collect(project, target, keep):
    return wheels.collect(project, ["course"], target, keep, quiet)


def test_requirements_are_followed_with_the_conditions_of_the_other_computer(project, asked, tmp_path):
    linux = collect(project, targets.Target("linux-x86_64", "3.11"), tmp_path / "linux")
    every = {("numpy", "2.0"), ("soup", "2.0"), ("soup", "4.0"), ("fast-soup", "1.0"), ("spoon", "1.0")}
    assert pinned(linux) == every | {("torch", f"{TORCH}+cpu")}, "both versions of soup: 3.11.2 needs the older one"
    windows = collect(project, targets.Target("windows-x86_64", "3.12"), tmp_path / "windows")
    assert pinned(windows) == every - {("soup", "2.0")} | {("torch", TORCH), ("terminal", "1.0")}


def test_pip_is_told_of_the_other_computer_and_takes_no_dependency_by_itself(project, asked, tmp_path):
    collect(project, targets.Target("windows-x86_64", "3.12"), tmp_path / "keep")
    for command in asked:
        assert {"--no-deps", "--only-binary"} <= set(command)
        assert command[command.index("--platform") + 1] == "win_amd64"
        assert command[command.index("--python-version") + 1] == "3.12.99"
        named = [word.split("==")[0] for word in command if "==" in word]
        assert len(named) == len(set(named)), "pip takes one version of a package at a time"
        assert not any("://" in word for word in command), "what is configured on this computer decides"


def test_a_second_run_fetches_only_what_is_missing_or_damaged(project, asked, tmp_path):
    target, keep = targets.Target("linux-x86_64", "3.11"), tmp_path / "keep"
    first = collect(project, target, keep)
    asked.clear()
    assert collect(project, target, keep) == first and asked == []
    (keep / "numpy-2.0-py3-none-any.whl").write_bytes(b"damaged")
    next(keep.glob("spoon-*.whl")).unlink()
    assert collect(project, target, keep) == first
    assert {word for command in asked for word in command if "==" in word} == {"numpy==2.0", "spoon==1.0"}
    with zipfile.ZipFile(keep / "numpy-2.0-py3-none-any.whl") as packed:
        assert packed.testzip() is None


def test_wheels_that_the_lock_left_behind_are_deleted(project, asked, tmp_path):
    target, keep = targets.Target("linux-x86_64", "3.11"), tmp_path / "keep"
    collect(project, target, keep)
    (project / "requirements.lock").write_text(LOCK.replace("numpy==2.0", "numpy==2.1"))
    assert ("numpy", "2.1") in pinned(collect(project, target, keep))
    assert [path.name for path in keep.glob("numpy-*.whl")] == ["numpy-2.1-py3-none-any.whl"]


def test_what_the_lock_does_not_fix_is_named(project, asked, tmp_path):
    (project / "requirements.lock").write_text(LOCK.replace("spoon==1.0", ""))
    with pytest.raises(SystemExit, match="does not fix a version of spoon: run `make lock`"):
        collect(project, targets.Target("linux-x86_64", "3.11"), tmp_path / "keep")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ERROR: No matching distribution found for numpy==2.0", "There is no wheel of numpy 2.0 for Linux"),
        ("(from versions: none)\nERROR: No matching distribution found for numpy==2.0", "cannot be reached"),
        ("NewConnectionError(...)\nERROR: No matching distribution found for numpy==2.0", "cannot be reached"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("python: No module named pip", "python -m ensurepip"),
        ("ERROR: something new", "pip could not fetch soup, numpy: ERROR: something new"),
    ],
)
def test_what_pip_says_becomes_a_sentence(project, monkeypatch, tmp_path, said, told):
    failed = subprocess.CompletedProcess([], 1, "", said)
    monkeypatch.setattr(wheels.subprocess, "run", lambda *rest, **more: failed)
    with pytest.raises(SystemExit) as refused:
        collect(project, targets.Target("linux-x86_64", "3.12"), tmp_path / "keep")
    assert told in str(refused.value) and "\n" not in str(refused.value)


def test_pytorch_is_looked_for_here_first_and_then_in_its_own_index(monkeypatch, tmp_path):
    calls = []

    def run(command, **wishes):
        calls.append(command)
        return subprocess.CompletedProcess(command, 1, "", "ERROR: No matching distribution found for torch==1")

    monkeypatch.setattr(wheels.subprocess, "run", run)
    for name, tries in (("linux-x86_64", 2), ("windows-x86_64", 1)):
        calls.clear()
        kept = wheels.Kept(tmp_path / name, targets.Target(name, "3.12"), quiet)
        with pytest.raises(SystemExit):
            kept.bring([("torch", wheels.torch_build(kept.target))])
        assert [TORCH_CPU_INDEX in command for command in calls] == [False, True][:tries]


def test_no_network_is_one_sentence_with_a_real_pip(project, monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    with pytest.raises(SystemExit, match="or the index cannot be reached: connect"):
        collect(project, targets.Target("linux-x86_64", "3.12"), tmp_path / "keep")


@pytest.mark.parametrize("name", targets.SYSTEMS)
@pytest.mark.parametrize("python", targets.VERSIONS)
def test_the_real_lock_fixes_all_that_the_course_asks_for(name, python):
    target = targets.Target(name, python)
    for environment in target.environments():
        versions = wheels.pins(ROOT / "requirements.lock", target, environment)
        asked = wheels._holding(wheels.wishes(ROOT, ["course", "certificates"]), environment)
        assert len(asked) > 30 and all(wheels._pin(wish, versions) for wish in asked)
        assert ("+cpu" in versions["torch"]) == name.startswith("linux")


def test_the_own_wheel_is_the_same_each_time_and_holds_no_solution(tmp_path):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        made.append(own.build(own.code_of(ROOT), tmp_path / name))
        assert os.listdir(tmp_path / name) == [made[-1].name]
    assert made[0].read_bytes() == made[1].read_bytes()
    with zipfile.ZipFile(made[0]) as packed:
        inside = packed.namelist()
    assert "aiskills/datasets/models.toml" in inside and "aiskills/publishing/bundle/carried/install.py" in inside
    assert [name for name in inside if "assignments/" in name and "skeleton" not in name] == []
