"""The command line, with a wait as soon as so many results stand: who is to end it in mid-run cannot come too late.

python tests/held.py 2 grade tiny-sums --submissions in --out out
"""

import sys
import time
from pathlib import Path

from aiskills import cli
from aiskills.grading import results


def wait_from(number: int, out: Path) -> None:
    add = results.Lines.add

    def add_and_wait(lines, verdict):
        add(lines, verdict)
        if len(list(results.read_lines(out))) >= number:
            time.sleep(600)

    results.Lines.add = add_and_wait


if __name__ == "__main__":
    wait_from(int(sys.argv.pop(1)), Path(sys.argv[sys.argv.index("--out") + 1]))
    cli.main()
