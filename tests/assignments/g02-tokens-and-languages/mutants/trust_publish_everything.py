"""Publishes every row, and the rule lets everything pass.

loses: trust-find, trust-rule-safe, trust-rule-useful, trust-consistent
misconception: a number in a table is a fact
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
