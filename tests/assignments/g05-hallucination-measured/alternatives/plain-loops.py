"""Plain loops and counters, with none of the libraries.

loses: 
"""
# %% label-answer
labels = dict.fromkeys(range(1, 21), "wrong")
for number in (1, 4, 6, 9, 12, 13, 15, 19):
    labels[number] = "right"
for number in (17, 18):
    labels[number] = "abstained"
# %% grade-answer
def plain(text):
    out = ""
    for sign in unicodedata.normalize("NFKD", text).lower():
        if sign.isascii() and sign.isalnum():
            out += sign
        elif sign in "'’" or unicodedata.category(sign) == "Mn":
            continue
        else:
            out += " "
    return out.split()


def positions(part, whole):
    return [i for i in range(len(whole)) if whole[i : i + len(part)] == part]


def grade_answer(text, aliases):
    said = plain(text)
    if len(said) == 0:
        return "abstained"
    for phrase in ABSTAINS:
        if positions(phrase.split(), said):
            return "abstained"
    for alias in aliases:
        for place in positions(plain(alias), said):
            if place == 0 or said[place - 1] not in DENIES:
                return "right"
    return "wrong"
# %% wilson-answer
def wilson(k, n, z=1.96):
    if n < 1:
        return [0.0, 1.0]
    root = z * sqrt(z * z + 4 * k * (n - k) / n)
    low = (2 * k + z * z - root) / (2 * (n + z * z))
    high = (2 * k + z * z + root) / (2 * (n + z * z))
    return [low, high]
# %% risk-answer
def risk_coverage(confidence, labels):
    levels = []
    for c, label in zip(confidence, labels):
        if label != "abstained" and c not in levels:
            levels.append(c)
    levels.sort()
    levels.reverse()
    out = []
    for t in levels:
        used = wrong = 0
        for c, label in zip(confidence, labels):
            if c >= t and label != "abstained":
                used += 1
                if label == "wrong":
                    wrong += 1
        out.append([t, used / len(labels), wrong / used])
    return out
# %% auroc-answer
def auroc(scores, correct):
    won = pairs = 0
    for s, c in zip(scores, correct):
        for other, d in zip(scores, correct):
            if c and not d:
                pairs += 2
                if s > other:
                    won += 2
                elif s == other:
                    won += 1
    if pairs == 0:
        return None
    return won / pairs
# %% threshold-answer
def threshold_report(confidence, labels, half, cost_wrong, cost_check):
    def count(t, part):
        n = used = wrong = 0
        for c, label, h in zip(confidence, labels, half):
            if h == part:
                n += 1
                if label != "abstained" and c >= t:
                    used += 1
                    wrong += label == "wrong"
        return n, used, wrong

    best, best_cost = float("inf"), None
    for t in [float("inf")] + sorted(confidence, reverse=True):
        if t != float("inf") and not any(c == t and h == "choose" and l != "abstained" for c, l, h in zip(confidence, labels, half)):
            continue
        n, used, wrong = count(t, "choose")
        cost = wrong * cost_wrong + (n - used) * cost_check
        if best_cost is None or cost < best_cost:
            best, best_cost = t, cost
    n, used, wrong = count(best, "report")
    return {
        "cost": (wrong * cost_wrong + (n - used) * cost_check) / n,
        "risk": None if used == 0 else wrong / used,
        "coverage": used / n,
        "threshold": best,
    }
# %% decision-answer
decision = {
    "radio": 0.35,
    "atlas": 0.5,
    "report on": "the other half",
}
