"""Takes the lowest of thresholds with equal cost.

loses: threshold-choose
misconception: equal is equal
"""
# %% threshold-answer
def threshold_report(confidence, labels, half, cost_wrong, cost_check):
    def measure(t, part):
        rows = [(c, label) for c, label, h in zip(confidence, labels, half) if h == part]
        used = [label for c, label in rows if c >= t and label != "abstained"]
        wrong = used.count("wrong")
        cost = (cost_wrong * wrong + cost_check * (len(rows) - len(used))) / len(rows)
        return {"threshold": t, "coverage": len(used) / len(rows), "risk": wrong / len(used) if used else None, "cost": cost}

    candidates = {c for c, label, h in zip(confidence, labels, half) if h == "choose" and label != "abstained"}
    best = min([*sorted(candidates), inf], key=lambda t: measure(t, "choose")["cost"])
    return measure(best, "report")
