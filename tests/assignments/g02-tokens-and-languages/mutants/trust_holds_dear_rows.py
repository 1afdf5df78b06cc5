"""Holds the rows with a high premium, because they look wrong.

loses: trust-find, trust-keep, trust-consistent
misconception: a high premium must be an error
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
dear = ["Amharic", "Burmese", "Hindi", "Arabic", "Chinese", "Lakota", "Hawaiian", "Yoruba"]
labels = dict.fromkeys(labels, "publish")
labels.update(dict.fromkeys(dear, "hold"))
rule = {"fewest_pairs": 70, "largest_copies": 0.4}
