"""Write g01-continuations.prompts.json: what the model is asked, decided before it is asked.

    python datasets/tapes/g01-continuations.prompts.py

    next/...     the start of a sentence; the log-probability of 24 tokens as its next token. Which 24: the most
                 probable ones, found by looking at the model once; they are listed below
    year/...     "... became a member of the United Nations in the year"; the log-probability of each year from
                 1900 to 2026, digit by digit. Sampling among them is sampling from the model, given that it
                 writes a year of that range
    premise/...  "Nairobi is the capital of"; the log-probability of the right country, and of a wrong one
    true/...     "Nairobi is the capital of Kenya. The city is known for", continued greedily
    false/...    the same with the wrong country

Premises: every country of datasets/capitals whose `asked` is "yes". The wrong country is another one of the same
region, drawn at random so that each country stands once in a true and once in a false premise.

Years: United Nations, list of member states with the date of admission,
https://www.un.org/en/about-us/member-states. Forty states, chosen over regions and decades before any was asked.
"""

import csv
import json
import random
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261123
NEXT = {
    "Nairobi is the capital of":
        " Kenya| the| East| K| Tanzania| Somalia| Kil| S| Africa|S| R| South| this| M| Uganda| F| Mal| E| a| D| L"
        "| what| one| Ace",
    "Before you switch on the machine, look at the":
        " screen| data| menu| keyboard| machine| new| other| person| camera| top| user| numbers| product| monitor"
        "| code| number| customer| bottom| computer| box| clock| display| options| stack",
    "The best time to plant a tree is":
        " early| typically| spring| usually| in| the| during| late| mid| when| right| | often| at| before| a| just"
        "| now| actually| to| after| from| generally| winter",
    "Wash the rice until the water is":
        " completely| dry| fully| only| clear| at| just| gone| almost| reduced| crystal| already| turned| dried"
        "| absorbed| no| removed| soft| drained| barely| either| about| evaporated| full",
}
ADMITTED = {
    "Afghanistan": 1946, "Iceland": 1946, "Thailand": 1946, "Yemen": 1947, "Myanmar": 1948, "Indonesia": 1950,
    "Austria": 1955, "Jordan": 1955, "Nepal": 1955, "Portugal": 1955, "Sri Lanka": 1955, "Japan": 1956,
    "Morocco": 1956, "Tunisia": 1956, "Ghana": 1957, "Malaysia": 1957, "Guinea": 1958, "Cyprus": 1960,
    "Mali": 1960, "Nigeria": 1960, "Senegal": 1960, "Mongolia": 1961, "Jamaica": 1962, "Rwanda": 1962,
    "Uganda": 1962, "Kenya": 1963, "Kuwait": 1963, "Malta": 1964, "Zambia": 1964, "Singapore": 1965,
    "Botswana": 1966, "Guyana": 1966, "Mauritius": 1968, "Fiji": 1970, "Bangladesh": 1974, "Mozambique": 1975,
    "Samoa": 1976, "Belize": 1981, "Namibia": 1990, "Switzerland": 2002,
}
YEARS = range(1900, 2027)


def derangement(items, rng):
    """Return the items in another order in which none stands in its old place. At least two items."""
    while True:
        other = rng.sample(items, len(items))
        if all(a != b for a, b in zip(items, other, strict=True)):
            return other


def premises(table, rng):
    """Return (capital, country, wrong country), in the order of the table."""
    wrong = {}
    for region in sorted({row["region"] for row in table}):
        countries = [row["country"] for row in table if row["region"] == region]
        wrong.update(zip(countries, derangement(countries, rng), strict=True))
    return [(row["capitals"].split(";")[0], row["country"], wrong[row["country"]]) for row in table]


def main():
    rng, prompts = random.Random(SEED), []
    with (HERE.parent / "capitals" / "capitals.csv").open(encoding="utf-8") as file:
        table = [row for row in csv.DictReader(file) if row["asked"] == "yes"]
    for start, tokens in NEXT.items():
        prompts.append({"id": f"next/{start}", "text": start, "options": tokens.split("|"), "about": {}})
    for country, year in ADMITTED.items():
        prompts.append({"id": f"year/{country}", "options": [f" {one}" for one in YEARS],
                        "text": f"{country} became a member of the United Nations in the year",
                        "about": {"country": country, "right": year}})
    for capital, country, wrong in premises(table, rng):
        about = {"capital": capital, "country": country, "wrong": wrong}
        prompts.append({"id": f"premise/{country}", "text": f"{capital} is the capital of",
                        "options": [f" {country}", f" {wrong}"], "about": about})
        for kind, said in (("true", country), ("false", wrong)):
            prompts.append({"id": f"{kind}/{country}", "max_new_tokens": 16, "about": about,
                            "text": f"{capital} is the capital of {said}. The city is known for"})
    recipe = {"name": "g01-continuations", "model": "smollm2-135m-instruct", "seed": SEED, "prompts": prompts}
    (HERE / "g01-continuations.prompts.json").write_text(
        json.dumps(recipe, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
