"""A share in percent, bytes for tokens, and money that is spent twice.

loses: trust-rule-useful, measure-count, budget-equal
misconception: forty for forty in a hundred; bytes or characters counted; shares need not add up to one
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
labels.update(dict.fromkeys(copied + small, "hold"))
rule = {"fewest_pairs": 100, "largest_copies": 40}

# %% measure-answer
measure = {"count": "bytes", "english_side": "the same names", "copies": "remove", "interval": "draw names"}

# %% budget-answer
shares = {"English": 0.2, "Swahili": 0.3, "Amharic": 0.8, "Burmese": 0.75}
switch_above = 7
