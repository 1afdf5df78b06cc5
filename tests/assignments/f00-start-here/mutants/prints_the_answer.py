"""The function prints the summary and gives nothing back.

loses: summary-counts, summary-mean
misconception: a number on the screen is the answer
"""
# %% summary-answer
def summarise(df):
    print(len(df), df["country"].nunique(), df["life_expectancy"].mean())
