"""Holds rows with a handful of names, and believes the copied ones.

loses: trust-find, trust-rule-safe, trust-consistent
misconception: the Igbo artefact: English copies look cheap
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
labels.update(dict.fromkeys(small, "hold"))
rule = {"fewest_pairs": 25, "largest_copies": 1.0}
