"""NumPy arrays and pandas tables; one reading left open; a threshold between two scores; held-out halves for the proxy.

loses: 
"""
# %% measure-answer
M, F = 'missed', 'false alarm'
measures = dict(support=M, screening=M, tax=F, copying=F, workshops='wrong among yes', course='selected')

# %% reading-answer
readings = {'women and men': 'gap', 'mountain women and mountain men': 'unknown', 'foothills and lowlands': 'unknown', 'fishers and others': 'within', 'market traders and others': 'within', 'under 25 and older': 'gap', 'people with a disability and others': 'gap', 'speakers of a minority language and others': 'unknown', 'widowers under 30 and others': 'unknown', 'refugees and others': 'unknown', 'seasonal workers and others': 'within', 'claims on paper and online': 'unknown'}
readings = {**readings}

# %% threshold-answer
thresholds = {"women": 0.22, "men": 0.34}
cost = 566.5

# %% rates-answer
import warnings


def group_rates(table, by):
    warnings.warn("a warning costs nothing")
    filled = table.copy()
    for column in by:
        filled[column] = [value if isinstance(value, str) else "not recorded" for value in filled[column]]
    result = {}
    for key in set(map(tuple, filled[by].to_numpy())):
        rows = np.all([filled[column] == value for column, value in zip(by, key)], axis=0)
        e, p = table["eligible"].to_numpy()[rows].astype(bool), table["paid"].to_numpy()[rows].astype(bool)
        with np.errstate(invalid="ignore"):
            result[key] = {
                "fnr": np.divide((e & ~p).sum(), e.sum()),
                "fpr": np.divide((~e & p).sum(), (~e).sum()),
                "ppv": np.divide((e & p).sum(), p.sum()),
                "selected": np.float64(p.mean()),
                "n": int(rows.sum()),
            }
    return result


def four_fifths(table, by, few=30):
    frame = pd.DataFrame(group_rates(table, by)).T
    frame["ratio"] = frame["selected"] / frame.loc[frame["n"] >= few, "selected"].max()
    frame["verdict"] = np.select([frame["n"] < few, frame["ratio"] < 0.8], ["too few", "below"], "not below")
    return {key if isinstance(key, tuple) else (key,): dict(row) for key, row in frame[["ratio", "verdict"]].iterrows()}

# %% gap-answer
def gap_ci(table, name, seed=0):
    people = table.loc[table["eligible"].astype(bool)]
    side = np.where(people["group"] == name, 1, 0)
    missed = 1.0 - people["paid"].to_numpy(float)
    n = np.bincount(side, minlength=2)
    if n.min() == 0:
        return {"gap": np.nan, "low": np.nan, "high": np.nan}
    shares = np.bincount(side, missed, minlength=2) / n
    rng = np.random.default_rng([seed, 1])
    values = np.empty(1000)
    for i in range(1000):
        a = rng.integers(0, n[1], n[1])
        b = rng.integers(0, n[0], n[0])
        values[i] = missed[side == 1][a].mean() - missed[side == 0][b].mean()
    return {"gap": shares[1] - shares[0], "low": np.percentile(values, 2.5), "high": np.percentile(values, 97.5)}

# %% proxy-answer
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.preprocessing import OneHotEncoder


def proxy_strength(columns, group):
    names = sorted(set(group))
    y = np.array([name == names[1] for name in group])
    prepare = make_column_transformer(
        (StandardScaler(), make_column_selector(dtype_include=np.number)),
        (OneHotEncoder(handle_unknown="ignore"), make_column_selector(dtype_exclude=np.number)),
    )
    model = make_pipeline(prepare, LogisticRegression(C=0.5))
    found = []
    for train, test in RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=1).split(columns, y):
        model.fit(columns.iloc[train], y[train])
        found.append(roc_auc_score(y[test], model.predict_proba(columns.iloc[test])[:, 1]))
    return np.mean(found)

# %% mend-answer
def reweigh(group, label):
    table = pd.crosstab(pd.Series(list(group), name="g"), pd.Series(list(label), name="l"))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.to_numpy().sum()
    weights = pd.DataFrame(expected / table.to_numpy(), table.index, table.columns)
    return pd.Series([weights.loc[g, l] for g, l in zip(group, label)])


def set_thresholds(choose, report, missed):
    result = {}
    for name, rows in choose.query("eligible == 1").groupby("group"):
        scores = np.sort(rows["score"])
        k = int(np.floor(missed * len(scores)))
        below = scores[k - 1] if k else scores[0] - 0.001
        threshold = (below + 3 * scores[k]) / 4
        new = report.query("eligible == 1 and group == @name")["score"]
        result[name] = {"threshold": float(threshold), "fnr": float((new < threshold).mean())}
    return result
