"""Forgets how many names and how many users there are, and draws the two languages apart.

loses: trust-find, trust-rule-safe, measure-interval, budget-equal
misconception: the number of names does not matter; bootstrap forgets the pairs; the number of users does not
    matter
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
copied = ["Cebuano", "Filipino", "Hindi (Latin)", "Igbo", "Luo", "Shona"]
small = ["Cornish", "Guarani", "Hawaiian", "Lakota", "Tok Pisin"]
labels = dict.fromkeys(labels, "publish")
labels.update(dict.fromkeys(copied, "hold"))
rule = {"fewest_pairs": 1, "largest_copies": 0.4}

# %% measure-answer
measure = {"count": "tokens", "english_side": "the same names", "copies": "remove", "interval": "draw columns"}

# %% budget-answer
shares = {
    "English": 0.038461538461538464,
    "Swahili": 0.07692307692307693,
    "Amharic": 0.3076923076923077,
    "Burmese": 0.5769230769230769,
}
switch_above = 7
