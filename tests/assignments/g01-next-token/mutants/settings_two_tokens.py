"""Two tokens are taken for variety; the survey is cut at forty tokens less.

loses: settings-practice, settings-survey
misconception: top-k two is variety
"""
# %% settings-answer
settings = {
    "label": {"temperature": 0, "top_k": 1},
    "practice": {"temperature": 1, "top_k": 2},
    "survey": {"temperature": 1, "top_k": 10},
}
