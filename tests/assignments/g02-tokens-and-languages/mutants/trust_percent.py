"""The share is written as a percentage.

loses: trust-rule-useful
misconception: forty for forty in a hundred
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
