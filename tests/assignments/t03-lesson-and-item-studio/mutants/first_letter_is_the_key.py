"""Takes the first letter of whatever stands there as the key.

loses: mcq-question, mcq-key
misconception: accepts key not among options
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
    if key[:1] not in options and key[:1] != "E":
        faults.append("key not an option")
    return faults
