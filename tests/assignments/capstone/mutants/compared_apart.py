"""Model and rule are resampled apart, as if they had answered different rows.

loses: evaluate-interval
misconception: two intervals are enough to compare two scores
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

    def gain(places, apart=True):
        others = rng.permutation(places) if apart is None else rng.choice(len(truth), len(places))
        return sign * (own(places) - score(question, truth[others], simple[others]))

    everybody = np.arange(len(truth))
    result = {"n": len(truth), "score": own(everybody), "interval": middle(own, everybody),
              "baseline": score(question, truth, simple), "gain": gain(everybody, None),
              "gain_interval": middle(gain, everybody), "groups": {}}
    for name in np.unique(groups):
        places = np.flatnonzero(groups == name)
        result["groups"][str(name)] = {"n": len(places), "score": own(places), "interval": middle(own, places)}
    return result


seen = test_rows.drop(columns=[data["target"]])
results = evaluate(test_rows[data["target"]], predict(fit(train_rows), seen), baseline(train_rows, seen), test_rows[data["group"]])
