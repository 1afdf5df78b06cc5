"""The set-up before anything is installed: every failure is one sentence, every step can be repeated."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from aiskills import bootstrap

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A folder with what the set-up reads, as if it were the checkout."""
    for name in ("requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture
def steps(checkout, monkeypatch):
    """The set-up with pip and venv replaced: the list of what they were asked for, and their output."""
    asked, said = [], {}
    real = subprocess.run

    def run(command, **wishes):
        if command[1:3] == ["-m", "venv"]:
            folder = Path(command[3]) / ("Scripts" if os.name == "nt" else "bin")
            folder.mkdir(parents=True)
            (folder / Path(bootstrap.Setup(str(checkout)).python).name).symlink_to(sys.executable)
            asked.append(("venv",))
            return subprocess.CompletedProcess(command, 0, b"", b"")
        return real(command, **wishes)

    def pip(self, what, *arguments):
        asked.append((what, *arguments))
        text = said.get(what, "")
        Path(self.log).parent.mkdir(exist_ok=True)
        Path(self.log).write_text(text)
        return 1 if text else 0

    monkeypatch.setattr(bootstrap.subprocess, "run", run)
    monkeypatch.setattr(bootstrap.Setup, "pip", pip)
    return asked, said


def sentence(capsys):
    text = capsys.readouterr().err.strip()
    assert text.count("\n") == 0 and "Traceback" not in text
    return text


def test_it_uses_nothing_but_the_standard_library():
    program = f"import sys; sys.path.insert(0, {str(ROOT / 'src/aiskills')!r}); import bootstrap"
    answer = subprocess.run([sys.executable, "-I", "-S", "-c", program], capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr


def test_steps_come_in_order_and_are_not_repeated(steps, capsys):
    asked, _ = steps
    assert bootstrap.main([]) == 0
    assert [step[0] for step in asked] == ["venv", "PyTorch", "builder", "packages"]
    asked.clear()
    assert bootstrap.main([]) == 0
    assert asked == [] and "up to date" in capsys.readouterr().out


def test_a_new_lock_or_another_extra_installs_the_packages_again(steps, checkout):
    asked, _ = steps
    bootstrap.main([])
    asked.clear()
    with (checkout / "requirements.lock").open("a") as lock:
        lock.write("# changed\n")
    bootstrap.main([])
    assert [step[0] for step in asked] == ["builder", "packages"]
    asked.clear()
    bootstrap.main(["--extra", "test"])
    assert asked[-1][-1] == ".[course,test]", "the extras of before are kept"


def test_a_stopped_setup_goes_on_with_the_step_that_was_stopped(steps, monkeypatch, capsys):
    asked, _ = steps
    real = bootstrap.Setup.pip

    def stop(self, what, *arguments):
        if what == "packages":
            raise KeyboardInterrupt
        return real(self, what, *arguments)

    monkeypatch.setattr(bootstrap.Setup, "pip", stop)
    assert bootstrap.main([]) == 130
    assert "Run the same command again" in capsys.readouterr().err
    asked.clear()
    monkeypatch.setattr(bootstrap.Setup, "pip", real)
    assert bootstrap.main([]) == 0
    assert [step[0] for step in asked] == ["builder", "packages"], "neither the environment nor PyTorch again"


def test_a_moved_environment_is_made_again(steps, checkout):
    asked, _ = steps
    bootstrap.main([])
    record = checkout / ".venv/aiskills-setup.json"
    facts = json.loads(record.read_text())
    record.write_text(json.dumps({**facts, "venv": "/elsewhere/.venv"}))
    asked.clear()
    bootstrap.main([])
    assert asked[0] == ("venv",)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has a CUDA build on the package index")
def test_on_linux_only_the_cpu_build_of_torch_is_asked_for(steps):
    asked, said = steps
    said["PyTorch"] = "ERROR: Could not find a version that satisfies the requirement torch"
    assert bootstrap.main([]) == 1
    tries = [step for step in asked if step[0] == "PyTorch"]
    assert len(tries) == 2 and all(f"torch=={bootstrap.TORCH}+cpu" in step for step in tries)
    assert bootstrap.TORCH_CPU_INDEX not in tries[0], "first what is configured here"
    after = tries[1][tries[1].index("--extra-index-url") :]
    assert after[1] == bootstrap.TORCH_CPU_INDEX and "--retries" in after and "--timeout" in after


def test_the_wrong_python_is_named(steps, monkeypatch, capsys):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 1))
    monkeypatch.setattr(bootstrap, "version_of", lambda command: None)
    assert bootstrap.main([]) == 1
    assert "This is Python 3.9; the course needs Python 3.11, 3.12 or 3.13." in sentence(capsys)


