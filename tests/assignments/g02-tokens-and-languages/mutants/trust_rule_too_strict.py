"""Right labels with a rule that holds most rows.

loses: trust-rule-useful, trust-consistent
misconception: a strict rule is a safe rule
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
