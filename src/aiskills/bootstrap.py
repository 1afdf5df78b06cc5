"""Set up the course in `.venv`: `python3 src/aiskills/bootstrap.py [--extra NAME ...] [--browser] [--postgres]`.

Standard library only, and written so that an old Python can read it: it runs before anything is installed. Each
step says what it does; a step that is done is not done again; it can be stopped at any time and run again. Every
failure is one sentence with what to do; the full output of pip is kept in `.cache/setup.log`.

The offline bundle carries this file too: its `install.py` gives a folder of wheels, and pip then asks no network.
"""

import argparse
import glob
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time

PYTHONS = ((3, 11), (3, 12), (3, 13))
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# A server that does not answer is asked again; another program that installs just now is waited for.
APT = ["apt-get", "-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=600"]
TORCH = "2.13.0"
# PyTorch's own index of CPU builds. On Linux the ordinary package index has a build with gigabytes of CUDA.
TORCH_CPU_INDEX = "https://download.pytorch.org/whl/cpu"
GIGABYTE = 1024**3
DISK_FRESH = 5 * GIGABYTE  # packages 2 GB, their downloads in the cache, the models 0.4 GB, the built book

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

NO_DISK = (
    "The disk is full. Free about 5 GB, then run the same command again.",
    ("No space left on device", "Errno 28", "not enough space on the disk"),
)
NO_RIGHT = (
    "There is no right to write in this folder or in pip's cache. Put the course in a folder of your own.",
    ("Permission denied", "Access is denied"),
)
NO_CERTIFICATE = (
    "The network changes the certificate of the package index (a proxy, perhaps). Ask for its "
    "certificate file and set PIP_CERT to it, then run the same command again.",
    ("CERTIFICATE_VERIFY_FAILED",),
)
NO_NETWORK = (
    "The package index cannot be reached: there seems to be no network. Connect, then run the same "
    "command again; it goes on from here.",
    (
        "NewConnectionError",
        "Temporary failure in name resolution",
        "ConnectTimeoutError",
        "ProxyError",
        "Connection refused",
        "Connection reset",
        "Read timed out",
        "getaddrinfo failed",
        "nodename nor servname",
        "Network is unreachable",
        "Connection aborted",
        "IncompleteRead",
        "Could not find a version that satisfies",
    ),
)
KNOWN_FAILURES = (NO_DISK, NO_RIGHT, NO_CERTIFICATE, NO_NETWORK)


class Failure(Exception):
    """What went wrong, and what to do, in a sentence."""


def say(line):
    print(line, flush=True)


