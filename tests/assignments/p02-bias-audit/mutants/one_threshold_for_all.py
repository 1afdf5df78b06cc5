"""Sets one threshold on all eligible people together.

loses: thresholds-choose
misconception: one threshold for all is one chance for all
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
        scores = np.sort(choose[choose["eligible"] == 1]["score"].to_numpy())
        threshold = scores[int(missed * len(scores))]
        new = report[(report["group"] == group) & (report["eligible"] == 1)]
        result[group] = {"threshold": threshold, "fnr": (new["score"] < threshold).mean()}
    return result
