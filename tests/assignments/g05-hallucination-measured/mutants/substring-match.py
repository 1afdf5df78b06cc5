"""Looks for the letters of the name anywhere: Niger is found in Nigeria.

loses: grade-words
misconception: substring match
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
        name = plain(alias).strip()
        rest = words
        while name in rest:
            before, _, rest = rest.partition(name)
            if not before.split() or before.split()[-1] not in DENIES:
                return "right"
    return "wrong"
