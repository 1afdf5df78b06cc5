"""Wrong answers of the lesson's checks with the misconception each must be told, and right ones."""

from collections import Counter

from aiskills import learn
from aiskills.learn.lessons.g02_tokens_and_languages import MESSAGES, PRICE, TOKENS_A_MESSAGE

names = learn.load("cldr-territories")
counts = learn.load("territory-tokens")
igbo = names[names["language"] == "Igbo"].assign(
    tokens=counts.loc[counts["language"] == "Igbo", "name_tokens"].to_numpy(),
    english_tokens=counts.loc[counts["language"] == "Igbo", "english_tokens"].to_numpy(),
)
amharic = counts[counts["language"] == "Amharic"]
PREMIUM = amharic["name_tokens"].sum() / amharic["english_tokens"].sum()
ENGLISH = MESSAGES * TOKENS_A_MESSAGE * PRICE / 1_000_000


def first_met(counts):
    return counts.most_common(1)[0][0]


def last_in_alphabet(counts):
    return max(counts, key=lambda pair: (counts[pair], pair))


def alphabetical(counts):
    return min(counts)


def rarest(counts):
    return min(counts, key=lambda pair: (counts[pair], pair))


def how_often(counts):
    return max(counts.values())


def as_text(counts):
    return "".join(min(counts, key=lambda pair: (-counts[pair], pair)))


def second(counts):
    return Counter(counts).most_common(2)[1][0]


def by_sorting(counts):
    return sorted(counts, key=lambda pair: (-counts[pair], pair))[0]


def by_filter(counts):
    return min(pair for pair, times in counts.items() if times == max(counts.values()))


WRONG = [
    ("three-joins", "not-three", ["ai", "ain"]),
    ("three-joins", "not-two-neighbours", ["maize", "rain", "again"]),
    ("three-joins", "not-in-text", ["ai", "ain", "oo"]),
    ("three-joins", "across-words", ["ai", "e m", "in"]),
    ("three-joins", "not-the-most-frequent", ["ma", "ze", "ra"]),
    ("best-pair", "count-not-pair", how_often),
    ("best-pair", "not-a-pair", as_text),
    ("best-pair", "rarest-pair", rarest),
    ("best-pair", "first-in-alphabet", alphabetical),
    ("best-pair", "not-most-frequent", second),
    ("best-pair", "ties-by-order", first_met),
    ("best-pair", "ties-by-order", last_in_alphabet),
    ("honest-rows", "copies-kept", igbo),
    ("honest-rows", "copies-only", igbo[igbo["same_as_english"]]),
    ("honest-rows", "equal-counts-dropped", igbo[igbo["tokens"] != igbo["english_tokens"]]),
    ("honest-rows", "other-language", names[~names["same_as_english"]]),
    ("honest-rows", "other-rows", igbo.head(40)),
    ("honest-rows", "not-rows", 1.2),
    ("bill", "same-price", ENGLISH),
    ("bill", "per-thousand", 1000 * ENGLISH * PREMIUM),
    ("bill", "in-tokens", MESSAGES * TOKENS_A_MESSAGE * PREMIUM),
    ("bill", "one-message", ENGLISH * PREMIUM / MESSAGES),
    ("bill", "premium-divides", ENGLISH / PREMIUM),
    ("bill", "premium-added", ENGLISH + PREMIUM),
    ("bill", "other-number", 5.0),
    ("mix", "english-first", {"English": 30, "Swahili": 1, "Amharic": 1, "Burmese": 1}),
    ("mix", "language-left-out", {"English": 5, "Swahili": 1, "Amharic": 1, "Burmese": 0}),
    ("mix", "english-too-dear", {"English": 1, "Swahili": 1, "Amharic": 1, "Burmese": 1}),
    ("mix", "not-whole-numbers", {"English": 0.7, "Swahili": 0.1, "Amharic": 0.1, "Burmese": 0.1}),
    ("mix", "other-languages", {"English": 5, "Swahili": 1}),
]

RIGHT = [
    ("three-joins", ["ai", "ain", "aiz"]),
    ("three-joins", ["ai", "ain", "rain"]),
    ("best-pair", by_sorting),
    ("best-pair", by_filter),
    ("honest-rows", igbo[~igbo["same_as_english"]]),
    ("honest-rows", igbo[igbo["name"] != igbo["english"]].drop(columns="script")),
    ("bill", ENGLISH * PREMIUM),
    ("bill", round(ENGLISH * PREMIUM)),
    ("mix", {"English": 4, "Swahili": 1, "Amharic": 1, "Burmese": 1}),
    ("mix", {"English": 3, "Swahili": 1, "Amharic": 1, "Burmese": 1}),
]
