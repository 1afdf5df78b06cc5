"""Takes any single capital letter as a key, whether or not there is such an option.

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
    if key.endswith((".", ")")):
        key = key[:-1].strip()
    if not (len(key) == 1 and key.isalpha()):
        faults.append("key not an option")
    return faults
