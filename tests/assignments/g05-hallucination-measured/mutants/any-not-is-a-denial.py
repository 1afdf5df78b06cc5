"""Refuses every answer in which a word of denial stands anywhere.

loses: grade-denied
misconception: a word list is enough
"""
# %% grade-answer
def plain(text):
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(sign for sign in text if not unicodedata.combining(sign) and sign not in "'’")
    return f" {' '.join(re.findall('[a-z0-9]+', text))} "


def grade_answer(text, aliases):
    words = plain(text)
    if not words.strip() or any(f" {phrase} " in words for phrase in ABSTAINS):
        return "abstained"
    for alias in aliases:
        name = plain(alias).split()
        tokens = words.split()
        for start in range(len(tokens) - len(name) + 1):
            denied = any(word in DENIES for word in tokens)
            if tokens[start : start + len(name)] == name and not denied:
                return "right"
    return "wrong"
