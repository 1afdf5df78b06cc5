"""The summary holds the numbers of the visible example, typed in by hand.

loses: summary-counts, summary-mean
misconception: a typed-in constant: the number is right, so the work is done
"""
# %% summary-answer
def summarise(df):
    return {"rows": 3, "countries": 2, "mean_life_expectancy": 64.66666666666667}
