"""Write safety-notes.csv: what a trainer may lean on when a draft touches safety, one sentence or two a note.

    python datasets/safety-notes/make.py

A line of safety-notes.txt: number, trade, sentence, source.
The sentences are ours; each fact stands in the source beside it. They hold for training in general. A national rule, a
maker's instruction or the label of a product comes first where it asks for more.
"""

import csv
from pathlib import Path

HERE = Path(__file__).parent


def main():
    with (HERE / "safety-notes.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["note", "trade", "text", "source"])
        writer.writerows(
            [part.strip() for part in line.split(" | ")]
            for line in (HERE / "safety-notes.txt").read_text(encoding="utf-8").splitlines()
        )


if __name__ == "__main__":
    main()
