"""Names all twenty drafts, two readers for everything, and checks that always find something.

loses: hazards-calm, policy-budget, policy-worth, mcq-question, mcq-options, mcq-key, mcq-tidy, dup-same, dup-near, dup-calm, length-calm
misconception: flags everything
"""
# %% hazards-answer
dangerous = [f"{pack}{number:02}" for pack in "BE" for number in range(1, 11)]
# %% policy-answer
policy = {"checks_first": "yes", "low": 2, "medium": 2, "high": 2}
# %% mcq-answer
def validate_mcq(item):
    return ["no question", "not four options", "key not an option"]
# %% dup-answer
def near_duplicates(options, limit):
    return list(combinations(sorted(options), 2))
# %% length-answer
def length_cue(options, key, factor):
    return True
