"""NumPy in place of pandas, a mean rounded to one decimal, more keys than asked, a tuple for the order, a warning.

loses:
"""
# %% summary-answer
import warnings

import numpy as np


def summarise(df):
    warnings.warn("rounding to one decimal")
    values = df["life_expectancy"].to_numpy()
    return dict(
        rows=np.int64(values.size),
        countries=np.unique(df["country"].astype(str)).size,
        mean_life_expectancy=round(float(np.mean(values)), 1),
        lowest=values.min(),
    )
# %% total-answer
import pandas as pd


def laptops_needed(groups):
    return pd.Series(groups, dtype="int64").sum()
# %% order-answer
line_order = (4, 5, 3, 1, 2)
# %% decide-answer
decision = dict(zip("abcdef", "trust restart restart trust restart trust".split()))
