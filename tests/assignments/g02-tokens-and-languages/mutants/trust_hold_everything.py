"""Holds every row, and the rule lets nothing pass.

loses: trust-keep, trust-rule-safe, trust-rule-useful, trust-consistent
misconception: holding everything is careful
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