def version_of(python):
    """Return (major, minor) of the Python program `python`, or None if it does not run."""
    code = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run(python + ["-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30)
        return tuple(int(part) for part in answer.stdout.split())[:2] or None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def find_python(fitting=PYTHONS):
    """Return the command of a fitting Python: this one, else one found by its usual names. Raises Failure."""
    if sys.version_info[:2] in fitting:
        return [sys.executable]
    names = []
    for major, minor in ((3, 12), (3, 13), (3, 11)):
        names.append([f"python{major}.{minor}"])
        names.append(["py", f"-{major}.{minor}"])  # the launcher on Windows
        pyenv = os.path.join(os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv")), "versions")
        if os.path.isdir(pyenv):
            names += [
                [os.path.join(pyenv, name, "bin", "python")]
                for name in sorted(os.listdir(pyenv))
                if name.startswith(f"{major}.{minor}.")
            ]
    for name in names:
        if version_of(name) in fitting:
            return name
    have = ".".join(str(part) for part in sys.version_info[:2])
    if fitting != PYTHONS:
        wanted = " or ".join(f"{major}.{minor}" for major, minor in fitting)
        raise Failure(
            f"This is Python {have}; the packages in this folder are for Python {wanted}. Install that one too, then "
            "run the same command again; or ask for the archive that is made for your Python."
        )
    raise Failure(
        f"This is Python {have}; the course needs Python 3.11, 3.12 or 3.13. Install one of them, then run "
        "`make course PYTHON=python3.12` with its name."
    )


def check_machine():
    """Raise Failure on a system for which PyTorch publishes no CPU build."""
    if sys.platform == "darwin" and platform.machine() == "x86_64":
        raise Failure(
            "PyTorch is no longer published for Macs with an Intel processor. Use the Binder or Colab links "
            "of the lessons, or conda with environment.yml."
        )
    if sys.maxsize < 2**32:
        raise Failure("This Python is a 32-bit program; PyTorch needs a 64-bit one. Install 64-bit Python.")


def check_disk(folder, needed=DISK_FRESH):
    """Raise Failure if a fresh set-up of `needed` bytes will not fit on the disk of `folder`."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        size = f"{needed / GIGABYTE:.1f}".replace(".0", "")
        raise Failure(
            f"The set-up needs {size} GB of disk space and {free / GIGABYTE:.1f} GB "
            f"are free in {folder}. Free some space, then run the same command again."
        )


class Setup:
    """One environment in `<root>/.venv`, with the record of the steps that are done.

    With `wheels`, a folder, everything comes from there, the course's own package too, and pip asks no network;
    `fitting` are the versions of Python that these wheels are for.
    """

    def __init__(self, root, wheels=None, fitting=PYTHONS):
        self.root, self.wheels, self.fitting = root, wheels, fitting
        self.venv = os.path.join(root, ".venv")
        self.record = os.path.join(self.venv, "aiskills-setup.json")
        self.log = os.path.join(root, ".cache", "setup.log")
        windows = os.name == "nt"
        self.python = os.path.join(self.venv, "Scripts" if windows else "bin", "python.exe" if windows else "python")

    def wanted(self):
        """Return what decides if the packages are up to date: a hash of the lock and of what describes the package."""
        digest = hashlib.sha256()
        own = "pyproject.toml"
        if self.wheels:
            own = max(glob.glob(os.path.join(glob.escape(self.wheels), "aiskills-*.whl")), default="")
            digest.update(repr(sorted(os.listdir(self.wheels))).encode())
        for name in ("requirements.lock", own):
            with open(os.path.join(self.root, name), "rb") as file:
                digest.update(file.read())
        return digest.hexdigest()

    def done(self):
        """Return the record of the steps that are done; empty if the environment is missing or was moved."""
        try:
            with open(self.record, encoding="utf-8") as file:
                record = json.load(file)
        except (OSError, ValueError):
            return {}
        return record if record.get("venv") == self.venv and os.path.exists(self.python) else {}

    def note(self, **facts):
        record = self.done()
        record.update(facts, venv=self.venv)
        unfinished = self.record + ".unfinished"
        with open(unfinished, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=1)
        os.replace(unfinished, self.record)

    def create(self, python):
        """Make the virtual environment, replacing one that is broken, moved or of an unfitting Python."""
        if version_of([self.python]) in self.fitting and (self.done() or not os.path.exists(self.record)):
            return
        say(f"[1/3] Creating the virtual environment .venv with {' '.join(python)}.")
        if os.path.isdir(self.venv):
            shutil.rmtree(self.venv)
        answer = subprocess.run(python + ["-m", "venv", self.venv], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if answer.returncode:
            shutil.rmtree(self.venv, ignore_errors=True)
            text = answer.stdout.decode(errors="replace")
            for sentence, signs in (NO_DISK, NO_RIGHT):
                if any(sign in text for sign in signs):
                    raise Failure(sentence)
            raise Failure(
                "Python cannot make a virtual environment. On Debian and Ubuntu install the package "
                "python3-venv, then run the same command again."
            )
        self.note(python=list(version_of([self.python])))

    def pip(self, what, *arguments):
        """Run pip with progress and return its exit status; its whole output goes to the log."""
        command = [
            self.python,
            "-m",
            "pip",
            "install",
            "--disable-pip-version-check",
            "--no-input",
            "--progress-bar",
            "off",
        ] + list(arguments)
        if self.wheels:
            command += ["--isolated", "--no-index", "--find-links", self.wheels]
        os.makedirs(os.path.dirname(self.log), exist_ok=True)
        with open(self.log, "w", encoding="utf-8") as log:
            process = subprocess.Popen(
                command, cwd=self.root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            Progress(what).follow(process.stdout, log)
            return process.wait()

    def torch(self):
        """Install the CPU build of PyTorch in a step of its own, never the CUDA build."""
        build = TORCH + "+cpu" if sys.platform.startswith("linux") else TORCH
        if self.done().get("torch") == build:
            return
        say(f"[2/3] Installing PyTorch {TORCH} for the processor (about 200 MB).")
        order = ["-c", "requirements.lock", "torch==" + build]
        # First what is configured on this computer (a local folder, a mirror). A build "+cpu" is nowhere else,
        # so this fails at once where there is none; only then PyTorch's own index, which may be out of reach.
        status = self.pip("PyTorch", *order)
        if status and build != TORCH and not self.wheels:
            status = self.pip(
                "PyTorch", *(order + ["--extra-index-url", TORCH_CPU_INDEX, "--retries", "1", "--timeout", "20"])
            )
        if status and self.wheels:
            self.fail(f"The wheel of PyTorch in {self.wheels} does not fit this computer.", (NO_DISK, NO_RIGHT))
        if status:
            self.fail(
                f"PyTorch's build for the processor (torch {build}) cannot be fetched: no network, or "
                f"{TORCH_CPU_INDEX} is blocked here. Connect, or set PIP_FIND_LINKS to a folder with its wheel, "
                "then run the same command again.",
                known=(NO_DISK, NO_RIGHT, NO_CERTIFICATE),
            )
        self.note(torch=build)

    def packages(self, extras):
        """Install the package in editable form with its extras, every version from the lock."""
        done = self.done()
        have = set(done.get("extras", [])) if done.get("packages") == self.wanted() else set()
        if have and set(extras) <= have:
            return
        every = sorted(set(extras) | set(done.get("extras", [])))
        say(f"[3/3] Installing the packages ({', '.join(every)}), versions from requirements.lock.")
        if self.wheels:
            # The same version may have been made anew: the course's own package is always put in again.
            own = "aiskills[" + ",".join(every) + "]"
            if self.pip("packages", "-c", "requirements.lock", own) or self.pip(
                "the course", "--no-deps", "--force-reinstall", "aiskills"
            ):
                self.fail(f"The packages in {self.wheels} do not fit this computer.", (NO_DISK, NO_RIGHT))
            self.note(packages=self.wanted(), extras=every)
            return
        builder = self.pip("builder", "-c", "requirements.lock", "hatchling", "editables")
        if builder or self.pip(
            "packages", "-c", "requirements.lock", "--no-build-isolation", "-e", f".[{','.join(every)}]"
        ):
            self.fail("The packages could not be installed.")
        self.note(packages=self.wanted(), extras=every)

    def fonts(self):
        """Have Matplotlib look for the fonts of this computer: a first lesson would show that it takes long."""
        run_logged([self.python, "-c", "import matplotlib.font_manager"], self.log)

    def fail(self, sentence, known=KNOWN_FAILURES):
        """Raise Failure with the sentence that fits the log, else with `sentence`."""
        with open(self.log, encoding="utf-8", errors="replace") as file:
            text = file.read()
        for better, signs in known:
            if any(sign in text for sign in signs):
                sentence = better
                break
        raise Failure(f"{sentence} (All that pip said: {os.path.relpath(self.log, self.root)})")

    def browser(self):
        """Make sure that the tests find a Chromium: the system's, else Debian's package, else Playwright's own."""
        if any(map(shutil.which, BROWSERS)):
            return
        if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
            say("Installing Chromium for the tests (Debian package, about 100 MB).")
            quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
            steps = (APT + ["update", "-q"], APT + ["install", "-yq", "--no-install-recommends", "chromium"])
            if all(run_logged(step, self.log, quiet) == 0 for step in steps) and shutil.which("chromium"):
                return
        say("Installing Playwright's Chromium for the tests (about 170 MB).")
        if run_logged([self.python, "-m", "playwright", "install", "chromium"], self.log):
            raise Failure(
                "No browser for the tests: install Chromium, or connect so that Playwright can fetch its "
                "own, then run the same command again. (All that was said: .cache/setup.log)"
            )

    def postgres(self):
        """Make sure that the tests find a PostgreSQL server: the system's, else Debian's package."""
        if has_postgres():
            return
        if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
            say("Installing PostgreSQL for the tests (Debian package, about 50 MB).")
            quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
            install = APT + ["install", "-yq", "--no-install-recommends"]
            if (
                run_logged(APT + ["update", "-q"], self.log, quiet) == 0
                and run_logged(install + ["postgresql-common"], self.log, quiet) == 0
            ):
                no_cluster("/etc/postgresql-common/createcluster.conf")
                if run_logged(install + ["postgresql"], self.log, quiet) == 0 and has_postgres():
                    return
        say(
            "No PostgreSQL server was found: its tests are left out. To have them run, install PostgreSQL so that "
            "initdb and postgres are on PATH (on Debian and Ubuntu the package postgresql)."
        )


def has_postgres():
    """Say if there are the programs with which the tests start a server of their own."""
    folders = glob.glob("/usr/lib/postgresql/*/bin")
    return any(
        all(shutil.which(name, path=path) for name in ("initdb", "postgres"))
        for path in [os.environ.get("PATH", "")] + folders
    )


def no_cluster(path):
    """Keep Debian from making and starting a server of its own, which nobody here asked for."""
    with open(path, encoding="utf-8") as file:
        kept = [line for line in file if not line.lstrip("#").strip().startswith("create_main_cluster")]
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(kept + ["create_main_cluster = false\n"])


def run_logged(command, log, environment=None):
    """Run a command with its output appended to the log; return its exit status."""
    os.makedirs(os.path.dirname(log), exist_ok=True)
    with open(log, "ab") as file:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT, env=environment
        ).returncode


class Progress:
    """How far pip is: on a terminal one line that moves each second, else a line now and then."""

    def __init__(self, what):
        self.what, self.started, self.last = what, time.time(), time.time()
        self.packages, self.installing, self.ended = 0, False, threading.Event()

    def show(self):
        state = "installing" if self.installing else f"{self.packages} packages collected"
        text = f"      {self.what}: {state}, {time.time() - self.started:.0f} s"
        terminal = sys.stdout.isatty()
        print("\r" + text.ljust(70) if terminal else text, end="" if terminal else "\n", flush=True)

    def tick(self):
        while not self.ended.wait(1 if sys.stdout.isatty() else 15):
            self.show()

    def follow(self, stream, log):
        """Copy pip's output to the log until it ends."""
        thread = threading.Thread(target=self.tick, daemon=True)
        thread.start()
        try:
            for raw in stream:
                line = raw.decode(errors="replace")
                log.write(line)
                self.packages += line.startswith(("Collecting", "Processing"))
                self.installing = self.installing or line.startswith("Installing collected")
        finally:
            self.ended.set()
            thread.join()
            if sys.stdout.isatty():
                print(flush=True)


def set_up(setup, extras, needed=DISK_FRESH):
    """Bring the environment to what is wanted; a new one takes `needed` bytes. Raises Failure."""
    started = time.time()
    done = setup.done()
    if done.get("packages") == setup.wanted() and set(extras) <= set(done.get("extras", [])):
        say("The environment .venv is up to date.")
        return
    check_machine()
    python = find_python(setup.fitting)
    if not done.get("packages"):
        check_disk(setup.root, needed)
    setup.create(python)
    setup.torch()
    setup.packages(extras)
    setup.fonts()
    say(f"The environment .venv is ready ({time.time() - started:.0f} s).")


def main(arguments=None):
    """Set up what is missing; return the exit status."""
    parser = argparse.ArgumentParser(description="Set up the course in .venv; run again at any time.")
    names = "course, browser, certificates, cluster, postgres, test or data"
    parser.add_argument("--extra", action="append", default=[], metavar="NAME", help=names)
    parser.add_argument("--browser", action="store_true", help="also make sure that the tests have a browser")
    parser.add_argument("--postgres", action="store_true", help="also make sure that they have a PostgreSQL server")
    wish = parser.parse_args(arguments)
    extras = sorted(set(wish.extra or ["course"]))
    setup = Setup(ROOT)
    try:
        set_up(setup, extras)
        if wish.browser:
            setup.browser()
        if wish.postgres:
            setup.postgres()
    except Failure as failure:
        print(f"Set-up stopped: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"Set-up stopped: {error}. Mend this, then run the same command again.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
