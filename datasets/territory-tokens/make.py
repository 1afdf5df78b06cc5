"""Make datasets/territory-tokens/territory-tokens.csv.gz again: how many tokens each name of cldr-territories takes.

The tokenizer is the one of SmolLM2 (49,152 entries). Each name is counted as it stands inside a sentence, that is
after one space: " Ethiopia", not "Ethiopia". English and the other language are counted the same way.
Run: python datasets/territory-tokens/make.py
"""

import csv
import gzip
import io
from pathlib import Path

HEADER = ["locale", "language", "territory", "same_as_english", "english_tokens", "name_tokens"]
TABLE = Path(__file__).parents[1] / "cldr-territories" / "cldr-territories.csv.gz"


def count_tokens(texts: list[str]) -> list[int]:
    """Number of tokens of each text, counted after one space."""
    from tokenizers import Tokenizer

    from aiskills import learn

    tokenizer = Tokenizer.from_file(f"{learn.model_path('smollm2-tokenizer')}/tokenizer.json")
    return [len(found.ids) for found in tokenizer.encode_batch([f" {text}" for text in texts])]


def main() -> None:
    """Write territory-tokens.csv.gz beside this file, the same bytes each time."""
    with gzip.open(TABLE, "rt", encoding="utf-8", newline="") as packed:
        rows = list(csv.DictReader(packed))
    english = count_tokens([row["english"] for row in rows])
    local = count_tokens([row["name"] for row in rows])
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEADER)
    for row, english_tokens, name_tokens in zip(rows, english, local, strict=True):
        table.writerow([*(row[name] for name in HEADER[:4]), english_tokens, name_tokens])
    path = Path(__file__).with_name("territory-tokens.csv.gz")
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed:
        packed.write(text.getvalue().encode("utf-8"))
    print(f"{path.name}: {len(rows)} rows")


if __name__ == "__main__":
    main()
