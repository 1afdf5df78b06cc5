"""Generator, figures and checks of the lesson `p02-bias-audit`, which explains each of them where it is first used.

How errors are counted, compared and given an interval stands in the notebook's own cells.
"""

TRADES = ("market trade", "tailoring", "care work", "farming", "transport", "building")
# Share of each trade, for women and for men, where the proxy is switched on in full.
TRADE_OF_WOMEN = (0.34, 0.22, 0.22, 0.14, 0.04, 0.04)
TRADE_OF_MEN = (0.08, 0.06, 0.02, 0.24, 0.30, 0.30)
REGIONS = {"lowlands": 0.64, "foothills": 0.345, "mountains": 0.015}
DISBELIEVED = 0.3  # label bias: this share of the eligible women was refused by the officers of the past
UNRECORDED = 0.4  # proxy: this share of a woman's working months is missing from the register, on average
LOST = 0.6  # sampling: this share of the files of eligible women never came into the digital archive
POORER = 0.3  # base rates: women's household income is lower by this much, as a natural logarithm (about a quarter)


def claims(n, label_bias=0.0, proxy=0.0, sampling=0.0, base_rates=0.0, seed=0):
    """Return n made-up claims for income support between two jobs, as a pandas frame. They describe nobody.

    The four switches go from 0 (off) to 1 (in full). With the standard normal N(0, 1), independent draws, woman = 1 or 0:

        woman         fair coin; region by REGIONS, independent of all else
        months        worked in the last 24: round(13 + 6 N(0, 1)), cut to 0..24
        income        per head and month, in units of the country's money: exp(ln 200 + 0.6 N(0, 1) - 0.3 base_rates woman)
        dependants    Poisson(2), cut to 6
        P(eligible)   1 / (1 + exp(-s)),  s = -0.3 + 1.6 (months - 13) / 6 - 1.6 ln(income / 200) / 0.6 + 0.4 (dependants - 2)
        recorded      months for men; for women each month is left out of the register with probability 0.4 proxy
        trade         uniform for a share 1 - proxy; by TRADE_OF_WOMEN or TRADE_OF_MEN for the rest
        approved      eligible, but refused with probability 0.3 label_bias where woman = 1
        in the file   all, but an eligible woman's file is lost with probability 0.6 sampling

    So `eligible` is the truth by construction; `approved` is what the officers of the past decided. With sampling
    above 0 fewer than n rows come back. Explained in the lesson p02-bias-audit, under *Worked example*.
    """
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(seed)
    woman = rng.random(n) < 0.5
    region = rng.choice(list(REGIONS), n, p=list(REGIONS.values()))
    months = np.clip(np.round(13 + 6 * rng.normal(size=n)), 0, 24).astype(int)
    income = np.exp(np.log(200) + 0.6 * rng.normal(size=n) - POORER * base_rates * woman)
    dependants = np.minimum(rng.poisson(2, n), 6)
    need = -0.3 + 1.6 * (months - 13) / 6 - 1.6 * np.log(income / 200) / 0.6 + 0.4 * (dependants - 2)
    eligible = rng.random(n) < 1 / (1 + np.exp(-need))
    recorded = rng.binomial(months, np.where(woman, 1 - UNRECORDED * proxy, 1.0))
    usual = np.where(woman, rng.choice(TRADES, n, p=TRADE_OF_WOMEN), rng.choice(TRADES, n, p=TRADE_OF_MEN))
    trade = np.where(rng.random(n) < proxy, usual, rng.choice(TRADES, n))
    approved = eligible & ~(woman & (rng.random(n) < DISBELIEVED * label_bias))
    kept = ~(woman & eligible & (rng.random(n) < LOST * sampling))
    frame = pd.DataFrame(
        {
            "gender": np.where(woman, "woman", "man"),
            "region": region,
            "trade": trade,
            "months_recorded": recorded,
            "income": income.round(0).astype(int),
            "dependants": dependants,
            "approved": approved.astype(int),
            "eligible": eligible.astype(int),
        }
    )
    return frame[kept].reset_index(drop=True)
