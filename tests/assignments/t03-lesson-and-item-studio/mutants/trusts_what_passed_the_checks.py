"""Names two drafts only, reads nothing before class, and skips the expert and the second check.

loses: hazards-most, hazards-nearly-all, hazards-calm, order-use, policy-safe, policy-budget, policy-worth
misconception: AI items are valid; a better prompt removes checking
"""
# %% hazards-answer
dangerous = ["E02", "E04"]
# %% order-answer
order = ["b", "e", "c", "d", "a", "g", "f"]
# %% policy-answer
policy = {"checks_first": "yes", "low": 0, "medium": 0, "high": 0}
