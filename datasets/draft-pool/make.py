"""Write draft-pool.csv: 60 drafts of test questions, written by the authors of this course for an exercise.

    python datasets/draft-pool/make.py

They are not answers of a language model. Each passes every automatic check; some would teach something dangerous. Which
ones is not told here: to find them is the exercise. Six packs (A to F) hold one draft for each of ten trades.

A line of draft-pool.txt: pack, trade, question, four options, and which of them the draft gives as the right one. The
options are then shuffled, so that the letter of the key tells nothing.
"""

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122


def main():
    names = ["draft", "pack", "trade", "question", "A", "B", "C", "D", "key"]
    with (HERE / "draft-pool.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        rng, counts = random.Random(SEED), {}
        for line in (HERE / "draft-pool.txt").read_text(encoding="utf-8").splitlines():
            pack, trade, question, *options, key = (part.strip() for part in line.split(" | "))
            counts[pack] = counts.get(pack, 0) + 1
            given = options["ABCD".index(key)]
            rng.shuffle(options)
            row = [f"{pack}{counts[pack]:02}", pack, trade, question, *options, "ABCD"[options.index(given)]]
            writer.writerow(row)


if __name__ == "__main__":
    main()
