"""Reads the many drafts of low risk, because they are many.

loses: policy-safe, policy-budget, policy-worth
misconception: more drafts, more reading
"""
# %% policy-answer
policy = {"checks_first": "yes", "low": 2, "medium": 0, "high": 0}
