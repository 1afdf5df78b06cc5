"""Write g04-messages.prompts.json: what the model is asked, decided before it is asked.

    python datasets/tapes/g04-messages.prompts.py

Each message of datasets/citizen-messages outside the part `shots` is put to the model in nine ways. The model does
not write: the log-probability of each of the four department names is recorded as the answer. The ways:

    road first, water first, power first, health first     which name stands first in the question; no examples
    examples a        as road first, with four solved examples, one for each department
    examples b        the same four, in the opposite order
    magic words       as road first, and before it a phrase that is said to help
    role              as road first, and a system message that gives the model a role
    no turn           as road first, without the generation prompt: the text stops before the assistant's turn

The three texts of EMPTY, which say nothing, are put to the model in the same ways. Asked as in road first, the model
also writes an answer to WRITTEN messages of the part `test`, at most twelve tokens.
"""

import csv
import json
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122
NAMES = {"road": "road", "water": "water", "power": "electricity supply", "health": "health"}
OFFICES = list(NAMES)
EMPTY = ["N/A", "...", "[message]"]
WRITTEN = 40
ASK = (
    "A town office sorts messages from citizens. Which department must act: {}? "
    "Answer with the name of the department only."
)
MAGIC = "Take a deep breath. This is very important to my career."
ROLE = "You are an experienced clerk in the post room of a town hall."
# The system message that the model's chat template puts where none is given.
DEFAULT = "You are a helpful AI assistant named SmolLM, trained by Hugging Face"


def question(first):
    """Return the question with the names in turn, from `first` on."""
    start = OFFICES.index(first)
    names = [NAMES[office] for office in OFFICES[start:] + OFFICES[:start]]
    return ASK.format(", ".join(names[:3]) + " or " + names[3])


def chat(opening, examples, message):
    """Return the messages of a chat: the question once, examples as earlier turns, the message to sort last."""
    turns = []
    for text, office in examples:
        turns += [{"role": "user", "content": f"Message: {text}"}, {"role": "assistant", "content": NAMES[office]}]
    turns.append({"role": "user", "content": f"Message: {message}"})
    turns[0] = {"role": "user", "content": f"{opening}\n{turns[0]['content']}"}
    return turns


def ways(examples):
    """Return a dict, way -> function of a message that gives the part of a prompt that the model reads."""
    found = {f"{first} first": lambda m, f=first: {"messages": chat(question(f), [], m)} for first in OFFICES}
    plain = question("road")
    found["examples a"] = lambda m: {"messages": chat(plain, examples, m)}
    found["examples b"] = lambda m: {"messages": chat(plain, examples[::-1], m)}
    found["magic words"] = lambda m: {"messages": chat(f"{MAGIC} {plain}", [], m)}
    found["role"] = lambda m: {"messages": [{"role": "system", "content": ROLE}, *chat(plain, [], m)]}
    found["no turn"] = lambda m: {
        "text": f"<|im_start|>system\n{DEFAULT}<|im_end|>\n<|im_start|>user\n{plain}\nMessage: {m}<|im_end|>\n"
    }
    return found


def main():
    with (HERE.parent / "citizen-messages" / "citizen-messages.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    shots = {row["office"]: row["message"] for row in table if row["part"] == "shots"}
    asked = [(row["id"], row["message"]) for row in table if row["part"] != "shots"]
    asked += [(f"empty{number}", text) for number, text in enumerate(EMPTY, start=1)]
    everything = ways([(shots[office], office) for office in OFFICES])
    prompts = [
        {"id": f"{way}/{name}", **build(text), "options": list(NAMES.values()), "about": {"way": way, "message": name}}
        for way, build in everything.items()
        for name, text in asked
    ]
    written = [(row["id"], row["message"]) for row in table if row["part"] == "test"][:WRITTEN]
    prompts += [
        {
            "id": f"written/{name}",
            **everything["road first"](text),
            "max_new_tokens": 12,
            "about": {"way": "written", "message": name},
        }
        for name, text in written
    ]
    recipe = {"name": "g04-messages", "model": "smollm2-135m-instruct", "seed": SEED, "prompts": prompts}
    (HERE / "g04-messages.prompts.json").write_text(json.dumps(recipe, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
