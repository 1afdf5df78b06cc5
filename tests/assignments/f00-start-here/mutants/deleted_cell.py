"""The function uses a name that a deleted cell had made: it worked until the kernel was fresh.

loses: summary-counts, summary-mean
misconception: depends on a variable from another cell (fresh kernel)
"""
# %% summary-answer
def summarise(df):
    column = df[life_column]
    return {"rows": len(df), "countries": df["country"].nunique(), "mean_life_expectancy": column.mean()}
