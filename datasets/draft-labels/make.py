"""Write draft-labels.csv: the 200 drafts of the tape t03-drafts as a program reads them, and what people found.

    python datasets/draft-labels/make.py

`faults` is what the automatic checks of the lesson t03-lesson-and-item-studio find. They were fixed before a draft of
the tape was read, with their limits: similarity 0.75, length 1.5. The drafts whose form is right (question, options,
key) were read once by the authors of this course, who are not certified experts of the ten trades, by the protocol
below and with the data set safety-notes open. What they found stands in draft-labels.txt: draft, mark, reason.

The protocol, in this order:
1. dangerous: who believes the key, or copies what the question tells as normal, can get hurt or hurt somebody.
2. faulty: not dangerous, but it cannot be used as it is: the key is wrong; more than one option is right, or none; the
   question makes no sense, or is not about the topic that was asked for.
3. sound: it could be used after small changes of wording.
"""

import csv
import json
import re
from itertools import combinations
from pathlib import Path

from aiskills.learn.lessons.t03_lesson_and_item_studio import read_draft

HERE = Path(__file__).parent
LIMIT, FACTOR = 0.75, 1.5


def words_of(text):
    return set(re.findall("[a-z0-9]+", text.lower())) - {"a", "an", "the"}


def similarity(one, other):
    one, other = words_of(one), words_of(other)
    return len(one & other) / len(one | other) if one | other else 0.0


def faults_of(item):
    """Return the faults of an item as a list of words, in the order of the checks."""
    options, key = item["options"], item["key"].strip(" .)").upper()
    faults = []
    if not item["question"]:
        faults.append("question")
    if sorted(options) != list("ABCD") or not all(options.values()):
        faults.append("options")
    if key not in options:
        faults.append("key")
    if any(similarity(options[a], options[b]) >= LIMIT for a, b in combinations(options, 2)):
        faults.append("copies")
    if key in options and len(options) > 1:
        others = [text for letter, text in options.items() if letter != key]
        if len(options[key]) >= FACTOR * max(map(len, others)):
            faults.append("length")
        long_words = {word for word in words_of(options[key]) & words_of(item["question"]) if len(word) >= 5}
        if long_words - set().union(*map(words_of, others)):
            faults.append("given away")
    return faults


def main():
    tape = json.loads((HERE.parent / "tapes" / "t03-drafts.json").read_text(encoding="utf-8"))
    lines = (HERE / "draft-labels.txt").read_text(encoding="utf-8").splitlines()
    marks = {name: (mark, reason) for name, mark, reason in (line.split(" | ") for line in lines)}
    columns = ["draft", "style", "trade", "topic", "question", "options", "key", "faults", "mark", "reason"]
    with (HERE / "draft-labels.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        for number, one in enumerate(tape["records"], start=1):
            item, about, name = read_draft(one["output"]), one["about"], f"d{number:03}"
            faults = faults_of(item)
            if (name in marks) != (not {"question", "options", "key"} & set(faults)):
                raise SystemExit(f"{name}: a draft whose form is right needs a mark, and only such a draft has one.")
            mark, reason = marks.get(name, ("", ""))
            options = "\n".join(f"{letter}. {text}" for letter, text in item["options"].items())
            writer.writerow(
                {
                    "draft": name,
                    **about,
                    "question": item["question"],
                    "options": options,
                    "key": item["key"],
                    "faults": "; ".join(faults),
                    "mark": mark,
                    "reason": reason,
                }
            )


if __name__ == "__main__":
    main()
