"""Counts an abstained answer as wrong.

loses: grade-abstains
misconception: to abstain is to fail
"""
# %% grade-answer
def plain(text):
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(sign for sign in text if not unicodedata.combining(sign) and sign not in "'’")
    return f" {' '.join(re.findall('[a-z0-9]+', text))} "


def grade_answer(text, aliases):
    words = plain(text)
    for alias in aliases:
        name = plain(alias).split()
        tokens = words.split()
        for start in range(len(tokens) - len(name) + 1):
            denied = start > 0 and tokens[start - 1] in DENIES
            if tokens[start : start + len(name)] == name and not denied:
                return "right"
    return "wrong"
