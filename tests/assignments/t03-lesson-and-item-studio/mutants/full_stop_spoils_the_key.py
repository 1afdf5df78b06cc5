"""Small letters and spaces are fine; a full stop or a bracket is not.

loses: mcq-tidy
misconception: case/space differences
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
    if key not in options:
        faults.append("key not an option")
    return faults
