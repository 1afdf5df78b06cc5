"""The function ignores the table that comes in and summarises `data`, which another cell loaded.

loses: summary-counts, summary-mean
misconception: depends on a variable from another cell
"""
# %% summary-answer
def summarise(df):
    return {
        "rows": len(data),
        "countries": data["country"].nunique(),
        "mean_life_expectancy": data["life_expectancy"].mean(),
    }
