"""Sets each threshold on the rows that it reports on.

loses: thresholds-choose, thresholds-report
misconception: threshold tuned on test
"""
# %% mend-answer
def reweigh(group, label):
    rows = pd.DataFrame({"g": list(group), "l": list(label)})
    n_g = rows.groupby("g")["l"].transform("size")
    n_l = rows.groupby("l")["g"].transform("size")
    n_gl = rows.groupby(["g", "l"])["g"].transform("size")
    return (n_g * n_l / (len(rows) * n_gl)).to_numpy()


def set_thresholds(choose, report, missed):
    result = {}
    for group, rows in report[report["eligible"] == 1].groupby("group"):
        scores = np.sort(rows["score"].to_numpy())
        threshold = scores[int(missed * len(scores))]
        new = report[(report["group"] == group) & (report["eligible"] == 1)]
        result[group] = {"threshold": threshold, "fnr": (new["score"] < threshold).mean()}
    return result
