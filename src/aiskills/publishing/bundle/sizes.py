"""The table of sizes in the page on the offline bundle, from the last measurement: no size is typed into prose."""

from __future__ import annotations

import json
import re
from pathlib import Path

from ..tables import table

PAGE = "book/offline.md"
RESULTS = "benchmarks/results/bundles.json"
BEGIN = "% Sizes: written by `aiskills derive` from what `python -m benchmarks bundles` measured.\n"
END = "% End of the sizes.\n"


def page(root: Path) -> dict[Path, str]:
    """The page with its table as it should be; nothing where there is no page or no measurement."""
    path, results = root / PAGE, root / RESULTS
    if not (path.is_file() and results.is_file()):
        return {}
    measured = json.loads(results.read_text(encoding="utf-8"))
    day = measured.pop("measured")
    measured.pop("machine")
    rows = [(name, _size(row["archive_mb"]), _size(row["disk_mb"])) for name, row in measured.items()]
    text = table(("Tier, and for which computer", "Archive", "Free disk that it needs"), rows)
    text = f"\n{text}\nMeasured on {day}. The command prints the sizes of each archive that it makes.\n\n"
    before = path.read_text(encoding="utf-8")
    return {path: re.sub(f"({re.escape(BEGIN)}).*?({re.escape(END)})", rf"\g<1>{text}\g<2>", before, flags=re.DOTALL)}


def _size(megabytes: float) -> str:
    if megabytes >= 1000:
        return f"{megabytes / 1000:.1f} GB"
    return f"{megabytes:.0f} MB" if megabytes >= 10 else f"{megabytes:.1f} MB"
