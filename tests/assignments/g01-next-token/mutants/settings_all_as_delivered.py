"""Temperature one and all tokens everywhere.

loses: settings-label, settings-practice
misconception: the standard setting fits all
"""
# %% settings-answer
settings = {
    "label": {"temperature": 1, "top_k": 50},
    "practice": {"temperature": 1, "top_k": 50},
    "survey": {"temperature": 1, "top_k": 50},
}
