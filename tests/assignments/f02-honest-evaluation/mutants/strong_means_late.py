"""Looks for late columns among the strong ones only.

loses: leak-late
misconception: a weak column cannot leak
"""


# %% leak-answer
def leak_report(df, target, known):
    columns = [name for name in df.columns if name != target]
    y = df[target]
    copy, blank = [], []
    for name in columns:
        gap = df[name].isna()
        if abs(df[name].corr(y, method="spearman")) >= 0.98:
            copy.append(name)
        if gap.any() and not gap.all() and (y[gap].max() < y[~gap].min() or y[gap].min() > y[~gap].max()):
            blank.append(name)
    late = [name for name in columns if known[name] > 0 and abs(df[name].corr(y)) > 0.5]
    return {"late": late, "copy": copy, "blank": blank, "repeat": list(np.flatnonzero(df.duplicated()))}
