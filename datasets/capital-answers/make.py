"""Write capital-answers.csv: the free answers of the tape g05-capitals, marked by the written protocol.

    python datasets/capital-answers/make.py

The protocol: *abstained* when the answer says that it does not know; otherwise *right* when an accepted name
stands in it as whole words (capitals, accents, hyphens and apostrophes do not matter) and is not denied by the word
before it; otherwise *wrong*. The assignment of g05-hallucination-measured has learners write this program.
"""

import csv
import json
import math
import random
import re
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122
ABSTAINS = ("i do not know", "i dont know", "i am not sure", "im not sure", "i cannot say")
DENIES = "not|isnt|never"


def plain(text):
    """Return a text in small letters, without accents and apostrophes, other signs as single spaces."""
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c) and c not in "'’ʻ")
    return " ".join(re.findall("[a-z0-9]+", text))


def label(answer, names):
    """Return "right", "wrong" or "abstained" for an answer and its accepted names."""
    words = f" {plain(answer)} "
    if any(f" {phrase} " in words for phrase in ABSTAINS) or not words.strip():
        return "abstained"
    given = any(re.search(rf"(?<! {DENIES.replace('|', ')(?<! ')}) {re.escape(plain(name))} ", words) for name in names)
    return "right" if given else "wrong"


def main():
    with (HERE.parent / "capitals" / "capitals.csv").open(encoding="utf-8") as file:
        names = {row["country"]: [*row["capitals"].split(";"), *filter(None, row["aliases"].split(";"))]
                 for row in csv.DictReader(file)}
    tape = json.loads((HERE.parent / "tapes" / "g05-capitals.json").read_text(encoding="utf-8"))
    rows = []
    for one in tape["records"]:
        country = one["about"]["country"]
        if one["id"].startswith("free/") and one["about"]["real"]:
            rows.append({"country": country, "answer": one["output"].strip(),
                         "confidence": round(math.exp(min(one["logprobs"])), 3),
                         "label": label(one["output"], names[country])})
    halves = ["choose", "report"] * (len(rows) // 2) + ["choose"] * (len(rows) % 2)
    random.Random(SEED).shuffle(halves)
    with (HERE / "capital-answers.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*rows[0], "half"], lineterminator="\n")
        writer.writeheader()
        writer.writerows({**row, "half": half} for row, half in zip(rows, halves, strict=True))


if __name__ == "__main__":
    main()
