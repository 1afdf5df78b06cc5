"""Holds copied rows, and forgets those with a handful of names.

loses: trust-find, trust-rule-safe
misconception: the number of names does not matter
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
