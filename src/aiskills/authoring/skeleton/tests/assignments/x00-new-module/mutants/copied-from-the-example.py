"""The results of the visible example, typed into the function.

loses: summary-counts, summary-mean, summary-range, summary-none
misconception: what passes the visible test is the answer
"""
# %% summary-answer
def summarise(values):
    return {"known": 3, "missing": 1, "mean": 3.0, "lowest": 2.625, "highest": 3.375}
