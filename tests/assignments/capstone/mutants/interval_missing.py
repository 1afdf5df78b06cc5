"""An interval is the score twice.

loses: evaluate-interval, results-score, results-groups, card-numbers
misconception: one number says how good a model is
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
        return [statistic(places)] * 2

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


seen = test_rows.drop(columns=[data["target"]])
results = evaluate(test_rows[data["target"]], predict(fit(train_rows), seen), baseline(train_rows, seen), test_rows[data["group"]])
