"""Counts no litres in hours in which something is spilled.

loses: dispatch-litres
misconception: diesel that was not needed was not burned
"""


# %% dispatch-answer
def dispatch_cost(loads, solar, diesel, capacity, charge):
    hours = len(solar)
    charges, spilled = np.zeros(hours), np.zeros(hours)
    unserved = {name: np.zeros(hours) for name in loads}
    for hour in range(hours):
        surplus = solar[hour] + diesel[hour] - sum(load[hour] for load in loads.values())
        missing = 0.0
        if surplus > 0:
            stored = min(0.9 * surplus, capacity - charge)
            charge += stored
            spilled[hour] = surplus - stored / 0.9
        else:
            given = min(-surplus, charge)
            charge -= given
            missing = -surplus - given
        for name in reversed(list(loads)):
            unserved[name][hour] = min(missing, loads[name][hour])
            missing -= unserved[name][hour]
        charges[hour] = charge
    diesel = np.asarray(diesel, dtype=float)
    return {
        "litres": float(1.6 * ((diesel > 0) & (spilled == 0)).sum() + 0.25 * diesel[spilled == 0].sum()),
        "charge": charges,
        "spilled": spilled,
        "unserved": unserved,
        "dark_hours": {name: int((missed > 1e-9).sum()) for name, missed in unserved.items()},
    }
