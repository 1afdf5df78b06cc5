"""Start the course of this folder: `python3 course.py` (on Windows: `py course.py`). Ctrl+C stops it.

What follows the name goes to the command `aiskills course`: `--no-browser`, `--port 9000`.
"""

import os
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
LIBRARY = os.path.join(HERE, "library")
PARTS = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
PYTHON = os.path.join(LIBRARY, ".venv", *PARTS)


def main():
    """Run the course until it is stopped; return the exit status."""
    start = "py course.py" if os.name == "nt" else "python3 course.py"
    if not os.path.exists(PYTHON):
        print("The course is not set up yet: run install.py first, in the same way as this file.", file=sys.stderr)
        return 1
    command = [PYTHON, "-m", "aiskills", "course"] + sys.argv[1:]
    process = subprocess.Popen(command, cwd=LIBRARY, env=dict(os.environ, AISKILLS_START=start))
    # Ctrl+C reaches both programs; being ended by another program reaches this one alone.
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            pass  # the course got it too, and says what it does


if __name__ == "__main__":
    sys.exit(main())
