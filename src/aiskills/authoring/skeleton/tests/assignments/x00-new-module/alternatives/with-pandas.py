"""A pandas series, which leaves missing values out by itself.

loses:
"""
# %% summary-answer
import pandas as pd


def summarise(values):
    series = pd.Series(values, dtype="float64")
    result = {"known": int(series.count()), "missing": int(series.isna().sum())}
    if result["known"] == 0:
        return result | {"mean": None, "lowest": None, "highest": None}
    return result | {
        "mean": series.mean(),
        "lowest": series.fillna(series.min()).mean(),
        "highest": series.fillna(series.max()).mean(),
    }
