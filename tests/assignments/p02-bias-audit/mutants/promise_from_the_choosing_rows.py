"""Reports the missed share of the rows on which it chose.

loses: thresholds-report
misconception: a threshold keeps its promise
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
    for group, rows in choose[choose["eligible"] == 1].groupby("group"):
        scores = np.sort(rows["score"].to_numpy())
        threshold = scores[int(missed * len(scores))]
        new = rows
        result[group] = {"threshold": threshold, "fnr": (new["score"] < threshold).mean()}
    return result
