"""The results were typed in when the model was another one.

loses: results-score, results-groups, card-numbers
misconception: a figure stays true when the model changes
"""
# %% evaluation-answer
def evaluate(truth, predicted, simple, groups):
    """Scores of the model and of the simple rule, with 95 % intervals, for all rows and for each group.

    Four lists of the same length. Returns {"n", "score", "interval", "baseline", "gain", "gain_interval", "groups"},
    where groups is {name: {"n", "score", "interval"}} and an interval is [low, high].
    """
    truth, predicted, simple = (np.array(list(some)) for some in (truth, predicted, simple))
    groups, sign = np.array([str(name) for name in groups]), 1 if MEASURES[question["measure"]] == "higher" else -1
    rng = np.random.default_rng(1)

    def middle(statistic, places):
        draws = [statistic(rng.choice(places, len(places))) for _ in range(250)]
        return [float(end) for end in np.quantile(draws, [0.025, 0.975])]

    def own(places):
        return score(question, truth[places], predicted[places])

    def gain(places):
        return sign * (own(places) - score(question, truth[places], simple[places]))

    everybody = np.arange(len(truth))
    result = {"n": len(truth), "score": own(everybody), "interval": middle(own, everybody),
              "baseline": score(question, truth, simple), "gain": gain(everybody),
              "gain_interval": middle(gain, everybody), "groups": {}}
    for name in np.unique(groups):
        places = np.flatnonzero(groups == name)
        result["groups"][str(name)] = {"n": len(places), "score": own(places), "interval": middle(own, places)}
    return result


results = {"n": 3000, "score": 0.241, "interval": [0.222, 0.260], "baseline": 0.426, "gain": 0.185, "gain_interval": [0.160, 0.210],
            "groups": {"man": {"n": 1489, "score": 0.221, "interval": [0.193, 0.249]},
                       "woman": {"n": 1511, "score": 0.262, "interval": [0.232, 0.290]}}}
