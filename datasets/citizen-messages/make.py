"""Write citizen-messages.csv from sentences.txt: messages to a town's office, as people write them.

    python datasets/citizen-messages/make.py

Each sentence is used once. The program adds a place, a time, a greeting, a closing line and slips of the keyboard, and
deals the messages into three parts before any model sees them: `shots` (one for each office, to stand as examples in
a prompt), `development` (to choose a prompt) and `test` (to report on). Each part holds the same number of messages
from each office.
"""

import csv
import random
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122
OFFICES = ("road", "water", "power", "health")
DEALT = {"shots": 1, "development": 15, "test": 20}  # messages of each office
PLACES = """near the bus station, behind the primary school, at the fish market, next to the mosque, in front of
the church, by the football field, on Unity Street, at the corner of Palm Lane, near the old mill,
by the post office, in Block C, at the river crossing, opposite the bakery, near the temple, on Hill
Road, at the north gate, by the police post, behind the town hall, at the vegetable market, on
Station Avenue""".replace("\n", " ").split(", ")
SINCE = [
    "since yesterday",
    "since Monday",
    "for three days",
    "for two weeks",
    "since last night",
    "since the storm",
    "for a month",
]
OPENINGS = [
    "Good morning.",
    "Hello,",
    "Dear Sir or Madam,",
    "Please help.",
    "Good day,",
    "Greetings from the east side.",
]
CLOSINGS = [
    "Thank you.",
    "Please send somebody.",
    "Please answer.",
    "This is the third time I write.",
    "Who is responsible?",
    "Regards, a citizen",
]
SHORT = {"please": "pls", "you": "u", "people": "ppl", "because": "bcs", "are": "r", "without": "w/o"}


def slip(word, rng):
    """Return a word as it comes from a hurried thumb: two letters exchanged, one lost, or one doubled."""
    if len(word) < 5 or not word.isalpha():
        return word
    place = rng.randrange(1, len(word) - 2)
    kind = rng.choice(("exchange", "lose", "double"))
    if kind == "exchange":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "lose":
        return word[:place] + word[place + 1 :]
    return word[:place] + word[place] + word[place:]


def spelling(text, rng):
    """Return (text, how it is spelt): about half stay clean, the others are small letters, short forms or slips."""
    style = rng.choices(("clean", "small letters", "short forms", "slips"), (50, 15, 10, 25))[0]
    if style == "small letters":
        text = text.lower().replace(",", "").rstrip(".")
    elif style == "short forms":
        text = " ".join(SHORT.get(word, word) for word in text.lower().split())
    elif style == "slips":
        words = text.split()
        for place in rng.sample(range(len(words)), k=max(1, len(words) // 5)):
            words[place] = slip(words[place], rng)
        text = " ".join(words)
    return text, style


def sentences():
    """Return the lines of sentences.txt as (office, second office, words)."""
    lines = (HERE / "sentences.txt").read_text(encoding="utf-8").splitlines()
    return [tuple(part.strip() for part in line.split("|")) for line in lines if line and not line.startswith("#")]


def rows():
    """Return the table as a list of dicts, in a shuffled order."""
    rng = random.Random(SEED)
    table = []
    for office in OFFICES:
        own = [line for line in sentences() if line[0] == office]
        rng.shuffle(own)
        # Examples for a prompt shall be plain cases: the first that touches one office only goes first.
        plain = next(line for line in own if not line[1])
        own.remove(plain)
        own.insert(0, plain)
        parts = [part for part, count in DEALT.items() for _ in range(count)]
        for (_, second, words), part in zip(own, parts, strict=True):
            text = words.format(place=rng.choice(PLACES), since=rng.choice(SINCE))
            if rng.random() < 0.3:
                text = f"{rng.choice(OPENINGS)} {text}"
            if rng.random() < 0.3:
                text = f"{text} {rng.choice(CLOSINGS)}"
            text, style = spelling(text, rng)
            table.append({"message": text, "office": office, "second": second or "-", "spelling": style, "part": part})
    rng.shuffle(table)
    return [{"id": f"m{number:03d}", **row} for number, row in enumerate(table, start=1)]


def main():
    table = rows()
    with (HERE / "citizen-messages.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(table[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


if __name__ == "__main__":
    main()
