"""Gives each pair of group and label the same total weight.

loses: reweigh-keep
misconception: balance means equal sizes
"""
# %% mend-answer
def reweigh(group, label):
    rows = pd.DataFrame({"g": list(group), "l": list(label)})
    n_g = rows.groupby("g")["l"].transform("size")
    n_l = rows.groupby("l")["g"].transform("size")
    n_gl = rows.groupby(["g", "l"])["g"].transform("size")
    return (len(rows) / (n_gl * rows.drop_duplicates().shape[0])).to_numpy()


def set_thresholds(choose, report, missed):
    result = {}
    for group, rows in choose[choose["eligible"] == 1].groupby("group"):
        scores = np.sort(rows["score"].to_numpy())
        threshold = scores[int(missed * len(scores))]
        new = report[(report["group"] == group) & (report["eligible"] == 1)]
        result[group] = {"threshold": threshold, "fnr": (new["score"] < threshold).mean()}
    return result
