"""Print a page of ours to a PDF file by the Chromium of this machine, run by its command line without a window.

The PDF is tagged (a screen reader finds headings, figures and tables) and has an outline. Chromium opens one local
file, keeps nothing, and asks nobody on the network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
# Where the programs lie on systems that put them on no PATH.
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# Playwright's own Chromium, where the tests of this library were set up with it.
PLAYWRIGHT = {
    "linux": ("~/.cache/ms-playwright", "chromium-*/chrome-linux*/chrome"),
    "darwin": ("~/Library/Caches/ms-playwright", "chromium-*/chrome-mac*/*.app/Contents/MacOS/*"),
    "win32": ("~/AppData/Local/ms-playwright", "chromium-*/chrome-win*/chrome.exe"),
}
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-quic",
    "--disable-sync",
    "--disable-dev-shm-usage",  # small in containers
    "--export-tagged-pdf",
    "--generate-pdf-document-outline",
    "--no-pdf-header-footer",
    "--print-to-pdf-no-header",  # the same flag's former name
)
SECONDS = 120


def find() -> str | None:
    """The program that AISKILLS_CHROMIUM names, or one of the system, or that of Playwright; None without any."""
    if named := os.environ.get("AISKILLS_CHROMIUM"):
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    folder, pattern = PLAYWRIGHT.get(sys.platform, PLAYWRIGHT["linux"])
    folder = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or folder
    own = [str(path) for path in sorted(Path(folder).expanduser().glob(pattern), reverse=True)]
    return next((path for path in (*PLACES, *own) if Path(path).is_file()), None)


def print_pdf(page: Path, pdf: Path) -> None:
    """Print the HTML file ``page`` to ``pdf``: tagged, with an outline, on the paper that the page's style names.

    Raises SystemExit with one sentence when there is no Chromium, or when it makes no such file in two minutes.
    """
    program = find()
    if program is None:
        raise SystemExit(
            "A PDF needs Chromium, Chrome or Edge: install one of them, or name its program in AISKILLS_CHROMIUM."
        )
    # Beside the file: a Chromium that came as a snap sees no other temporary folder.
    with tempfile.TemporaryDirectory(prefix="print-", dir=pdf.parent, ignore_cleanup_errors=True) as folder:
        made = Path(folder) / "made.pdf"
        said = _run(program, page, made, Path(folder) / "profile")
        content = made.read_bytes() if made.is_file() else b""
        if not content.startswith(b"%PDF-") or b"/StructTreeRoot" not in content:
            last = said.strip().splitlines()[-1] if said.strip() else "it said nothing"
            raise SystemExit(f"{program} did not print {page.name} as a tagged PDF ({last}): try a newer one.")
        made.replace(pdf)


def _run(program: str, page: Path, pdf: Path, profile: Path) -> str:
    """What Chromium said while it printed."""
    command = [program, *FLAGS, f"--user-data-dir={profile}", f"--print-to-pdf={pdf}"]
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.append("--no-sandbox")  # Chromium's own sandbox cannot be had as root
    try:
        done = subprocess.run(
            [*command, page.resolve().as_uri()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except subprocess.TimeoutExpired:
        raise SystemExit(
            f"{program} did not print {page.name} within {SECONDS} seconds: close it and try again."
        ) from None
    except OSError as error:
        raise SystemExit(
            f"{program} does not start ({error.strerror}): name another one in AISKILLS_CHROMIUM."
        ) from None
    return done.stdout
