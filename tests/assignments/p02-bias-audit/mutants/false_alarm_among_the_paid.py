"""Counts false alarms among the paid, not among the people without the right.

loses: rates-denominators
misconception: denominators: of whom?
"""
# %% rates-answer
def group_rates(table, by):
    keys = table[by].astype(object).where(table[by].notna(), "not recorded")
    rates = {}
    for key, rows in table.groupby([keys[column] for column in by]):
        eligible, paid = rows["eligible"] == 1, rows["paid"] == 1
        rates[key] = {
            "n": len(rows),
            "selected": paid.mean(),
            "fnr": (~paid)[eligible].mean(),
            "fpr": (~eligible)[paid].mean(),
            "ppv": eligible[paid].mean(),
        }
    return rates


def four_fifths(table, by, few=30):
    rates = group_rates(table, by)
    highest = max(one["selected"] for one in rates.values() if one["n"] >= few)
    result = {}
    for key, one in rates.items():
        ratio = one["selected"] / highest
        verdict = "too few" if one["n"] < few else "below" if ratio < 0.8 else "not below"
        result[key] = {"ratio": ratio, "verdict": verdict}
    return result
