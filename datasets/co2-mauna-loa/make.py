"""Make datasets/co2-mauna-loa/co2-mauna-loa.csv again from the `statsmodels` package (pip install "aiskills[data]").

Weekly values become the mean of each month; a month without any value stays empty. Run:
python datasets/co2-mauna-loa/make.py
"""

from pathlib import Path


def main() -> None:
    """Write co2-mauna-loa.csv beside this file, byte for byte the same on every system."""
    from statsmodels.datasets import co2

    weekly = co2.load_pandas().data["co2"]
    monthly = weekly.resample("MS").mean().round(2).rename("co2_ppm").rename_axis("month").reset_index()
    monthly["month"] = monthly["month"].dt.strftime("%Y-%m-%d")
    path = Path(__file__).with_name("co2-mauna-loa.csv")
    path.write_text(monthly.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(monthly)} rows, {monthly['co2_ppm'].isna().sum()} months without a value")


if __name__ == "__main__":
    main()
