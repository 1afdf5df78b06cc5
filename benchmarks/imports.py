"""What importing the lesson package costs, against a bare start of Python (medians of paired runs)."""

import statistics
import subprocess
import sys
import time

RUNS = 15


def _seconds(code: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - start


def measure() -> dict:
    pairs = [(_seconds("pass"), _seconds("import aiskills.learn")) for _ in range(RUNS)]
    return {
        "runs": RUNS,
        "python_start_seconds": round(statistics.median(bare for bare, _ in pairs), 3),
        "learn_import_seconds": round(statistics.median(full - bare for bare, full in pairs), 3),
        "ratio_to_bare_start": round(statistics.median(full / bare for bare, full in pairs), 2),
    }
