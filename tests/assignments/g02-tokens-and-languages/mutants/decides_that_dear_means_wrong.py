"""Holds the dear rows, counts characters, and gives the money where it buys most.

loses: trust-find, trust-keep, trust-consistent, measure-count, budget-equal
misconception: a high premium must be an error; bytes or characters counted; the most messages for the money
    is fair
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
dear = ["Amharic", "Burmese", "Hindi", "Arabic", "Chinese", "Lakota", "Hawaiian", "Yoruba"]
labels = dict.fromkeys(labels, "publish")
labels.update(dict.fromkeys(dear, "hold"))
rule = {"fewest_pairs": 70, "largest_copies": 0.4}

# %% measure-answer
measure = {"count": "characters", "english_side": "the same names", "copies": "remove", "interval": "draw names"}

# %% budget-answer
shares = {"English": 0.77, "Swahili": 0.2, "Amharic": 0.02, "Burmese": 0.01}
switch_above = 7
