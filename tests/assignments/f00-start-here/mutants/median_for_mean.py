"""The median is given in place of the mean.

loses: summary-mean
misconception: every average is the same
"""
# %% summary-answer
def summarise(df):
    return {
        "rows": len(df),
        "countries": df["country"].nunique(),
        "mean_life_expectancy": df["life_expectancy"].median(),
    }
