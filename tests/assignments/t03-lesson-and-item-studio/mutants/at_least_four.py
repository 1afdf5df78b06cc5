"""More than four options are welcome, and an option without text is one.

loses: mcq-options
misconception: more is better
"""
# %% mcq-answer
def validate_mcq(item):
    faults = []
    if not item["question"].strip():
        faults.append("no question")
    options = item["options"]
    if not set("ABCD") <= set(options):
        faults.append("not four options")
    key = item["key"].strip().upper()
    if key.endswith((".", ")")):
        key = key[:-1].strip()
    if key not in options:
        faults.append("key not an option")
    return faults
