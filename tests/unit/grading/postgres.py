"""A PostgreSQL server that a test starts itself: its own folder, its own port, gone afterwards."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

from tests.ports import free_port

PASSWORD = "only-for-tests"


def programs() -> str | None:
    """The folder of initdb and postgres, or None."""
    for folder in [*sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True), None]:
        found = shutil.which("initdb", path=folder)
        if found and shutil.which("postgres", path=folder):
            return str(Path(found).resolve().parent)
    return None


def needed() -> str:
    folder = programs()
    if folder is None and not os.environ.get("AISKILLS_EVERY_TEST"):
        pytest.skip("there is no PostgreSQL server here")
    assert folder, "initdb and postgres are missing: install the package postgresql"
    return folder


class Server:
    """``start`` and ``stop`` as often as you like; ``address`` gives the SQLAlchemy address of a fresh database."""

    def __init__(self) -> None:
        self.programs, self.process = needed(), None
        self.folder = Path(tempfile.mkdtemp(prefix="aiskills-postgres-", dir="/tmp"))
        self.user = None
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            known = {entry.pw_name for entry in pwd.getpwall()}
            self.user = "postgres" if "postgres" in known else "nobody"
            shutil.chown(self.folder, self.user)
        (self.folder / "password").write_text(PASSWORD)
        self._run(
            "initdb",
            "-D",
            "data",
            "-U",
            "course",
            "-E",
            "UTF8",
            "-A",
            "scram-sha-256",
            "--pwfile=password",
            "--no-sync",
        )
        self.port = free_port()
        self.count = 0

    def _options(self) -> dict:
        return {"cwd": self.folder, "user": self.user, "env": {"PATH": os.environ["PATH"], "LC_ALL": "C"}}

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run([f"{self.programs}/{program}", *arguments], capture_output=True, **self._options())
        assert done.returncode == 0, done.stderr.decode()

    def start(self) -> Server:
        command = [f"{self.programs}/postgres", "-D", "data", "-k", str(self.folder), "-h", "127.0.0.1"]
        log = (self.folder.parent / f"{self.folder.name}.log").open("ab")
        with log:
            self.process = subprocess.Popen(
                [*command, "-p", str(self.port), "-c", "fsync=off"], stdout=log, stderr=log, **self._options()
            )
        for _ in range(1200):
            try:
                self._connect("postgres").close()
                return self
            except Exception:
                assert self.process.poll() is None, (self.folder.parent / f"{self.folder.name}.log").read_text()
                time.sleep(0.1)
        raise AssertionError("PostgreSQL does not answer")

    def _connect(self, name: str):
        import psycopg

        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="course", password=PASSWORD, dbname=name, autocommit=True
        )

    def address(self) -> str:
        self.count += 1
        with self._connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE course{self.count}")
        return f"postgresql+psycopg://course:{PASSWORD}@127.0.0.1:{self.port}/course{self.count}"

    def stop(self) -> None:
        """At once, as a machine that goes down."""
        if self.process:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(120)
            self.process = None

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)
        (self.folder.parent / f"{self.folder.name}.log").unlink(missing_ok=True)
