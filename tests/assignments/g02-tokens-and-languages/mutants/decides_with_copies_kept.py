"""Believes copied rows, keeps the copies in the measure, and counts users only.

loses: trust-find, trust-rule-safe, trust-consistent, measure-pairs, budget-equal
misconception: the Igbo artefact: English copies look cheap; English copies kept; every language costs the
    same
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
labels.update(dict.fromkeys(small, "hold"))
rule = {"fewest_pairs": 25, "largest_copies": 1.0}

# %% measure-answer
measure = {"count": "tokens", "english_side": "the same names", "copies": "keep", "interval": "draw names"}

# %% budget-answer
shares = {"English": 0.4, "Swahili": 0.3, "Amharic": 0.2, "Burmese": 0.1}
switch_above = 7
