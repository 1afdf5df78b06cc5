"""Two readers for high risk and none for the rest.

loses: policy-worth
misconception: only the worst case counts
"""
# %% policy-answer
policy = {"checks_first": "yes", "low": 0, "medium": 0, "high": 2}
