"""Differs: loops and plain Python in place of arrays, and NaN where there is no answer.

loses: 
"""

# %% choose-answer
costs = {"district": (10, 30), "contagious": (10, 300), "hospital": (200, 30)}
thresholds = {}
for clinic, (ill, miss) in costs.items():
    table = look(ill)
    thresholds[clinic] = int((table["false alarms"] + miss * table["ill and missed"]).idxmin())
table = look(10)
thresholds["laboratory"] = int(table.index[table["flagged in all"] <= 20][0])


# %% ppv-answer
def ppv(sensitivity, specificity, prevalence):
    healthy = 1.0 - prevalence
    flagged = prevalence * sensitivity + healthy * (1.0 - specificity)
    try:
        return prevalence * sensitivity / flagged
    except ZeroDivisionError:
        return float("nan")


# %% confusion-answer
def confusion(y, s, threshold):
    result = dict.fromkeys(("tp", "fp", "fn", "tn"), 0)
    for ill, score in zip(y, s, strict=True):
        if score >= threshold:
            result["tp" if ill else "fp"] += 1
        else:
            result["fn" if ill else "tn"] += 1
    pairs = {"sensitivity": "tp fn", "specificity": "tn fp", "ppv": "tp fp", "npv": "tn fn"}
    for name, pair in pairs.items():
        top, other = (result[part] for part in pair.split())
        result[name] = top / (top + other) if top + other > 0 else float("nan")
    return result


# %% best-answer
def best_threshold(y, s, c_fp, c_fn):
    best, lowest = None, None
    for threshold in sorted(set(s)) + [max(s) + 1]:
        cost = 0
        for ill, score in zip(y, s, strict=True):
            if ill and score < threshold:
                cost += c_fn
            if not ill and score >= threshold:
                cost += c_fp
        if lowest is None or cost <= lowest:  # the highest of several best thresholds
            best, lowest = threshold, cost
    return best


# %% capacity-answer
def threshold_for_capacity(s, k):
    threshold, flagged = max(s) + 1, 0
    for score in sorted(set(s), reverse=True):
        flagged += list(s).count(score)
        if flagged > k:
            break
        threshold = score
    return threshold


# %% report-answer
def choose_and_report(y_choose, s_choose, y_report, s_report, c_fp, c_fn):
    threshold = best_threshold(y_choose, s_choose, c_fp, c_fn)
    counted = confusion(y_report, s_report, threshold)
    print("chosen:", threshold)
    total = counted["fp"] * c_fp + counted["fn"] * c_fn
    return {"threshold": threshold, "cost": total / len(y_report), "ppv": counted["ppv"], "more": counted}
