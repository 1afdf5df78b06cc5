"""Write benefit-claims.csv: made-up claims for income support, with three mechanisms of bias at half strength.

    python datasets/benefit-claims/make.py

The equations stand in `aiskills.learn.lessons.p02_bias_audit.claims`, so that the lesson can draw claims with other
settings from the same program. The settings below were fixed before any tool was trained on the file.
"""

from pathlib import Path

import pandas as pd

from aiskills.learn.lessons.p02_bias_audit import claims

HERE = Path(__file__).parent
SEED = 20261123
HALF = {"label_bias": 0.5, "proxy": 0.5, "base_rates": 1.0}
PAST, CHECKED = 6000, 3000


def main():
    past = claims(PAST, **HALF, sampling=0.5, seed=SEED)
    past["eligible"] = pd.NA  # nobody looked again at the cases of the past
    # Claims that a panel examined again were drawn at random from the desk, so no file is lost there.
    choose = claims(CHECKED, **HALF, seed=SEED + 1)
    report = claims(CHECKED, **HALF, seed=SEED + 2)
    parts = {"past": past, "choose": choose, "report": report}
    frame = pd.concat([rows.assign(part=part) for part, rows in parts.items()], ignore_index=True)
    frame.insert(0, "claim", range(1, len(frame) + 1))
    frame["eligible"] = frame["eligible"].astype("Int64")
    frame.to_csv(
        HERE / "benefit-claims.csv.gz", index=False, lineterminator="\n", compression={"method": "gzip", "mtime": 0}
    )


if __name__ == "__main__":
    main()
