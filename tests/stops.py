"""Run a command while random processes below it are stopped for a moment, as on a machine that is short of everything.

python -m tests.stops python -m pytest tests/cluster
python -m tests.stops --seconds=4 --most=1 python -m pytest tests/unit/warm

What fails then and passes otherwise has a race, in the test or in what it tests. A test takes up to ten times as long.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import time

import psutil

_LOOK = 0.05  # seconds between two looks
_ALREADY = (psutil.STATUS_STOPPED, psutil.STATUS_ZOMBIE)


def _tell(process: psutil.Process, number: signal.Signals) -> bool:
    """Whether the signal reached the process; it may have ended meanwhile."""
    try:
        if number == signal.SIGSTOP and process.status() in _ALREADY:
            return False
        process.send_signal(number)
    except psutil.Error:
        return False
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=2.5, help="the longest stop (default: %(default)s)")
    parser.add_argument("--most", type=int, default=3, help="processes stopped at once (default: %(default)s)")
    parser.add_argument("--chance", type=float, default=0.06, help="of a stop, at each of 20 looks a second")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    if not chosen.command:
        parser.error("say which command to run")
    running = subprocess.Popen(chosen.command)
    first, stopped, count = psutil.Process(running.pid), {}, 0
    try:
        while running.poll() is None:
            for process in [one for one, end in stopped.items() if time.monotonic() > end]:
                del stopped[process]
                _tell(process, signal.SIGCONT)
            below = first.children(recursive=True) if random.random() < chosen.chance else []
            if below and len(stopped) < chosen.most:
                process = random.choice(below)
                if process not in stopped and _tell(process, signal.SIGSTOP):
                    stopped[process] = time.monotonic() + random.uniform(0.1, chosen.seconds)
                    count += 1
            time.sleep(_LOOK)
    except psutil.NoSuchProcess:  # the command ended between two questions
        pass
    finally:
        for process in stopped:
            _tell(process, signal.SIGCONT)
    print(f"{count} stops", file=sys.stderr)
    return running.wait()


if __name__ == "__main__":
    sys.exit(main())
