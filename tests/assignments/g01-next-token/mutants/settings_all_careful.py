"""Temperature zero everywhere.

loses: settings-practice, settings-survey
misconception: temperature zero is the honest setting
"""
# %% settings-answer
settings = {
    "label": {"temperature": 0, "top_k": 50},
    "practice": {"temperature": 0, "top_k": 50},
    "survey": {"temperature": 0, "top_k": 50},
}
