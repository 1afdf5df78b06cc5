"""Each row is counted as another country.

loses: summary-counts
misconception: rows and countries are the same thing
"""
# %% summary-answer
def summarise(df):
    return {
        "rows": len(df),
        "countries": df["country"].count(),
        "mean_life_expectancy": df["life_expectancy"].mean(),
    }
