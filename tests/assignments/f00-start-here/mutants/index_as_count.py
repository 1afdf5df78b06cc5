"""The last label of the index is taken for the number of rows, which holds only while the index starts at zero.

loses: summary-counts
misconception: row labels are row numbers
"""
# %% summary-answer
def summarise(df):
    return {
        "rows": df.index[-1] + 1,
        "countries": df["country"].nunique(),
        "mean_life_expectancy": df["life_expectancy"].mean(),
    }
