"""The question is a method, in two words.

loses: question-form
misconception: a project starts from a method
"""
# %% question-answer
question = {
    "theme": "E",
    "decision_maker": "The head of the claims office of a benefit agency",
    "decision": "Each morning, which new claims are paid at once, and which ones wait for a second officer",
    "question": "Use learning?",
    "who_is_affected": "Claimants between two jobs and their families, officers, and everybody who pays for the fund",
    "measure": "cost",
    "yes": 1,
    "costs": {"missed": 2, "false alarm": 1},
    "why_this_measure": "A family that has a right and waits loses more than the fund loses by one wrong payment, "
                        "so the two errors must not count the same.",
}
