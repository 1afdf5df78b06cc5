"""Make datasets/cldr-territories/cldr-territories.csv.gz again from the `babel` package (pip install "aiskills[data]").

Babel 2.18 carries the names of countries and territories that the Unicode CLDR project collects. Names are copied as
they are, also where CLDR kept the English name. One row is one name in one language. Languages come with their main
script; another script of a language is kept as a row of its own when most of its names differ from the main script.
Run: python datasets/cldr-territories/make.py
"""

import csv
import gzip
import io
from pathlib import Path

FEWEST = 5  # names; a language with fewer says nothing even in a lesson about too few
NAMELESS = {"lld": "Ladin"}  # CLDR has no English name for this language
NOT_PLACES = {"XA", "XB", "ZZ"}  # two test locales of CLDR and "unknown region"
HEADER = ["locale", "language", "script", "direction", "territory", "english", "name", "same_as_english"]


def names(locale: str) -> dict[str, str]:
    """Names of territories in one locale: two-letter code -> name (empty where CLDR has none)."""
    from babel import Locale

    found = Locale.parse(locale).territories
    return {c: found[c] for c in sorted(found) if len(c) == 2 and c.isalpha() and c not in NOT_PLACES}


def locales() -> list[str]:
    """Identifiers to keep: plain languages, and language_Script where the names really differ."""
    from babel import localedata

    kept = []
    for locale in sorted(localedata.locale_identifiers()):
        parts = locale.split("_")
        own = names(locale) if len(parts) == 1 or (len(parts) == 2 and len(parts[1]) == 4) else {}
        if len(own) < FEWEST or parts[0] == "en":  # English is the column that the others are set against
            continue
        base = names(parts[0]) if len(parts) == 2 else {}
        if len(parts) == 1 or sum(own[c] != base.get(c) for c in own) > len(own) / 2:
            kept.append(locale)
    return kept


def script_of(locale: str) -> str:
    """English name of the script that a locale is written in, "" when CLDR does not say."""
    from babel import Locale, core

    own = Locale.parse(locale).script
    likely = core.get_global("likely_subtags").get(locale, "")
    code = own or next((part for part in likely.split("_") if len(part) == 4), "")
    name = Locale("en").scripts.get(code, "")
    return f"{name} Han" if code in ("Hans", "Hant") else name


def main() -> None:
    """Write cldr-territories.csv.gz beside this file, the same bytes each time."""
    from babel import Locale

    english = names("en")
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEADER)
    rows = 0
    for locale in locales():
        spoken = Locale.parse(locale)
        direction = "rtl" if spoken.text_direction == "rtl" else "ltr"
        label = NAMELESS.get(locale) or spoken.get_display_name("en")
        for code, name in names(locale).items():
            if code in english:
                same = name == english[code]
                table.writerow([locale, label, script_of(locale), direction, code, english[code], name, same])
                rows += 1
    path = Path(__file__).with_name("cldr-territories.csv.gz")
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        packed.write(text.getvalue().encode("utf-8"))
    print(f"{path.name}: {rows} rows")


if __name__ == "__main__":
    main()
