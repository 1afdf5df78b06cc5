"""Reports every column and every row.

loses: leak-late, leak-copy, leak-blank, leak-repeat, leak-keep
misconception: throwing everything out is safe
"""


# %% leak-answer
def leak_report(df, target, known):
    names = [name for name in df.columns if name != target]
    return {"late": names, "copy": names, "blank": names, "repeat": list(range(len(df)))}
