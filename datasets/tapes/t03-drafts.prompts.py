"""Write t03-drafts.prompts.json: what the model is asked to draft, decided before it is asked.

    python datasets/tapes/t03-drafts.prompts.py

Each of 50 topics (10 trades, 5 topics each) is requested in 4 styles: 200 drafts of one test question.

    bare            one sentence: write a multiple-choice question
    form            the same, and the form: four options A to D, and the letter of the right one as the key
    one example     the form; before it in the chat, the same request about another trade, with a finished question
    three examples  the same with three finished questions of three other trades

The styles were settled on three topics that are not among the 50 (a circular saw, a sewing machine, ink rollers). There
a form with dots to fill in, and an example inside the request, were mostly copied back by the model.
The four styles of a topic are compared with each other, so the topics are the pairs.
"""

import json
from pathlib import Path

HERE = Path(__file__).parent
SEED = 20261122
TOKENS = 120

TOPICS = {
    "electrical installation": [
        "making a circuit dead before work begins",
        "the purpose of a residual current device",
        "choosing the size of a fuse for a cable",
        "the protective earth conductor",
        "using a voltage tester",
    ],
    "welding": [
        "protecting the eyes from the welding arc",
        "storing gas cylinders",
        "fumes from galvanised steel",
        "welding near flammable material",
        "checking a weld for cracks",
    ],
    "food hygiene": [
        "cooling cooked rice",
        "keeping raw chicken apart from salad",
        "washing hands",
        "the temperature of a refrigerator",
        "allergens in food",
    ],
    "motor vehicle repair": [
        "supporting a lifted car before working under it",
        "handling battery acid",
        "opening a hot radiator",
        "disposing of used engine oil",
        "checking brake fluid",
    ],
    "plumbing and gas": [
        "finding a gas leak",
        "carbon monoxide from a gas heater",
        "preventing scalding at a hot water tap",
        "joining copper pipes",
        "protecting drinking water from backflow",
    ],
    "hairdressing": [
        "testing the skin before colouring hair",
        "mixing hair bleach",
        "cleaning combs and scissors",
        "wearing gloves with hair chemicals",
        "ventilation in a salon",
    ],
    "nursing assistance": [
        "moving a patient from bed to chair",
        "measuring body temperature",
        "preventing bed sores",
        "disposing of used needles",
        "giving drinks to a patient who has trouble swallowing",
    ],
    "agriculture": [
        "mixing pesticides",
        "storing pesticides",
        "the waiting time between spraying and harvest",
        "entering a grain silo",
        "the power shaft of a tractor",
    ],
    "masonry": [
        "working on a scaffold",
        "dust from cutting stone",
        "supporting the sides of a trench",
        "wet cement on the skin",
        "lifting heavy blocks",
    ],
    "solar installation": [
        "disconnecting a solar panel in daylight",
        "working on a roof",
        "charging lead-acid batteries",
        "choosing the tilt of a panel",
        "earthing a solar system",
    ],
}

FORM = "Give four options, A, B, C and D, and then the letter of the right option after the word Key."

EXAMPLES = [  # trade, topic, a finished question; none of these trades is among the ten
    (
        "carpentry",
        "levelling a shelf",
        """Question: Which tool shows whether a shelf is horizontal?
A. A hammer
B. A spirit level
C. A tape measure
D. A chisel
Key: B""",
    ),
    (
        "tailoring",
        "pressing a cotton shirt",
        """Question: Why does a tailor try the iron on a scrap of cloth before pressing a shirt?
A. To warm up the table
B. To save electricity
C. To see that the iron is not too hot
D. To make the scrap look new
Key: C""",
    ),
    (
        "bicycle repair",
        "checking the brakes",
        """Question: Why does a mechanic check the brakes before giving a bicycle back?
A. So that the frame shines
B. So that the bicycle is lighter
C. So that the bell is louder
D. So that the rider can stop
Key: D""",
    ),
]


def say(role, text):
    return {"role": role, "content": text}


def requests(trade, topic):
    """Return the four requests for one topic as a dict, style -> chat messages."""
    ask = "Write one multiple-choice question for apprentices in {} about {}."
    turns = [
        turn
        for other, about, finished in EXAMPLES
        for turn in (say("user", f"{ask.format(other, about)} {FORM}"), say("assistant", finished))
    ]
    bare = ask.format(trade, topic)
    last = say("user", f"{bare} {FORM}")
    return {
        "bare": [say("user", bare)],
        "form": [last],
        "one example": [*turns[:2], last],
        "three examples": [*turns, last],
    }


def main():
    prompts = [
        {
            "id": f"{style}/{trade}/{topic}",
            "messages": messages,
            "max_new_tokens": TOKENS,
            "about": {"trade": trade, "topic": topic, "style": style},
        }
        for trade, topics in TOPICS.items()
        for topic in topics
        for style, messages in requests(trade, topic).items()
    ]
    recipe = {"name": "t03-drafts", "model": "smollm2-135m-instruct", "seed": SEED, "prompts": prompts}
    text = json.dumps(recipe, ensure_ascii=False, indent=1) + "\n"
    (HERE / "t03-drafts.prompts.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
