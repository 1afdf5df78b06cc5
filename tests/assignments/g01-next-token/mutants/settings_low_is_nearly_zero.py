"""A low temperature is taken for none, a high one for variety, and top-k forgotten.

loses: settings-label, settings-practice, settings-survey
misconception: temperature is a creativity dial without cost
"""
# %% settings-answer
settings = {
    "label": {"temperature": 0.2, "top_k": 50},
    "practice": {"temperature": 1.5, "top_k": 50},
    "survey": {"temperature": 0.7, "top_k": 50},
}
