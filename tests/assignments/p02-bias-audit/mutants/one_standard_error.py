"""Takes the middle two thirds of the draws.

loses: gap-interval
misconception: an interval is one standard error
"""
# %% gap-answer
def gap_ci(table, name, seed=0):
    eligible = table[table["eligible"] == 1]
    missed = 1 - eligible["paid"].to_numpy()
    inside = (eligible["group"] == name).to_numpy()
    group, others = missed[inside], missed[~inside]
    if len(group) == 0 or len(others) == 0:
        return {"gap": np.nan, "low": np.nan, "high": np.nan}
    rng = np.random.default_rng(seed)
    draws = [rng.choice(side, (1500, len(side))).mean(axis=1) for side in (group, others)]
    low, high = np.percentile(draws[0] - draws[1], [16, 84])
    return {"gap": group.mean() - others.mean(), "low": low, "high": high}
