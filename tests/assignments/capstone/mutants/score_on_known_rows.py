"""The results come from the rows that the model learned from.

loses: results-score, results-groups, harm-fits, card-numbers
misconception: the score on known rows is the score
"""
# %% model-answer
from sklearn.tree import DecisionTreeClassifier


def fit(rows):
    """Learn from rows (with their target) and return a model, any object."""
    numbers, words = ["months_recorded", "log_income", "dependants"], ["region", "trade"]
    columns = ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("words", OneHotEncoder(handle_unknown="ignore"), words),
    ])
    return make_pipeline(columns, DecisionTreeClassifier(random_state=0)).fit(rows[numbers + words], rows["eligible"])


def predict(model, rows):
    """One answer for each row, in a list. The rows have no target."""
    chance = model.predict_proba(rows)[:, 1]
    limit = question["costs"]["false alarm"] / sum(question["costs"].values())
    return (chance >= limit).astype(int).tolist()


def baseline(train_rows, rows):
    """The answers of the best simple rule that somebody could use without a model: a list, one for each row."""
    cuts = range(0, 25)
    costs = [score(question, train_rows["eligible"], (train_rows["months_recorded"] >= cut).astype(int)) for cut in cuts]
    best = cuts[int(np.argmin(costs))]
    return (rows["months_recorded"] >= best).astype(int).tolist()

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


seen = train_rows.drop(columns=[data["target"]])
results = evaluate(train_rows[data["target"]], predict(fit(train_rows), seen), baseline(train_rows, seen), train_rows[data["group"]])
