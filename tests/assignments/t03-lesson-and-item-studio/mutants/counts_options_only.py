"""Counts the options and looks neither at their letters nor at their text.

loses: mcq-options
misconception: four is four
"""
# %% mcq-answer
def validate_mcq(item):
    faults = []
    if not item["question"].strip():
        faults.append("no question")
    options = item["options"]
    if len(options) != 4:
        faults.append("not four options")
    key = item["key"].strip().upper()
    if key.endswith((".", ")")):
        key = key[:-1].strip()
    if key not in options:
        faults.append("key not an option")
    return faults
