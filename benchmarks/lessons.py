"""What each lesson costs, as committed, in a fresh kernel: measured by the same code that makes the labels.

`aiskills labels SLUG` measures one lesson alone.
"""

from aiskills.catalog import find_root
from aiskills.publishing import measure as room


def measure() -> dict:
    root = find_root()
    room.refresh(root, [], say=lambda line: print(f"  {line}", flush=True))
    return {name: row for name, row in room.results(root).items() if name not in ("machine", "measured")}
