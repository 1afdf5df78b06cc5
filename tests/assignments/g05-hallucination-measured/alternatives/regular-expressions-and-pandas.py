"""Regular expressions for the names, pandas and NumPy for the measures.

loses: 
"""
# %% label-answer
labels = {
    1: "right", 2: "wrong", 3: "wrong", 4: "right", 5: "wrong",
    6: "right", 7: "wrong", 8: "wrong", 9: "right", 10: "wrong",
    11: "wrong", 12: "right", 13: "right", 14: "wrong", 15: "right",
    16: "wrong", 17: "abstained", 18: "abstained", 19: "right", 20: "wrong",
}
# %% grade-answer
def plain(text):
    without = re.sub("['’]", "", unicodedata.normalize("NFD", text).casefold())
    without = re.sub("[\u0300-\u036f]", "", without)
    return re.sub("[^a-z0-9]+", " ", without).strip()


def grade_answer(text, aliases):
    said = plain(text)
    if said == "" or re.search(rf"\b({'|'.join(ABSTAINS)})\b", said):
        return "abstained"
    said = re.sub(rf"\b({'|'.join(DENIES)}) ", "#", said)
    for alias in map(plain, aliases):
        if re.search(rf"(^| ){alias}( |$)", said):
            return "right"
    return "wrong"
# %% wilson-answer
def wilson(k, n, z=1.96):
    print("an interval, please")
    if not n:
        return (0, 1)
    # The ends solve (k/n - x)^2 = z^2 x (1 - x) / n, a quadratic in x.
    roots = np.roots([1 + z**2 / n, -(2 * k / n + z**2 / n), (k / n) ** 2])
    return tuple(np.clip(np.sort(roots.real), 0, 1))
# %% risk-answer
def risk_coverage(confidence, labels):
    frame = pd.DataFrame({"c": confidence, "label": labels})
    frame = frame[frame["label"] != "abstained"]
    if frame.empty:
        return []
    by = frame.groupby("c")["label"].agg(["size", lambda part: (part == "wrong").sum()])[::-1].cumsum()
    by.columns = ["used", "wrong"]
    return [(t, used / len(labels), wrong / used) for t, used, wrong in by.itertuples()]
# %% auroc-answer
def auroc(scores, correct):
    correct = np.asarray(correct, dtype=bool)
    if correct.all() or not correct.any():
        return None
    ranks = pd.Series(scores).rank().to_numpy()
    n_right = correct.sum()
    return (ranks[correct].sum() - n_right * (n_right + 1) / 2) / (n_right * (~correct).sum())
# %% threshold-answer
def threshold_report(confidence, labels, half, cost_wrong, cost_check):
    frame = pd.DataFrame({"c": confidence, "label": labels, "half": half})
    choose, report = (frame[frame["half"] == name] for name in ("choose", "report"))

    def cost(rows, t):
        used = rows[(rows["c"] >= t) & (rows["label"] != "abstained")]
        return cost_wrong * (used["label"] == "wrong").sum() + cost_check * (len(rows) - len(used)), used

    best, lowest = np.inf, cost(choose, np.inf)[0]
    for t in np.unique(choose["c"][choose["label"] != "abstained"])[::-1]:
        if cost(choose, t)[0] < lowest:
            best, lowest = t, cost(choose, t)[0]
    total, used = cost(report, best)
    risk = (used["label"] == "wrong").mean() if len(used) else None
    return {"threshold": best, "coverage": len(used) / len(report), "risk": risk, "cost": total / len(report)}
# %% decision-answer
decision = {
    "radio": 0.3,
    "atlas": 0.4,
    "report on": "the other half",
}
