"""Make datasets/tb-screening/tb-screening.csv.gz again: a generated tuberculosis screening with known truth.

Nobody in this file exists. Each row is one imaginary person of 15 years or more who comes to a screening with chest
X-rays. A program gives each X-ray a score from 0 to 100. Whether the person has tuberculosis (TB) is known, because
we draw it. The equations, for person i at site s:

    age group   ~ shares AGES, the same everywhere
    earlier_i   ~ Bernoulli(EARLIER[s])                          had TB once, was treated, has scars in the lungs
    tb_i        ~ Bernoulli(BASE[s] * (AGAIN if earlier_i else 1))
    x_i         = START + ILL * tb_i + SCAR * earlier_i + BY_AGE[age group] + Normal(0, NOISE)
    score_i     = 100 / (1 + exp(-x_i)), rounded to a whole number: so several people share a score
    half_i      ~ "choose" or "report", by a fair coin

What is taken from measurement, and what is assumed:
- The share with TB over all sites is expected at 1.14 % (the file, by chance, has 1.26 %). The national survey of the
  Philippines in 2016 found 1.16 % (people of 15 years and more, confirmed in the laboratory: 1,159 of 100,000; Lansang
  et al., PLOS ONE 2021, doi 10.1371/journal.pone.0252240). How it differs between the sites is assumed.
- The ability of the score to tell ill from healthy (area under the ROC curve, here 0.92) is a little above that of
  the best programs in an independent test of five products in Dhaka (0.85 to 0.91; Qin et al., Lancet Digital
  Health 2021, doi 10.1016/S2589-7500(21)00116-3).
- That people with earlier TB and older people get more false alarms is found in such tests too. How many more (SCAR,
  BY_AGE), how many had TB before (EARLIER) and how much oftener they fall ill again (AGAIN) are assumed.

Run: python datasets/tb-screening/make.py
"""

import gzip
import io
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 20161159
PEOPLE = {"city": 9000, "villages": 7000, "mining town": 4000}
BASE = {"city": 0.009, "villages": 0.005, "mining town": 0.018}
EARLIER = {"city": 0.05, "villages": 0.04, "mining town": 0.20}
AGAIN = 3.0
AGES = {"15 to 34": 0.45, "35 to 54": 0.33, "55 and more": 0.22}
BY_AGE = {"15 to 34": 0.0, "35 to 54": 0.2, "55 and more": 0.6}
START, ILL, SCAR, NOISE = -1.3, 2.4, 1.3, 1.25


def screening(rng: np.random.Generator) -> pd.DataFrame:
    """Draw the whole screening, sorted by nothing: people come in random order."""
    site = rng.permutation(np.repeat(list(PEOPLE), list(PEOPLE.values())))
    age = rng.choice(list(AGES), len(site), p=list(AGES.values()))
    earlier = rng.random(len(site)) < pd.Series(site).map(EARLIER).to_numpy()
    chance = pd.Series(site).map(BASE).to_numpy() * np.where(earlier, AGAIN, 1)
    tb = rng.random(len(site)) < chance
    x = START + ILL * tb + SCAR * earlier + pd.Series(age).map(BY_AGE).to_numpy() + rng.normal(0, NOISE, len(site))
    return pd.DataFrame(
        {
            "site": site,
            "age_group": age,
            "earlier_tb": earlier.astype(int),
            "score": np.rint(100 / (1 + np.exp(-x))).astype(int),
            "tb": tb.astype(int),
            "half": np.where(rng.random(len(site)) < 0.5, "choose", "report"),
        }
    )


def main() -> None:
    """Write tb-screening.csv.gz beside this file, byte for byte the same on every system."""
    text = screening(np.random.default_rng(SEED)).to_csv(index=False, lineterminator="\n")
    packed = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, packed, mtime=0) as out:  # no name and no time inside, so that bytes repeat
        out.write(text.encode())
    path = Path(__file__).with_name("tb-screening.csv.gz")
    path.write_bytes(packed.getvalue())
    print(f"{path.name}: {text.count(chr(10)) - 1} rows")


if __name__ == "__main__":
    main()
