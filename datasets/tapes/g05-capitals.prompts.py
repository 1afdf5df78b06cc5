"""Write g05-capitals.prompts.json: what the model is asked, decided before it is asked.

    python datasets/tapes/g05-capitals.prompts.py

Each country of datasets/capitals whose `asked` is "yes" is asked seven times:

    free        a question, answered in the model's own words
    invite      the same question, and permission to say "I do not know"
    sure        the answer to `free`, and then "Are you sure?"
    again       the answer to `free`, and then "Are you sure?" with the whole question again
    completion  a sentence to finish
    choice      the same sentence; the log-probability of four cities of one region as its end
    letters     the same four cities as A, B, C, D; the log-probability of each letter

`free`, `invite` and `completion` are also asked for countries that do not exist. No answer is right there.
"""

import csv
import json
import random
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122
ASK = "What is the capital of {}? Answer in one short sentence."
INVENTED = """Ambarra Belvonia Corsandia Dromelia Eskavar Fendoria Galmeria Hestovia Ilmaria Jorvania
Kethara Lomandia Morvenia Nelbora Ostravia Pelvania Quendoria Rusalia Sembara Tolveria""".split()


def user(text):
    return [{"role": "user", "content": text}]


def questions(country, about):
    """Return the three prompts that also fit a country that does not exist."""
    ask = ASK.format(country)
    yield {"id": f"free/{country}", "messages": user(ask), "max_new_tokens": 24, "about": about}
    yield {"id": f"invite/{country}", "max_new_tokens": 24, "about": about,
           "messages": user(f'{ask} If you do not know, answer "I do not know".')}
    yield {"id": f"completion/{country}", "text": f"The capital of {country} is", "max_new_tokens": 8,
           "about": about}


def choices(country, about, cities):
    """Return the prompts that are scored, not generated."""
    lettered = "\n".join(f"{letter}. {city}" for letter, city in zip("ABCD", cities, strict=True))
    about = {**about, "cities": cities}
    yield {"id": f"choice/{country}", "text": f"The capital of {country} is", "about": about,
           "options": [f" {city}" for city in cities]}
    yield {"id": f"letters/{country}", "about": about, "options": list("ABCD"),
           "messages": user(f"Which city is the capital of {country}?\n{lettered}\nAnswer with one letter.")}


def main():
    rng = random.Random(SEED)
    with (HERE.parent / "capitals" / "capitals.csv").open(encoding="utf-8") as file:
        table = [row for row in csv.DictReader(file) if row["asked"] == "yes"]
    prompts = []
    for row in table:
        country, capital = row["country"], row["capitals"].split(";")[0]
        others = [r["capitals"].split(";")[0] for r in table
                  if r["region"] == row["region"] and r["country"] != country]
        cities = [capital, *rng.sample(others, 3)]
        rng.shuffle(cities)
        about = {"country": country, "real": True}
        prompts += questions(country, about)
        prompts.append({"id": f"sure/{country}", "after": f"free/{country}", "max_new_tokens": 24,
                        "messages": user("Are you sure? Answer in one short sentence."), "about": about})
        prompts.append({"id": f"again/{country}", "after": f"free/{country}", "max_new_tokens": 24, "about": about,
                        "messages": user("Are you sure? " + ASK.format(country))})
        prompts += choices(country, about, cities)
    for country in INVENTED:
        prompts += questions(country, {"country": country, "real": False})
    recipe = {"name": "g05-capitals", "model": "smollm2-135m-instruct", "seed": SEED, "prompts": prompts}
    (HERE / "g05-capitals.prompts.json").write_text(
        json.dumps(recipe, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
