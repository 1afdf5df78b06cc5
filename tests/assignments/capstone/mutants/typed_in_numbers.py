"""evaluate returns figures that were typed in.

loses: evaluate-score, evaluate-interval
misconception: figures are the result, and a function is only needed to get them
"""
# %% evaluation-answer
def evaluate(truth, predicted, simple, groups):
    return {"n": 3000, "score": 0.287, "interval": [0.269, 0.306], "baseline": 0.426, "gain": 0.139, "gain_interval": [0.114, 0.164],
            "groups": {"man": {"n": 1489, "score": 0.281, "interval": [0.256, 0.306]},
                       "woman": {"n": 1511, "score": 0.293, "interval": [0.266, 0.322]}}}


results = evaluate(None, None, None, None)
