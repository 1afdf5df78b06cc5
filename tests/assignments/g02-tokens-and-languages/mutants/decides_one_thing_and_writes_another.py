"""A rule that is not that of the labels, words for tokens, and no change at any price.

loses: trust-rule-safe, trust-consistent, measure-count, budget-switch
misconception: labels and rule are two different things; token = word; a better tokenizer is never worth a fee
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
rule = {"fewest_pairs": 5, "largest_copies": 0.92}

# %% measure-answer
measure = {"count": "words", "english_side": "the same names", "copies": "remove", "interval": "draw names"}

# %% budget-answer
shares = {
    "English": 0.0975609756097561,
    "Swahili": 0.14634146341463414,
    "Amharic": 0.3902439024390244,
    "Burmese": 0.36585365853658536,
}
switch_above = 1000
