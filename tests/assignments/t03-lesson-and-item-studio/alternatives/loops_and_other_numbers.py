"""Plain loops; another sheet, an expert who reads after the improvement.

loses: 
"""
# %% sheet-answer
my_number = 111
# %% hazards-answer
dangerous = ["b02", "B06 ", "B09", "D01", "D05", "D09", "D07"]
# %% order-answer
order = ("b", "e", "c", "f", "g", "a", "d")
# %% policy-answer
policy = dict(checks_first="yes", low=0, medium=1, high=2)
# %% mcq-answer
LETTERS = "A", "B", "C", "D"


def validate_mcq(item):
    """Loops and early decisions; prints on the way."""
    print("checking", item["question"][:20])
    faults = []
    if item["question"].split() == []:
        faults = faults + ["no question"]
    good = len(item["options"]) == 4
    for letter in LETTERS:
        if letter not in item["options"] or item["options"][letter].isspace() or item["options"][letter] == "":
            good = False
    if not good:
        faults = faults + ["not four options"]
    match = re.fullmatch(r"\s*([A-Za-z])\s*[.)]?\s*", item["key"])
    if match is None or match.group(1).upper() not in item["options"].keys():
        faults = faults + ["key not an option"]
    return tuple(faults)
# %% dup-answer
def words_of(text):
    clean = "".join(sign if sign in "abcdefghijklmnopqrstuvwxyz0123456789" else " " for sign in text.lower())
    words = []
    for word in clean.split():
        if word not in ("a", "an", "the") and word not in words:
            words.append(word)
    return words


def near_duplicates(options, limit):
    found = []
    letters = list(options)
    for one in letters:
        for other in letters:
            if one < other:
                first, second = words_of(options[one]), words_of(options[other])
                both = 0
                for word in first:
                    both += word in second
                either = len(first) + len(second) - both
                if either > 0 and both / either >= limit:
                    found.append([one, other])
    found.sort()
    return found
# %% length-answer
def length_cue(options, key, factor):
    right = len(options[key].strip())
    for letter in options:
        if letter != key and right < factor * len(options[letter].strip()):
            return False
    return True
# %% queue-answer
def review_queue(drafts, minutes):
    waiting = [d for d in drafts if len(d["faults"]) == 0]
    read, used = [], 0
    while waiting:
        best = waiting[0]
        for d in waiting[1:]:
            if d["risk"] > best["risk"] or (d["risk"] == best["risk"] and (d["minutes"], d["id"]) < (best["minutes"], best["id"])):
                best = d
        if used + best["minutes"] > minutes:
            return read
        used = used + best["minutes"]
        read.append(best["id"])
        waiting.remove(best)
    return read
