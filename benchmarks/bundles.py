"""Sizes of the offline bundles: each tier for the computers that most learners have, and what the set-up takes.

Fetches the packages for the other computers where they were not fetched before; the archives are deleted again.
"""

import json
import tempfile
import zipfile
from pathlib import Path

from aiskills.catalog import find_root
from aiskills.publishing import bundle

PLATFORMS = {"Linux PC": "linux-x86_64", "Windows PC": "windows-x86_64", "Mac": "macos-arm64"}


def measure() -> dict:
    rows = {"read, any computer or phone": _size("read")}
    for tier in ("learn", "all"):
        rows |= {f"{tier}, {title}": _size(tier, platform) for title, platform in PLATFORMS.items()}
    return rows


def _size(tier: str, platform: str | None = None) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "it.zip"
        bundle.make(find_root(), tier, out, lambda line: None, platform=platform)
        with zipfile.ZipFile(out) as packed:
            disk = sum(file.file_size for file in packed.infolist())
            for name in packed.namelist():
                if name.endswith("/setup/bundle.json"):
                    disk += json.loads(packed.read(name))["disk_bytes"]
        return {"archive_mb": round(out.stat().st_size / 1e6, 1), "disk_mb": round(disk / 1e6)}
