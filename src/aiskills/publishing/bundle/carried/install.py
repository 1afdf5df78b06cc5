"""Set the course up from this folder: `python3 install.py` (on Windows: `py install.py`). No network is used.

Standard library only; any Python from 3.8 on can read it. It can be stopped at any time and run again: what is done is
not done again. `--check` only compares every file with SHA256SUMS.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.path.join(HERE, "library")
sys.path.insert(0, os.path.join(HERE, "setup"))
sys.dont_write_bytecode = True

LONGEST_ON_WINDOWS = 259
# What a person works with: after the set-up, a difference there is theirs.
THEIRS = ("library/notebooks/", "library/assignments/", "library/_build/")


class Stop(Exception):
    """What went wrong, and what to do, in a sentence."""


def main(arguments=None):
    """Check the files, set up, prove that it works; return the exit status."""
    parser = argparse.ArgumentParser(description="Set the course up from this folder, without a network.")
    parser.add_argument("--check", action="store_true", help="only compare every file with SHA256SUMS")
    wish = parser.parse_args(arguments)
    try:
        facts = read_facts()
        if wish.check:
            check_files(new=True)
            return 0
        try:
            import bootstrap
        except ImportError:
            raise Stop("setup/bootstrap.py is missing here: unpack the whole archive again.") from None
        try:
            install(facts, bootstrap)
        except bootstrap.Failure as failure:
            raise Stop(str(failure)) from None
    except Stop as stop:
        print(f"Stopped: {stop}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130
    except OSError as error:
        print(f"Stopped: {error}. Mend this, then run the same command again.", file=sys.stderr)
        return 1
    return 0


def read_facts():
    """Return what the archive says about itself. Raises Stop when it was not unpacked whole."""
    try:
        with open(os.path.join(HERE, "setup", "bundle.json"), encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        raise Stop(
            "setup/bundle.json is missing or damaged: unpack the whole archive again, then run install.py in it."
        ) from None


def install(facts, bootstrap):
    """Do all of it. Raises Stop or bootstrap.Failure."""
    check_computer(facts)
    fitting = tuple(int(part) for part in facts["python"].split("."))
    bootstrap.find_python((fitting,))  # what takes no time and may be wrong comes first
    setup = bootstrap.Setup(LIBRARY, os.path.join(HERE, "wheels"), (fitting,))
    check_files(new=not setup.done().get("packages"))
    bootstrap.set_up(setup, facts["extras"], facts["disk_bytes"])
    for name in facts["models"]:
        print(f"Preparing the language model {name}.", flush=True)
        source = dict(os.environ, AISKILLS_MODEL_SOURCE=os.path.join(HERE, "models"))
        if aiskills(setup, source, "models", "fetch", name):
            raise Stop("The language model could not be prepared; the line above says why. Then run this again.")
    print("Checking what was set up:", flush=True)
    if aiskills(setup, dict(os.environ), "doctor"):
        raise Stop("Something is not right; the lines with DO say what. Then run this again.")
    if facts["without_models"]:
        lessons = ", ".join(facts["without_models"])
        print(f"These lessons show recorded answers, because the language model is not in this archive: {lessons}.")
    python = "py" if os.name == "nt" else "python3"
    print(f"The course is ready. Start it with: {python} course.py")
    print("It works offline from now on. To read only, open START-HERE.html in a browser.")


def aiskills(setup, environment, *words):
    """Run a command of the course in its environment; return its exit status."""
    environment["PYTHONIOENCODING"] = "utf-8"
    return subprocess.call([setup.python, "-m", "aiskills"] + list(words), cwd=LIBRARY, env=environment)


def check_computer(facts):
    """Raise Stop when the packages are for another kind of computer."""
    wanted = facts["platform"]
    if (sys.platform, platform.machine()) != (wanted["system"], wanted["processor"]):
        raise Stop(
            f"The packages in this folder are for {wanted['title']}; this computer is another one "
            f"({platform.system()}, {platform.machine()}). Ask for the archive that is made for it. The book can be "
            "read here all the same: open START-HERE.html."
        )
    longest = len(LIBRARY) + 1 + facts["longest_path"]
    if os.name == "nt" and longest > LONGEST_ON_WINDOWS:
        raise Stop(
            f"The name of this folder is too long for Windows ({HERE}). Move the whole folder to a short place, "
            "such as C:\\course, and run install.py there."
        )


def check_files(new):
    """Compare the files with SHA256SUMS; if not `new`, leave out what a person works with. Raises Stop."""
    try:
        with open(os.path.join(HERE, "SHA256SUMS"), encoding="utf-8") as file:
            sums = [line.rstrip("\n").split("  ", 1) for line in file]
        sums = [(digest, name) for digest, name in sums if new or not name.startswith(THEIRS)]
    except (OSError, ValueError):
        raise Stop("SHA256SUMS is missing or damaged: unpack the whole archive again.") from None
    print(f"Checking {len(sums)} files ...", flush=True)
    missing = [name for _, name in sums if not os.path.isfile(os.path.join(HERE, name))]
    if missing:
        raise Stop(f"Missing: {some(missing)}. Unpack the whole archive again.")
    damaged = [name for digest, name in sums if sha256(os.path.join(HERE, name)) != digest]
    if damaged:
        raise Stop(f"Not as it was packed: {some(damaged)}. Copy the archive again and unpack it again.")
    print(f"All {len(sums)} files are as they were packed.", flush=True)


def some(names):
    """Name three of them at most."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def sha256(path):
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


if __name__ == "__main__":
    status = main()
    if os.name == "nt" and sys.stdin is not None and sys.stdin.isatty() and len(sys.argv) == 1:
        input("Press Enter to close this window. ")  # it may have been opened by a double click
    sys.exit(status)
