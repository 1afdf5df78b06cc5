"""Write plain-texts.csv from texts.txt, and split it before anybody has looked at a result.

    python datasets/plain-texts/make.py

texts.txt holds one text in two lines: "# kind | title", and the text. One text in five of
each kind, drawn at random with a fixed seed, is held out: no model of the course is trained on it. A text is never
cut in two, so no half of it is on the other side.
"""

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122
HELD_OUT = 0.2


def read():
    """Return the texts as a list of (kind, title, text)."""
    texts = []
    for block in (HERE / "texts.txt").read_text(encoding="ascii").strip().split("\n\n"):
        head, text = block.split("\n")
        kind, title = head.removeprefix("# ").split(" | ")
        texts.append((kind, title, text))
    return texts


def main():
    texts, rng, held_out = read(), random.Random(SEED), set()
    for kind in sorted({kind for kind, _, _ in texts}):
        titles = [title for one, title, _ in texts if one == kind]
        held_out |= {(kind, title) for title in rng.sample(titles, round(HELD_OUT * len(titles)))}
    with (HERE / "plain-texts.csv").open("w", encoding="ascii", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["kind", "title", "part", "text"])
        for kind, title, text in texts:
            table.writerow([kind, title, "held out" if (kind, title) in held_out else "training", text])
    print(f"plain-texts.csv: {len(texts)} texts, {sum(len(text) for _, _, text in texts)} characters")


if __name__ == "__main__":
    main()
