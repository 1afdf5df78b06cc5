"""Takes every strong column for a leak.

loses: leak-keep
misconception: every strong column is a leak
"""


# %% leak-answer
def leak_report(df, target, known):
    columns = [name for name in df.columns if name != target]
    y = df[target]
    copy, blank = [], []
    for name in columns:
        gap = df[name].isna()
        if abs(df[name].corr(y, method="spearman")) >= 0.6:
            copy.append(name)
        if gap.any() and not gap.all() and (y[gap].max() < y[~gap].min() or y[gap].min() > y[~gap].max()):
            blank.append(name)
    late = [name for name in columns if known[name] > 0]
    return {"late": late, "copy": copy, "blank": blank, "repeat": list(np.flatnonzero(df.duplicated()))}
