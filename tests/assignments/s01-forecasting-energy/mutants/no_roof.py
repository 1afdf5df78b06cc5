"""Forgets the capacity of the battery.

loses: dispatch-battery, dispatch-balance, dispatch-priority
misconception: sun that is not used now is never lost
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
            charge += 0.9 * surplus
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
        "litres": float(1.6 * (diesel > 0).sum() + 0.25 * diesel.sum()),
        "charge": charges,
        "spilled": spilled,
        "unserved": unserved,
        "dark_hours": {name: int((missed > 1e-9).sum()) for name, missed in unserved.items()},
    }
