"""What the grading verbs of the command line do: find things in the repository, show progress, say what to do next."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import webbrowser
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from aiskills.catalog import CatalogError, find_root

from .verdicts import CANNOT_GRADE, GRADED, REFUSED, Verdict

TRUST = (
    "Submissions run with your rights on this machine. Grade files that you trust, or use a machine that holds "
    "nothing else and is thrown away."
)

_POLICY = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; frame-ancestors 'self'"


def sources() -> Path:
    """The folder of assignment sources of the repository that the command runs in."""
    try:
        return find_root() / "assignments" / "source"
    except CatalogError as error:
        raise SystemExit(str(error)) from None


def slugs(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if (path / f"{path.name}.ipynb").is_file())


def source_of(name: str, folder: Path) -> Path:
    """The source folder of an assignment; the part of the slug before the first hyphen will do where it is unique."""
    known = slugs(folder)
    hits = [slug for slug in known if slug == name] or [slug for slug in known if slug.split("-")[0] == name]
    if len(hits) != 1:
        raise SystemExit(f"There is no assignment {name!r}. Assignments: {', '.join(known)}.")
    return folder / hits[0]


def release_all(names: list[str]) -> None:
    from .release import release  # here, so that a slip of the pen is answered before nbgrader is imported

    folder = sources()
    for name in names or slugs(folder):
        target = release(source_of(name, folder), folder.parent)
        print(f"{target.name}: released to {target}")


def grade(assignment: str, submissions: Path, out: Path, workers: int, resume: bool) -> None:
    """Grade with a progress bar. A refused file is a result, not a failure; exit status 130 after Ctrl-C."""
    folder = source_of(assignment, sources())
    from . import batch

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    console.print(TRUST)
    columns = [
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    ]
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        bar = progress.add_task(folder.name, total=None, rate="")

        def begin(done: int, total: int) -> None:
            progress.update(bar, total=total, completed=done)
            if done:
                console.print(f"{done} of {total} were graded before and are kept.")

        def report(verdict: Verdict) -> None:
            progress.advance(bar)
            speed = progress.tasks[0].finished_speed or progress.tasks[0].speed
            progress.update(bar, rate=f"{60 * speed:.0f} a minute" if speed else "")
            if verdict.status != GRADED:
                console.print(f"{verdict.source}: {verdict.status}: {verdict.reason}", markup=False)
            elif not console.is_terminal:
                print(f"{verdict.source}: {verdict.score:g} of {verdict.max_score:g}", file=sys.stderr)

        try:
            verdicts = batch.grade(folder, submissions, out, workers=workers, resume=resume, begin=begin, report=report)
        except KeyboardInterrupt:
            progress.stop()
            raise SystemExit(_stopped(console, out)) from None
    _summary(verdicts, out)


def _stopped(console: Console, out: Path) -> int:
    console.print(f"Stopped. What is finished stands in {out}. To go on: the same command with --resume.")
    return 130


def _summary(verdicts: list[Verdict], out: Path) -> None:
    count = {
        status: sum(verdict.status == status for verdict in verdicts) for status in (GRADED, CANNOT_GRADE, REFUSED)
    }
    waiting = sum(bool(verdict.waiting) for verdict in verdicts)
    print(f"{count[GRADED]} graded, {count[CANNOT_GRADE]} could not be graded, {count[REFUSED]} refused.")
    print(f"Overview: {out / 'index.html'}   Marks: {out / 'grades.csv'}   For learners: {out / 'feedback'}")
    if waiting:
        print(f"{waiting} have written parts that wait for you: aiskills formgrader --out {out}")


def export(outs: list[Path], to: Path | None) -> None:
    from . import batch

    written = batch.export(outs, to, sources())
    print(f"Marks, those of people included: {written}. The feedback pages show them too.")


def formgrader(out: Path, port: int, browser: bool) -> None:
    """Serve nbgrader's form-grader on the results in ``out``, on this machine alone, until Ctrl-C."""
    try:
        slug = json.loads((out / "run.json").read_text(encoding="utf-8"))["assignment"]
    except (OSError, ValueError, KeyError):
        raise SystemExit(f"{out} holds no results: give the folder that `aiskills grade --out` wrote.") from None
    program = shutil.which("jupyter-server", path=str(Path(sys.executable).parent)) or shutil.which("jupyter-server")
    if not program:
        raise SystemExit("jupyter-server is not installed here: run `make course` first.")
    if _answers(port):
        raise SystemExit(f"Port {port} is in use: stop what runs there, or choose another one with --port.")
    token = secrets.token_hex(16)
    # By way of the login page: nbgrader's own pages set the cookie for one folder only, and its tables stay empty.
    page = urllib.parse.quote(f"/formgrader/gradebook/{slug}/{slug}")
    address = f"http://127.0.0.1:{port}/login?token={token}&next={page}"
    options = [
        f"--ServerApp.root_dir={out.resolve()}",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader': True}",
        # nbgrader's page asks a foreign server for MathJax: nothing leaves this machine.
        f"--ServerApp.tornado_settings={{'headers': {{'Content-Security-Policy': {_POLICY!r}}}}}",
        "--Application.log_level=40",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # usual in a container; the address is this machine's alone
        options.append("--allow-root")
    environment = {**os.environ, "JUPYTER_TOKEN": token, "PYTHONWARNINGS": "ignore"}
    with tempfile.TemporaryDirectory(prefix="aiskills-formgrader-") as settings:
        # A learner's or an instructor's own Jupyter settings have no say here.
        environment["JUPYTER_CONFIG_DIR"] = settings
        server = subprocess.Popen([program, *options], cwd=out, env=environment)
        try:
            while not _answers(port):
                if server.poll() is not None:
                    raise SystemExit("The form-grader did not start; its message stands above.")
                time.sleep(0.2)
            print(f"The form-grader is open at {address}")
            print(f"Ctrl-C ends it. When you have given your marks: aiskills gradebook export {out}", flush=True)
            if browser:
                webbrowser.open(address)
            server.wait()
        except KeyboardInterrupt:
            pass
        finally:
            server.terminate()
            server.wait(20)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
