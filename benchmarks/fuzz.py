"""Notebooks damaged at random, more of them than the tests try: how many are read, refused, or break the reading."""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from aiskills.grading.release import build
from tests.attacks.attack import SOURCE
from tests.attacks.mutate import mutation
from tests.attacks.test_fuzz import HALF, notebook, read

MUTATIONS = 50_000
FIRST = 1_000_000  # other seeds than those of the tests


def measure() -> dict:
    """Counts of what became of the mutations, and seconds for one: the mean and the slowest."""
    asked = [word.partition("=")[2] for word in sys.argv if word.startswith("--mutations=")]
    mutations = int(asked[-1]) if asked else MUTATIONS
    counts, broken, slowest = Counter(), [], 0.0
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        assignment, book = build(SOURCE, Path(folder)), notebook(HALF)
        for seed in range(FIRST, FIRST + mutations):
            name, data = mutation(book, seed)
            begun = time.perf_counter()
            try:
                counts[read(data, assignment)[0]] += 1
            except Exception as error:
                counts["raised"] += 1
                broken.append(f"{seed} ({name}): {type(error).__name__}: {error}")
            slowest = max(slowest, time.perf_counter() - begun)
    for line in broken[:20]:
        print(f"  {line}")
    return {
        "mutations": mutations,
        "read": counts["read"],
        "refused": counts["refused"],
        "raised_something_else": counts["raised"],
        "milliseconds_each": round((time.perf_counter() - started) / mutations * 1000, 2),
        "slowest_milliseconds": round(slowest * 1000, 1),
    }
