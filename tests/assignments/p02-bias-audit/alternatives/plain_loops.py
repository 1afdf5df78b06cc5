"""Plain Python loops and lists; other thresholds of the same worth; binomial draws for the bootstrap; trees for the proxy.

loses: 
"""
# %% measure-answer
measures = {'support': 'missed', 'screening': 'missed', 'tax': 'false alarm', 'copying': 'false alarm', 'workshops': 'wrong among yes', 'course': 'selected'}

# %% reading-answer
readings = {name: "unknown" for name in counts}
for name in ("women and men", "under 25 and older", "people with a disability and others"):
    readings[name] = "gap"
for name in ("fishers and others", "market traders and others", "seasonal workers and others"):
    readings[name] = "within"

# %% threshold-answer
thresholds = {"women": 0.2, "men": 0.3}
cost = 570

# %% rates-answer
def group_rates(table, by):
    counts = {}
    for row in table.to_dict("records"):
        key = tuple("not recorded" if pd.isna(row[column]) else row[column] for column in by)
        tally = counts.setdefault(key, {(0, 0): 0, (0, 1): 0, (1, 0): 0, (1, 1): 0})
        tally[(row["eligible"], row["paid"])] += 1

    def share(part, whole):
        return part / whole if whole else float("nan")

    rates = {}
    for key, c in counts.items():
        rates[key] = dict(
            n=sum(c.values()),
            selected=share(c[(0, 1)] + c[(1, 1)], sum(c.values())),
            fnr=share(c[(1, 0)], c[(1, 0)] + c[(1, 1)]),
            fpr=share(c[(0, 1)], c[(0, 1)] + c[(0, 0)]),
            ppv=share(c[(1, 1)], c[(1, 1)] + c[(0, 1)]),
        )
    return rates


def four_fifths(table, by, few=30):
    rates = group_rates(table, by)
    top = 0
    for one in rates.values():
        if one["n"] >= few and one["selected"] > top:
            top = one["selected"]
    result = {}
    for key, one in rates.items():
        entry = {"ratio": one["selected"] / top}
        if one["n"] < few:
            entry["verdict"] = "too few"
        elif entry["ratio"] < 0.8:
            entry["verdict"] = "below"
        else:
            entry["verdict"] = "not below"
        result[key] = entry
    return result

# %% gap-answer
def gap_ci(table, name, seed=0):
    sides = {True: [0, 0], False: [0, 0]}
    for group, eligible, paid in zip(table["group"], table["eligible"], table["paid"]):
        if eligible:
            sides[group == name][0] += 1 - paid
            sides[group == name][1] += 1
    if 0 in (sides[True][1], sides[False][1]):
        return dict.fromkeys(["gap", "low", "high"], float("nan"))
    rng = np.random.RandomState(seed)
    share = {side: missed / n for side, (missed, n) in sides.items()}
    draws = {side: rng.binomial(n, share[side], 4000) / n for side, (_, n) in sides.items()}
    low, high = np.quantile(draws[True] - draws[False], [0.025, 0.975])
    return {"gap": float(share[True] - share[False]), "low": float(low), "high": float(high)}

# %% proxy-answer
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold


def proxy_strength(columns, group):
    print("a print costs nothing")
    parts = []
    for name in columns.columns:
        if columns[name].dtype.kind in "fiub":
            parts.append(columns[name].to_numpy(float).reshape(-1, 1))
        else:
            parts.append(np.array([[value == one for one in sorted(set(columns[name]))] for value in columns[name]], float))
    X, y = np.hstack(parts), (pd.Series(list(group)) == list(group)[0]).to_numpy()
    scores = np.zeros(len(y))
    for train, test in StratifiedKFold(4, shuffle=True, random_state=5).split(X, y):
        model = RandomForestClassifier(60, min_samples_leaf=5, random_state=0).fit(X[train], y[train])
        scores[test] = model.predict_proba(X[test])[:, 1]
    return roc_auc_score(y, scores)

# %% mend-answer
from collections import Counter


def reweigh(group, label):
    group, label = list(group), list(label)
    n, groups, labels, both = len(group), Counter(group), Counter(label), Counter(zip(group, label))
    return [groups[g] / n * labels[l] / n / (both[g, l] / n) for g, l in zip(group, label)]


def set_thresholds(choose, report, missed):
    result = {}
    for name in set(choose["group"]):
        mine = sorted(s for g, e, s in zip(choose["group"], choose["eligible"], choose["score"]) if g == name and e)
        best = None
        for candidate in mine:
            below = sum(score < candidate for score in mine)
            if below <= missed * len(mine):
                best = candidate
        new = [s for g, e, s in zip(report["group"], report["eligible"], report["score"]) if g == name and e == 1]
        result[name] = {"threshold": best, "fnr": sum(score < best for score in new) / len(new)}
    return result
