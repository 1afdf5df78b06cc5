"""Make datasets/nino-temperature/nino-temperature.csv again from `statsmodels` (pip install "aiskills[data]").

Nothing is computed: the table of years and months becomes one row a month. Run:
python datasets/nino-temperature/make.py
"""

from pathlib import Path


def main() -> None:
    """Write nino-temperature.csv beside this file, byte for byte the same on every system."""
    from statsmodels.datasets import elnino

    table = elnino.load_pandas().data.set_index("YEAR")
    lines = ["month,sea_celsius"]
    for year, row in table.iterrows():
        lines += [f"{int(year)}-{number:02d}-01,{value:.2f}" for number, value in enumerate(row, start=1)]
    path = Path(__file__).with_name("nino-temperature.csv")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(lines) - 1} rows")


if __name__ == "__main__":
    main()
