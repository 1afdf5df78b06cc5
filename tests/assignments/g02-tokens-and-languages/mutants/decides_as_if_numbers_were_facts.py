"""Publishes every row, without an interval, and shares the money equally.

loses: trust-find, trust-rule-safe, trust-rule-useful, trust-consistent, measure-interval, budget-equal
misconception: a number in a table is a fact; a number needs no interval; every language costs the same
"""
# %% trust-answer
labels = {
    "Amharic": "",
    "Arabic": "",
    "Burmese": "",
    "Cebuano": "",
    "Chinese": "",
    "Cornish": "",
    "Filipino": "",
    "Guarani": "",
    "Hausa": "",
    "Hawaiian": "",
    "Hindi": "",
    "Hindi (Latin)": "",
    "Igbo": "",
    "Lakota": "",
    "Luo": "",
    "Oromo": "",
    "Shona": "",
    "Tok Pisin": "",
    "Yoruba": "",
    "Zulu": "",
}
labels = dict.fromkeys(labels, "publish")
rule = {"fewest_pairs": 0, "largest_copies": 1.0}

# %% measure-answer
measure = {"count": "tokens", "english_side": "the same names", "copies": "remove", "interval": "none"}

# %% budget-answer
shares = {"English": 0.25, "Swahili": 0.25, "Amharic": 0.25, "Burmese": 0.25}
switch_above = 7
