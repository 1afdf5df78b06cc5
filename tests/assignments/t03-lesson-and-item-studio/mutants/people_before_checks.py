"""People read first and the checks come at the end; and the minutes of the readers are planned as if that were free.

loses: order-draft, policy-budget, policy-worth
misconception: checks come last
"""
# %% order-answer
order = ["b", "e", "a", "f", "c", "g", "d"]
# %% policy-answer
policy = {"checks_first": "no", "low": 0, "medium": 1, "high": 2}
