"""Each country gets its own mean first, so a country with few rows weighs as much as one with many.

loses: summary-mean
misconception: a mean of means is the mean
"""
# %% summary-answer
def summarise(df):
    return {
        "rows": len(df),
        "countries": df["country"].nunique(),
        "mean_life_expectancy": df.groupby("country")["life_expectancy"].mean().mean(),
    }
