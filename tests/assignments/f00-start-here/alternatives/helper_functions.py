"""Helpers in the same cell, drop_duplicates and value_counts, an order that is worked out, answers letter by letter.

loses:
"""
# %% summary-answer
def different(column):
    return len(column.drop_duplicates())


def summarise(df):
    answer = {}
    answer["mean_life_expectancy"] = df["life_expectancy"].sum() / df["life_expectancy"].count()
    answer["countries"] = different(df["country"])
    answer["rows"] = int(df["country"].value_counts().sum())
    return answer
# %% total-answer
def laptops_needed(groups):
    if not groups:
        return 0
    sizes = sorted(groups.values())
    return sizes[0] + laptops_needed({str(place): size for place, size in enumerate(sizes[1:])})
# %% order-answer
load, choose, keep, group, answer = 5, 4, 3, 1, 2
line_order = [load, choose, keep, group, answer]
# %% decide-answer
decision = {}
decision["f"] = "trust"
decision["e"] = "restart"
decision["d"] = "trust"
decision["c"] = "restart"
decision["b"] = "restart"
decision["a"] = "trust"
