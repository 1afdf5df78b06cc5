"""Loops and a set in place of pandas methods; prints on the way; the two loading lines swapped.

loses:
"""
# %% summary-answer
def summarise(df):
    names = set()
    total = 0.0
    for row in df.itertuples():
        names.add(row.country)
        total = total + row.life_expectancy
    print("rows seen:", len(df))
    return {"rows": df.shape[0], "countries": len(names), "mean_life_expectancy": total / df.shape[0]}
# %% total-answer
def laptops_needed(groups):
    total = 0
    for name in groups:
        total += groups[name]
        print(name, total)
    return total
# %% order-answer
line_order = [4, 5, 3, 1, 2]
# %% decide-answer
stale = "bce"
decision = {letter: "restart" if letter in stale else "trust" for letter in "abcdef"}
