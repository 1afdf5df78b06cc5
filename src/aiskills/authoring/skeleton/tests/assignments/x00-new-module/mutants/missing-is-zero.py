"""A missing value is counted as a zero.

loses: summary-counts, summary-mean, summary-none
misconception: a missing value is zero
"""
# %% summary-answer
def summarise(values):
    filled = [value or 0 for value in values]
    known = [value for value in values if value is not None]
    gaps = len(values) - len(known)
    result = {"known": len(filled), "missing": 0, "mean": sum(filled) / max(1, len(filled))}
    if known:
        result["lowest"] = (sum(known) + gaps * min(known)) / len(values)
        result["highest"] = (sum(known) + gaps * max(known)) / len(values)
    return result
