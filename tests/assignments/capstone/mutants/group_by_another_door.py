"""A column made from the group is a feature, and the group is declared unused.

loses: model-unused
misconception: a column is out when nobody speaks of it
"""
# %% split-answer
def prepare(raw):
    """The rows for the model: id, target, group and features. Each row is made from what is known at its time."""
    rows = raw.drop(columns=["approved"])
    rows["log_income"] = np.log(rows["income"].clip(lower=1))
    rows["woman"] = (rows["gender"] == "woman").astype(int)
    return rows


rows = prepare(raw)
train_rows = rows[rows["part"] == "choose"]
test_rows = rows[rows["part"] == "report"]

# %% model-answer
def fit(rows):
    """Learn from rows (with their target) and return a model, any object."""
    numbers, words = ["months_recorded", "log_income", "dependants", "woman"], ["region", "trade"]
    columns = ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("words", OneHotEncoder(handle_unknown="ignore"), words),
    ])
    return make_pipeline(columns, LogisticRegression(max_iter=1000)).fit(rows[numbers + words], rows["eligible"])


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
