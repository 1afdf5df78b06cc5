"""One reader for every draft, whatever its risk: fair and wasteful.

loses: policy-safe, policy-worth
misconception: the same care for everything
"""
# %% policy-answer
policy = {"checks_first": "yes", "low": 1, "medium": 1, "high": 1}
