"""Building the book: from nothing, with nothing changed, and after one page of prose changed (seconds, ratios)."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from aiskills.catalog import find_root


def _build(root: Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "aiskills", "book"], cwd=root, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def measure() -> dict:
    root = find_root()
    shutil.rmtree(root / "_build", ignore_errors=True)
    cold = _build(root)
    unchanged = _build(root)
    page = root / "book/index.md"
    before = page.read_bytes()
    try:
        page.write_bytes(before + b"\n")
        one_page = _build(root)
    finally:
        page.write_bytes(before)
        os.utime(page)
    return {
        "cold_seconds": round(cold, 1),
        "one_page_changed_seconds": round(one_page, 1),
        "unchanged_seconds": round(unchanged, 1),
        "cold_to_one_page": round(cold / one_page, 1),
        "cold_to_unchanged": round(cold / unchanged, 1),
    }
