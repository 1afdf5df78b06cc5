"""A generated village with a solar mini-grid, and its operation over a year: the world of the lesson
`s01-forecasting-energy`, which explains each part where it is first used.

Everything here is invented; it describes no village. The card of the data set `mini-grid` says what is not real in it.

Sun. Day `n` of the year, hour `h` (its middle), latitude `phi`:

- declination `d = 23.45° sin(2 pi (284 + n) / 365)`, hour angle `w = 15° (h - 12)`;
- height of the sun `c = sin(phi) sin(d) + cos(phi) cos(d) cos(w)`;
- clear sky on level ground `1.098 c exp(-0.059 / c)` kW/m² while `c > 0` (Haurwitz 1945, coefficients as in Reno,
  Hansen and Stein, Sandia report SAND2012-2389);
- panels `peak * 0.8 * clear sky * k` kW. The factor `k` comes from the clouds.

Clouds. A Markov chain of three states, hour by hour: what comes next depends on the state now, and on nothing else.
Its table of chances moves through the year between a dry and a wet one. Each state has a mean and a spread of `k`.

Load. Homes: a day shape, growth of 8 % a year, a slow factor of the day (first-order autoregression), 15 % more on
market evenings, 60 % more on rare feast evenings, noise. A mill runs on market days (Wednesday and Saturday) and counts
with the homes. The pump runs from 9, for longer in the dry season. The clinic has a base, a working day, and calls in
some nights.
"""

import numpy as np

LATITUDE = -11.0  # degrees; south is negative
PEAK = 60.0  # kW of the panels in the standard test
GROWTH = 0.08  # of the homes' load, a year
BATTERY = 120.0  # kWh
GENERATOR = 20.0  # kW, always run at this power
EFFICIENCY = 0.9  # of what goes into the battery, this part can be taken out again
MOST_HOURS = 12  # the generator rests for half of the day
LITRES_PER_HOUR = 0.08 * GENERATOR + 0.25 * GENERATOR  # a common straight line: running at all, plus energy made

CLOUDS = ("clear", "broken", "overcast")
DRY = np.array([[0.93, 0.06, 0.01], [0.30, 0.60, 0.10], [0.15, 0.35, 0.50]])
WET = np.array([[0.70, 0.24, 0.06], [0.15, 0.65, 0.20], [0.04, 0.16, 0.80]])
LET_THROUGH = np.array([0.97, 0.65, 0.25])  # mean of k in each state, and its spread
LET_THROUGH_SPREAD = np.array([0.03, 0.12, 0.08])
HOMES = np.array(
    [2, 1.8, 1.7, 1.7, 2, 3.5, 5, 4.5, 3.2, 2.8, 2.8, 3, 3.2, 3, 2.8, 3, 3.8, 6, 10.5, 13, 12.5, 9.5, 6, 3.2]
)  # kW for each hour of the day, in the first year


def clear_sky(times, latitude=LATITUDE):
    """Return the sunlight on level ground under a clear sky, in kW/m², for the middle of each hour.

    times: anything that pandas reads as dates, in local solar time. latitude: degrees, south negative.
    Known in advance for any hour, because only the geometry of the sun decides. At night it is exactly 0.
    """
    import pandas as pd

    times = pd.DatetimeIndex(times)
    day, hour = times.day_of_year.to_numpy(), times.hour.to_numpy() + 0.5
    phi = np.radians(latitude)
    declination = np.radians(23.45) * np.sin(2 * np.pi * (284 + day) / 365)
    height = np.sin(phi) * np.sin(declination) + np.cos(phi) * np.cos(declination) * np.cos(
        np.radians(15 * (hour - 12))
    )
    height = np.clip(height, 1e-3, None)  # the exponential makes anything this low exactly nothing
    return np.where(height > 1e-3, 1.098 * height * np.exp(-0.059 / height), 0.0)


