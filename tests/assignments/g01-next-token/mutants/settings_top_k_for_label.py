"""Eight tokens for the label; hot practice with nine tokens; hot survey.

loses: settings-label, settings-practice, settings-survey
misconception: top-k alone makes it repeatable
"""
# %% settings-answer
settings = {
    "label": {"temperature": 1, "top_k": 8},
    "practice": {"temperature": 2, "top_k": 9},
    "survey": {"temperature": 2, "top_k": 50},
}
