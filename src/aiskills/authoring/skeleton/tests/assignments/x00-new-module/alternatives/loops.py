"""A loop and running totals, without a list of known values.

loses:
"""
# %% summary-answer
def summarise(values):
    total, known, low, high = 0.0, 0, None, None
    for value in values:
        if value is None:
            continue
        total = total + value
        known = known + 1
        low = value if low is None or value < low else low
        high = value if high is None or value > high else high
    gaps = len(values) - known
    if known == 0:
        return {"known": 0, "missing": gaps, "mean": None, "lowest": None, "highest": None}
    return {
        "known": known,
        "missing": gaps,
        "mean": total / known,
        "lowest": (total + gaps * low) / len(values),
        "highest": (total + gaps * high) / len(values),
    }