def cloud_states(wet, rng):
    """Return the state of the sky for each hour (0 clear, 1 broken, 2 overcast): a Markov chain.

    wet: array, how much the wet season rules in each hour, 0 to 1. rng: NumPy random generator.
    """
    dry_steps, wet_steps = DRY.cumsum(axis=1), WET.cumsum(axis=1)
    # Chances of the first state, and of the first two, for each hour and each state before it. Lists are faster here.
    ladders = ((1 - wet[:, None, None]) * dry_steps + wet[:, None, None] * wet_steps)[:, :, :2].tolist()
    states, state = [], 0
    for ladder, chance in zip(ladders, rng.random(len(wet)).tolist(), strict=True):
        first, second = ladder[state]
        state = (chance > first) + (chance > second)
        states.append(state)
    return np.array(states)


def village(seed, days=1096, start="2023-01-01", latitude=LATITUDE, peak=PEAK, growth=GROWTH):
    """Return a generated village as a pandas frame, a row for each hour, with the columns of the data set `mini-grid`.

    seed: whole number; the same seed gives the same village. days: length. latitude in degrees, peak in kW, growth a
    year. Powers are means of the hour in kW, so a value is also the energy of that hour in kWh.
    """
    import pandas as pd

    rng, hours = np.random.default_rng(seed), 24 * days
    times = pd.date_range(start, periods=hours, freq="h")
    hour, day_of_year = times.hour.to_numpy(), times.day_of_year.to_numpy()
    wet = 0.5 + 0.5 * np.cos(2 * np.pi * (day_of_year - 20) / 365)
    states = cloud_states(wet, rng)
    through = np.clip(LET_THROUGH[states] + LET_THROUGH_SPREAD[states] * rng.normal(size=hours), 0.05, 1.05)
    clear = 0.8 * peak * clear_sky(times, latitude)

    mood, shocks = np.zeros(days), 0.07 * rng.normal(size=days)
    for day in range(days):
        mood[day] = 0.7 * mood[day - 1] * (day > 0) + shocks[day]
    market = np.isin(times.day_of_week, [2, 5])
    feast = np.repeat(rng.random(days) < 0.03, 24) & (hour >= 18)
    grown = np.exp(growth * np.arange(hours) / (24 * 365))
    homes = HOMES[hour] * grown * np.exp(np.repeat(mood, 24) + 0.08 * rng.normal(size=hours))
    homes *= np.where(feast, 1.6, 1) * np.where(market & (hour >= 17), 1.15, 1)
    mill = 7 * grown * (market & (hour >= 8) & (hour < 16)) * np.exp(0.15 * rng.normal(size=hours))
    pump = 5 * ((hour >= 9) & (hour < 12 + np.round(4 * (1 - wet)))) * np.exp(0.05 * rng.normal(size=hours))
    call = np.repeat(rng.random(days) < 0.15, 24) & ((hour >= 20) | (hour < 4))
    clinic = (1.2 + 1.8 * ((hour >= 8) & (hour < 16)) + 1.5 * call) * np.exp(0.05 * rng.normal(size=hours))

    powers = {"clear_sky_kw": clear, "solar_kw": clear * through, "clinic_kw": clinic, "pump_kw": pump}
    powers["homes_kw"] = homes + mill
    frame = pd.DataFrame({"time": times, "market_day": market.astype(int)} | powers)
    powers = list(powers)
    frame[powers] = frame[powers].round(3)
    return frame


def evenings(frame):
    """Return the frame cut to whole days that begin at 18:00, numbered anew, with the columns `load_kw` and `net_kw`.

    net_kw is load minus sun: what battery and generator must give. Days begin when the forecast is made.
    """
    first = int(np.flatnonzero(frame["time"].dt.hour == 18)[0])
    whole = (len(frame) - first) // 24 * 24
    cut = frame.iloc[first : first + whole].reset_index(drop=True)
    cut["load_kw"] = cut[["clinic_kw", "pump_kw", "homes_kw"]].sum(axis=1)
    cut["net_kw"] = cut["load_kw"] - cut["solar_kw"]
    return cut


def _step(charge, power, capacity):
    """One hour of many batteries: return (new charge, was something missing). power in kW, positive fills."""
    raw = charge + np.where(power > 0, EFFICIENCY * power, power)
    return np.clip(raw, 0, capacity), raw < 0


