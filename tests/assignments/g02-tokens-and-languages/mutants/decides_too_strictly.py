"""A rule that holds most rows, names that one side lacks, and a fee compared with nothing.

loses: trust-rule-useful, trust-consistent, measure-pairs, budget-switch
misconception: a strict rule is a safe rule; ratio over unmatched items; the second provider costs the fee
    only
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
rule = {"fewest_pairs": 255, "largest_copies": 0.01}

# %% measure-answer
measure = {"count": "tokens", "english_side": "all English names", "copies": "remove", "interval": "draw names"}

# %% budget-answer
shares = {
    "English": 0.0975609756097561,
    "Swahili": 0.14634146341463414,
    "Amharic": 0.3902439024390244,
    "Burmese": 0.36585365853658536,
}
switch_above = 5
