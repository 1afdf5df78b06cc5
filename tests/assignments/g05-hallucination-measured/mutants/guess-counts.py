"""Looks for the name first: a guess after "I do not know" is right.

loses: grade-abstains
misconception: abstentions counted right
"""
# %% grade-answer
def plain(text):
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(sign for sign in text if not unicodedata.combining(sign) and sign not in "'’")
    return f" {' '.join(re.findall('[a-z0-9]+', text))} "


def grade_answer(text, aliases):
    words = plain(text)
    tokens = words.split()
    for alias in aliases:
        name = plain(alias).split()
        for start in range(len(tokens) - len(name) + 1):
            denied = start > 0 and tokens[start - 1] in DENIES
            if tokens[start : start + len(name)] == name and not denied:
                return "right"
    if not tokens or any(f" {phrase} " in words for phrase in ABSTAINS):
        return "abstained"
    return "wrong"
