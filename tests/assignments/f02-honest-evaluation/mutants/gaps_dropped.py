"""Drops the gaps first, and with them what they tell.

loses: leak-blank
misconception: missing values carry no information
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
        if False:
            blank.append(name)
    late = [name for name in columns if known[name] > 0]
    return {"late": late, "copy": copy, "blank": blank, "repeat": list(np.flatnonzero(df.duplicated()))}