def operate(net, forecast, reserve=0.0, capacity=BATTERY):
    """Run many mini-grids side by side for whole days that begin at 18:00; return (litres, dark hours), one a grid.

    net, forecast: arrays (hours, grids) in kW, load minus sun as it came and as it was foreseen. reserve: kWh that the
    plan keeps in the battery, a number or one for each grid. Each evening the smallest number of generator hours is
    taken with which the foreseen battery never falls below the reserve in 24 hours; they are run at once, one after
    the other. Litres of diesel, and hours in which something was missing, are those of all days together. This is the
    function `run_year` of the lesson, for many grids at a time.
    """
    net, forecast = np.asarray(net, dtype=float), np.asarray(forecast, dtype=float)
    grids = net.shape[1]
    reserve = np.broadcast_to(np.asarray(reserve, dtype=float), (grids,))
    plans = np.arange(MOST_HOURS + 1)[:, None]
    charge, dark, running = np.full(grids, capacity / 2), np.zeros(grids, dtype=int), np.zeros(grids, dtype=int)
    for start in range(0, len(net), 24):
        foreseen = np.broadcast_to(charge, (len(plans), grids))
        enough = np.ones((len(plans), grids), dtype=bool)
        for hour in range(24):
            foreseen, missing = _step(foreseen, GENERATOR * (hour < plans) - forecast[start + hour], capacity)
            enough &= ~missing & (foreseen >= reserve)
        hours = np.where(enough.any(axis=0), enough.argmax(axis=0), MOST_HOURS)
        for hour in range(24):
            charge, missing = _step(charge, GENERATOR * (hour < hours) - net[start + hour], capacity)
            dark += missing
        running += hours
    return LITRES_PER_HOUR * running, dark


RESERVES = np.arange(0, 81, 5)  # kWh kept back
SHIFTS = np.arange(0, 6.1, 0.4)  # kW added to each hour


def litres_at(dark, net, forecast, knob="reserve"):
    """Return the litres that each grid burns when a flat margin is set so that it has `dark` dark hours.

    dark: a number, or one for each grid. net, forecast: arrays (hours, grids) in kW. knob: "reserve" keeps kWh in the
    battery, "shift" adds the same kW to the forecast of each hour. The margin is found with hindsight, on the very
    hours that are run, by drawing straight lines between the settings RESERVES or SHIFTS. NaN: out of their reach.
    """
    settings = RESERVES if knob == "reserve" else SHIFTS
    grids = net.shape[1]
    margin = np.tile(settings, grids)
    said = np.repeat(forecast, len(settings), axis=1) + (0 if knob == "reserve" else margin)
    litres, hours = operate(np.repeat(net, len(settings), axis=1), said, margin if knob == "reserve" else 0.0)
    litres, hours = litres.reshape(grids, -1), np.minimum.accumulate(hours.reshape(grids, -1), axis=1)
    wanted = np.broadcast_to(dark, (grids,))
    return np.array([np.interp(-w, -h, one, np.nan, np.nan) for w, h, one in zip(wanted, hours, litres, strict=True)])


def dark_by_load(grid, forecast, keep, plan):
    """Return the dark hours of each load when the clinic is served first: dict, column of the load -> hours.

    grid: frame of whole days from 18:00, with the loads and the sun. forecast: net load as foreseen, in kW. keep: kWh
    in the battery that only the clinic may use. plan: function (charge, 24 foreseen values) -> hours of the generator.
    An hour is dark for a load that did not get all that it asked for. Pump comes second, homes last.
    """
    charge, dark = BATTERY / 2, {"clinic_kw": 0, "pump_kw": 0, "homes_kw": 0}
    for number, row in enumerate(grid[[*dark, "solar_kw"]].to_dict("records")):
        if number % 24 == 0:
            hours = plan(charge, forecast[number : number + 24])
        fresh = row["solar_kw"] + GENERATOR * (number % 24 < hours)
        for load in dark:
            free = max(charge - (0 if load == "clinic_kw" else keep), 0)
            from_fresh = min(row[load], fresh)
            from_battery = min(row[load] - from_fresh, free)
            fresh, charge = fresh - from_fresh, charge - from_battery
            dark[load] += row[load] - from_fresh - from_battery > 1e-9
        charge = min(charge + EFFICIENCY * fresh, BATTERY)
    return {load: int(hours) for load, hours in dark.items()}
