"""The tool does not see the group, so no column can tell it and no weight is needed.

loses: proxy-found, proxy-honest, reweigh-balance
misconception: unawareness solution
"""
# %% proxy-answer
def proxy_strength(columns, group):
    seen = [name for name in columns if name in ("group", "gender", "sex")]
    return 1.0 if seen else 0.5

# %% mend-answer
def reweigh(group, label):
    return np.ones(len(group))


def set_thresholds(choose, report, missed):
    result = {}
    for group, rows in choose[choose["eligible"] == 1].groupby("group"):
        scores = np.sort(rows["score"].to_numpy())
        threshold = scores[int(missed * len(scores))]
        new = report[(report["group"] == group) & (report["eligible"] == 1)]
        result[group] = {"threshold": threshold, "fnr": (new["score"] < threshold).mean()}
    return result
