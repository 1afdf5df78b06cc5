"""Make datasets/gapminder/gapminder.csv again from the `causaldata` package (pip install "aiskills[data]").

Nothing is computed: rows and values are those of the package. Columns get plain names, because learners read them
aloud, and rows are sorted by country and year. Run: python datasets/gapminder/make.py
"""

from pathlib import Path

NAMES = {"lifeExp": "life_expectancy", "pop": "population", "gdpPercap": "gdp_per_person"}


def main() -> None:
    """Write gapminder.csv beside this file, byte for byte the same on every system."""
    from causaldata import gapminder

    frame = gapminder.load_pandas().data.rename(columns=NAMES).sort_values(["country", "year"])
    path = Path(__file__).with_name("gapminder.csv")
    path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(frame)} rows")


if __name__ == "__main__":
    main()
