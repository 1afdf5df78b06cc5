"""Returns an empty report.

loses: leak-late, leak-copy, leak-blank, leak-repeat, leak-keep
misconception: a table from the office is clean
"""


# %% leak-answer
def leak_report(df, target, known):
    return {"late": [], "copy": [], "blank": [], "repeat": []}
