"""Make datasets/iowa-electricity/iowa-electricity.csv again from `vega_datasets` (pip install "aiskills[data]").

Nothing is computed: the date becomes a year, and names become plain. Run: python datasets/iowa-electricity/make.py
"""

from pathlib import Path


def main() -> None:
    """Write iowa-electricity.csv beside this file, byte for byte the same on every system."""
    from vega_datasets import data

    frame = data.iowa_electricity()
    frame["year"] = frame["year"].dt.year
    frame = frame.rename(columns={"net_generation": "gwh"}).sort_values(["source", "year"])
    path = Path(__file__).with_name("iowa-electricity.csv")
    path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
