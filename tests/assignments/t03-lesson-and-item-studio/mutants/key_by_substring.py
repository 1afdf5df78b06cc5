"""Looks for the key as a part of the letters ABCD.

loses: mcq-key
misconception: in means equal
"""
# %% mcq-answer
def validate_mcq(item):
    faults = []
    if not item["question"].strip():
        faults.append("no question")
    options = item["options"]
    if sorted(options) != ["A", "B", "C", "D"] or not all(text.strip() for text in options.values()):
        faults.append("not four options")
    key = item["key"].strip().upper()
    if key.endswith((".", ")")):
        key = key[:-1].strip()
    if key not in "".join(sorted(options)):
        faults.append("key not an option")
    return faults
