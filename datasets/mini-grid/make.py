"""Make datasets/mini-grid/mini-grid.csv.gz again: village number 1 of the generator in the package.

Equations and parameters stand in aiskills/learn/lessons/s01_mini_grid.py. Run: python datasets/mini-grid/make.py
"""

import gzip
from pathlib import Path

SEED = 1


def main() -> None:
    """Write mini-grid.csv.gz beside this file, byte for byte the same on every system."""
    from aiskills.learn.lessons.s01_mini_grid import village

    frame = village(SEED)
    frame["time"] = frame["time"].dt.strftime("%Y-%m-%d %H:%M")
    path = Path(__file__).with_name("mini-grid.csv.gz")
    text = frame.to_csv(index=False, lineterminator="\n")
    with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(text.encode())
    print(f"{path.name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
