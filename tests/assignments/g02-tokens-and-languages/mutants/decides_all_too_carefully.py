"""Holds every row, takes the widest interval and pays every fee: as if the most careful choice were the right one.

loses: trust-keep, trust-rule-safe, trust-rule-useful, trust-consistent, measure-interval, budget-switch
misconception: holding everything is careful; spread of items for uncertainty of the total; a better tokenizer
    is always worth a fee
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
labels = dict.fromkeys(labels, "hold")
rule = {"fewest_pairs": 1000, "largest_copies": 0.0}

# %% measure-answer
measure = {
    "count": "tokens",
    "english_side": "the same names",
    "copies": "remove",
    "interval": "range of single names",
}

# %% budget-answer
shares = {
    "English": 0.0975609756097561,
    "Swahili": 0.14634146341463414,
    "Amharic": 0.3902439024390244,
    "Burmese": 0.36585365853658536,
}
switch_above = 0
