"""Make datasets/penguins/penguins.csv again from the `palmerpenguins` package (pip install "aiskills[data]").

Nothing is computed and nothing is left out: rows, order, values and column names are those of the package. Values that
were not measured stay empty. Run: python datasets/penguins/make.py
"""

from pathlib import Path


def main() -> None:
    """Write penguins.csv beside this file, byte for byte the same on every system."""
    from palmerpenguins import load_penguins

    frame = load_penguins()
    path = Path(__file__).with_name("penguins.csv")
    path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
