"""Ignores the seed.

loses: gap-edges
misconception: one draw of the bootstrap is the interval
"""
# %% gap-answer
def gap_ci(table, name, seed=0):
    eligible = table[table["eligible"] == 1]
    missed = 1 - eligible["paid"].to_numpy()
    inside = (eligible["group"] == name).to_numpy()
    group, others = missed[inside], missed[~inside]
    if len(group) == 0 or len(others) == 0:
        return {"gap": np.nan, "low": np.nan, "high": np.nan}
    rng = np.random.default_rng(0)
    draws = [rng.choice(side, (1500, len(side))).mean(axis=1) for side in (group, others)]
    low, high = np.percentile(draws[0] - draws[1], [2.5, 97.5])
    return {"gap": group.mean() - others.mean(), "low": low, "high": high}
