"""Chooses the threshold on all questions.

loses: threshold-choose
misconception: threshold chosen and reported on the same items
"""
# %% threshold-answer
def threshold_report(confidence, labels, half, cost_wrong, cost_check):
    def measure(t, part):
        rows = [(c, label) for c, label, h in zip(confidence, labels, half) if part == "all" or h == part]
        used = [label for c, label in rows if c >= t and label != "abstained"]
        wrong = used.count("wrong")
        cost = (cost_wrong * wrong + cost_check * (len(rows) - len(used))) / len(rows)
        return {"threshold": t, "coverage": len(used) / len(rows), "risk": wrong / len(used) if used else None, "cost": cost}

    candidates = {c for c, label, h in zip(confidence, labels, half) if h == "choose" and label != "abstained"}
    best = min([inf, *sorted(candidates, reverse=True)], key=lambda t: measure(t, "all")["cost"])
    return measure(best, "report")
