"""Make datasets/breast-cancer/breast-cancer.csv again from the copy that scikit-learn carries.

Nothing is computed. Of the thirty measured columns the ten means are kept (the standard errors and the worst values are
left out, so that a table fits on a page), with plain names. scikit-learn codes malignant as 0; here a column says 1 for
malignant, because 1 is what a screening looks for. The order of the rows is that of the source.

Run: python datasets/breast-cancer/make.py
"""

from pathlib import Path

import pandas as pd


def main() -> None:
    """Write breast-cancer.csv beside this file, byte for byte the same on every system."""
    from sklearn.datasets import load_breast_cancer

    source = load_breast_cancer()
    frame = pd.DataFrame(source.data, columns=source.feature_names)
    frame = frame[[name for name in frame.columns if name.startswith("mean ")]]
    frame.columns = [name.removeprefix("mean ").replace(" ", "_") for name in frame.columns]
    frame.insert(0, "malignant", 1 - source.target)
    path = Path(__file__).with_name("breast-cancer.csv")
    path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
