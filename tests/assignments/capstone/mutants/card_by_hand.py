"""The card's figures were typed in from an older run, and it has one limit.

loses: card-form, card-numbers
misconception: a card is written once
"""
# %% card-answer
card = {
    "name": "Claims that can be paid at once",
    "purpose": "Sort the new claims of a day into those to pay at once and those for a second officer",
    "decision_maker": question["decision_maker"],
    "not_for": "Refusing a claim without a person, and any use outside this agency",
    "data": data["name"], "rows": data["rows"], "licence": data["licence"], "generated": data["generated"],
    "who_is_missing": data["who_is_missing"],
    "method": "Logistic regression with a limit that follows from the two costs",
    "baseline_rule": "Pay when enough months of work are recorded",
    "measure": question["measure"],
    **(results | {"score": 0.21, "groups": None}),
    "groups": {name: entry["score"] for name, entry in results["groups"].items()},
    "worst_group": harms["worst_group"],
    "limits": [
        "The claims are made up, so the figures hold for no real agency.",
    ],
    "oversight": "A panel reads fifty claims of each group each quarter and can switch the program off",
    "stop_when_worse_than": harms["stop_when_worse_than"],
}
