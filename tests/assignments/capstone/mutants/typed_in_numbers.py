"""evaluate returns figures that were typed in.

loses: evaluate-score, evaluate-interval
misconception: figures are the result, and a function is only needed to get them
"""
# %% evaluation-answer
def evaluate(truth, predicted, simple, groups):
    return {"n": 3000, "score": 0.285, "interval": [0.267, 0.307], "baseline": 0.426, "gain": 0.141, "gain_interval": [0.116, 0.164],
            "groups": {"man": {"n": 1489, "score": 0.275, "interval": [0.247, 0.303]},
                       "woman": {"n": 1511, "score": 0.296, "interval": [0.266, 0.324]}}}


results = evaluate(None, None, None, None)