def test_a_fitting_python_is_found_beside_an_unfitting_one(monkeypatch):
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 14, 0))
    monkeypatch.setattr(bootstrap, "version_of", lambda command: (3, 13) if command == ["python3.13"] else None)
    assert bootstrap.find_python() == ["python3.13"]


def test_a_python_that_does_not_run_is_no_python():
    assert bootstrap.version_of([sys.executable]) == sys.version_info[:2]
    assert bootstrap.version_of([str(ROOT / "nowhere")]) is None


def test_a_full_disk_is_said_before_anything_is_installed(steps, monkeypatch, capsys):
    asked, _ = steps
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda folder: type("usage", (), {"free": 2**30}))
    assert bootstrap.main([]) == 1
    assert "needs 5 GB of disk space and 1.0 GB are free" in sentence(capsys) and asked == []


@pytest.mark.parametrize(
    ("pip_said", "told"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        (
            "WARNING: Retrying ... NewConnectionError('...: Failed to establish a new connection')\n"
            "ERROR: Could not find a version that satisfies the requirement numpy",
            "there seems to be no network",
        ),
        ("SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]", "set PIP_CERT"),
        ("ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied", "no right to write"),
        ("something new", "The packages could not be installed"),
    ],
)
def test_what_pip_says_becomes_a_sentence(steps, capsys, pip_said, told):
    _, said = steps
    said["packages"] = pip_said
    assert bootstrap.main([]) == 1
    text = sentence(capsys)
    assert told in text and ".cache" in text


def test_pip_without_network_really_says_one_sentence(checkout, monkeypatch, capsys):
    """No replacement here: a real environment and a real pip, with an index that refuses the connection."""
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setattr(bootstrap, "TORCH_CPU_INDEX", "http://127.0.0.1:9/cpu")
    monkeypatch.setattr(bootstrap, "check_disk", lambda folder, needed: None)
    assert bootstrap.main([]) == 1
    assert "no network" in sentence(capsys)
    assert "127.0.0.1" in (checkout / ".cache/setup.log").read_text()
    assert (checkout / ".venv").is_dir() and not (checkout / ".venv/nvidia").exists()


def test_progress_without_a_terminal_is_lines(capsys):
    log = io.StringIO()
    progress = bootstrap.Progress("packages")
    progress.follow(io.BytesIO(b"Collecting numpy\nCollecting pandas\nInstalling collected packages: a, b\n"), log)
    progress.show()
    assert progress.packages == 2 and "Collecting pandas" in log.getvalue()
    assert "packages: installing" in capsys.readouterr().out


def test_the_lock_names_no_place_and_no_torch():
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text and "file:" not in text and "@" not in text
    names = [line.split("==")[0] for line in text.splitlines() if line and not line.startswith("#")]
    assert not [name for name in names if name.startswith(("torch", "nvidia", "triton"))]
    assert {"numpy", "nbgrader", "jupyter-book", "pytest", "causaldata", "transformers"} <= set(names)


def test_debian_makes_no_server_of_its_own(tmp_path):
    path = tmp_path / "createcluster.conf"
    path.write_text("# Defaults\n#create_main_cluster = true\nstart_conf = 'auto'\n")
    bootstrap.no_cluster(path)
    bootstrap.no_cluster(path)
    assert path.read_text() == "# Defaults\nstart_conf = 'auto'\ncreate_main_cluster = false\n"


def test_postgresql_is_installed_where_it_can_be_and_named_where_not(checkout, monkeypatch, capsys):
    asked, there = [], [False]
    monkeypatch.setattr(bootstrap, "has_postgres", lambda: there[0])
    monkeypatch.setattr(bootstrap, "no_cluster", lambda path: asked.append(["no cluster"]))
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name, path=None: f"/usr/bin/{name}")

    def run(step, log, environment=None):
        asked.append(step)
        there[0] = step[-1] == "postgresql"
        return 0

    monkeypatch.setattr(bootstrap, "run_logged", run)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000, raising=False)
    bootstrap.Setup(str(checkout)).postgres()
    assert not asked and "initdb and postgres are on PATH" in capsys.readouterr().out
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0, raising=False)
    bootstrap.Setup(str(checkout)).postgres()
    bootstrap.Setup(str(checkout)).postgres()
    assert [step[-1] for step in asked] == ["-q", "postgresql-common", "no cluster", "postgresql"]
