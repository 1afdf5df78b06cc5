"""Differs: sorted scores with running sums, thresholds between two scores, and scikit-learn for the counts.

loses: 
"""

# %% choose-answer
thresholds = dict(zip(("district", "contagious", "hospital", "laboratory"), (6, 4, 3, 7)))


# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    true, false = prevalence * sensitivity, (1 - prevalence) * (1 - specificity)
    with np.errstate(invalid="ignore"):
        return float(np.divide(true, true + false))


# %% confusion-answer
from sklearn.metrics import confusion_matrix


def confusion(y, s, threshold):
    flagged = (np.asarray(s) >= threshold).astype(int)
    table = confusion_matrix(y, flagged, labels=[0, 1])
    tn, fp, fn, tp = (int(count) for count in table.ravel())
    with np.errstate(invalid="ignore"):
        ill, healthy = np.divide([tp, tn], [tp + fn, tn + fp])
        yes, no = np.divide([tp, tn], [tp + fp, tn + fn])
    return dict(tp=tp, fp=fp, fn=fn, tn=tn, sensitivity=ill, specificity=healthy, ppv=yes, npv=no)


# %% best-answer
def cuts(s):
    """Thresholds between the different scores, from one that flags everybody to one that flags nobody."""
    values = np.unique(np.asarray(s, dtype=float))
    return np.concatenate([[values[0] - 1], (values[1:] + values[:-1]) / 2, [values[-1] + 1]])


def best_threshold(y, s, c_fp, c_fn):
    y, s = np.asarray(y), np.asarray(s)
    ill, healthy = np.sort(s[y == 1]), np.sort(s[y == 0])
    places = cuts(s)
    missed = np.searchsorted(ill, places)
    alarms = len(healthy) - np.searchsorted(healthy, places)
    return places[np.argmin(c_fn * missed + c_fp * alarms)]


# %% capacity-answer
def threshold_for_capacity(s, k):
    places = cuts(s)
    flagged = len(s) - np.searchsorted(np.sort(np.asarray(s)), places)
    return places[flagged <= k][0]


# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold(y_choose, s_choose, c_fp, c_fn)
    frame = pd.DataFrame({"y": y_report, "flagged": np.asarray(s_report) >= threshold})
    cost = np.select([frame["flagged"] & (frame["y"] == 0), ~frame["flagged"] & (frame["y"] == 1)], [c_fp, c_fn], 0)
    return {"threshold": threshold, "cost": cost.mean(), "ppv": frame.loc[frame["flagged"], "y"].mean()}
