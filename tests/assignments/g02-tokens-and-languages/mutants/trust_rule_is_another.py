"""Right labels with a rule that says something else.

loses: trust-rule-safe, trust-consistent
misconception: labels and rule are two different things
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
