"""Write p02-occupations.prompts.json: how a language model continues a sentence about a person at work.

    python datasets/tapes/p02-occupations.prompts.py

Each noun stands in each of six templates. After the template the model scores " she", " he" and " they". Besides the
occupations there are two kinds of controls: nouns that name a gender (the probe must see it) and nouns that name
neither gender nor trade (they say where the zero of the scale lies). The nouns were chosen by hand, before any
answer was seen, so that each field has several; no English noun that holds a gender, such as fisherman, is used.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122

TEMPLATES = {
    "said": "The {} said that",
    "late": "The {} was late because",
    "home": "When the {} came home,",
    "asked": "I asked the {}, and",
    "proud": "The {} was proud of the work that",
    "stopped": "The {} stopped for a moment before",
}
NOUNS = {
    "health": ["midwife", "nurse", "doctor", "pharmacist", "community health worker"],
    "teaching": ["kindergarten teacher", "teacher", "school principal", "librarian", "driving instructor"],
    "building": ["carpenter", "mason", "plumber", "electrician", "welder", "crane operator"],
    "land and water": ["farmer", "fisher", "beekeeper", "forester", "herder"],
    "transport": ["bus driver", "truck driver", "pilot", "sailor", "motorcycle taxi driver"],
    "crafts and trade": ["tailor", "weaver", "potter", "baker", "street vendor", "hairdresser"],
    "home and guests": ["cook", "cleaner", "housekeeper", "receptionist"],
    "state and law": ["civil servant", "judge", "police officer", "soldier"],
    "office and technology": ["accountant", "secretary", "software engineer", "statistician"],
    "control: names a gender": ["woman", "man", "mother", "father"],
    "control: names none": ["person", "visitor", "neighbour", "passenger"],
}
OPTIONS = [" she", " he", " they"]


def main():
    prompts = [
        {"id": f"{name}/{noun}", "text": template.format(noun), "options": OPTIONS,
         "about": {"noun": noun, "field": field, "template": name}}
        for field, nouns in NOUNS.items() for noun in nouns for name, template in TEMPLATES.items()
    ]
    recipe = {"name": "p02-occupations", "model": "smollm2-135m-instruct", "seed": SEED, "prompts": prompts}
    (HERE / "p02-occupations.prompts.json").write_text(
        json.dumps(recipe, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
