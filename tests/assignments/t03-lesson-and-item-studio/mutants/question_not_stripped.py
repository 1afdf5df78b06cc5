"""A question of white space counts as a question; key letters from a fixed list.

loses: mcq-question, mcq-key
misconception: a fixed list of letters
"""
# %% mcq-answer
def validate_mcq(item):
    faults = []
    if item["question"] == "":
        faults.append("no question")
    options = item["options"]
    if sorted(options) != ["A", "B", "C", "D"] or not all(text.strip() for text in options.values()):
        faults.append("not four options")
    key = item["key"].strip().upper()
    if key.endswith((".", ")")):
        key = key[:-1].strip()
    if key not in list("ABCD"):
        faults.append("key not an option")
    return faults
