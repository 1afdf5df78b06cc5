"""Theme B: which answers of a language model are looked up, by one threshold on confidence, with NumPy and Wilson's interval.

loses:
"""
# %% question-answer
question = {
    "theme": "B",
    "decision_maker": "Editor of a quiz app",
    "decision": "Which of the model's answers are shown at once, and which ones somebody looks up first",
    "question": "Does the model's own confidence tell right answers from wrong ones?",
    "who_is_affected": "Players, and the states whose capital is told wrongly",
    "measure": "accuracy",
    "yes": None,
    "costs": None,
    "why_this_measure": "Right and wrong answers are about equally many, and a look-up costs as much as a wrong answer.",
}

# %% data-answer
places = learn.load("capitals").set_index("country")["region"]
raw = learn.load("capital-answers").drop_duplicates("country").assign(region=lambda f: [str(places[c]) for c in f["country"]])
raw["length"] = raw["answer"].str.len()
data = {
    "name": "capital-answers", "source": "Answers of SmolLM2, marked by a protocol of this course", "licence": "CC BY 4.0",
    "generated": False, "row_is": "One answer of the model about one state", "rows": int(raw.shape[0]), "period": "2026",
    "who_is_missing": "States whose name gives the capital away, and questions in other languages than English",
    "missing": {c: int(raw[c].isna().sum()) for c in raw if raw[c].isna().any()},
    "added": {"region": "from the course's data set capitals", "length": "number of letters of the answer"},
    "target": "label", "id": "country", "group": "region", "time": None, "horizon": 0, "late": [], "unit": None,
    "unused": ["country", "region", "half"], "why_group_is_used": "", "people": False, "privacy": "Nothing is about people.",
}

# %% split-answer
def prepare(raw):
    rows = raw[["country", "region", "label", "half", "confidence"]].copy()
    rows["confidence"] = rows["confidence"].astype(float).fillna(0.0)
    return rows


_all = prepare(raw)
train_rows, test_rows = (_all[_all["half"].astype(str) == name].reset_index(drop=True) for name in ("choose", "report"))

# %% model-answer
def fit(rows):
    sure, right = rows["confidence"].to_numpy(), (rows["label"] == "right").to_numpy()
    limits = np.unique(np.append(sure, [0.0, 1.1]))
    return {"limit": float(limits[np.argmax([((sure >= limit) == right).mean() for limit in limits])])}


def predict(model, rows):
    return np.where(rows["confidence"] >= model["limit"], "right", "wrong").tolist()


def baseline(train_rows, rows):
    return [train_rows["label"].mode()[0]] * len(rows)

# %% evaluation-answer
def wilson(hits, n, z=1.96):
    share, low_n = hits / n, n + z * z
    centre, half = (hits + z * z / 2) / low_n, z / low_n * np.sqrt(n * share * (1 - share) + z * z / 4)
    return [float(centre - half), float(centre + half)]


def evaluate(truth, predicted, simple, groups):
    truth, predicted, simple, groups = map(np.asarray, map(list, (truth, predicted, simple, groups)))
    right, other = truth == predicted, truth == simple
    change = right.astype(float) - other
    half = 1.96 * change.std(ddof=1) / np.sqrt(len(change))
    found = dict(n=len(truth), score=right.mean(), interval=wilson(right.sum(), len(truth)), baseline=other.mean(),
                 gain=change.mean(), gain_interval=[change.mean() - half, change.mean() + half])
    found["groups"] = {}
    for name in np.unique(groups):
        own = right[groups == name]
        few = len(own) < 10
        found["groups"][str(name)] = {"n": int(len(own)), "score": None if few else own.mean(),
                                      "interval": None if few else wilson(own.sum(), len(own))}
    return found


_questions = test_rows.drop(columns=["label"])
results = evaluate(test_rows["label"], predict(fit(train_rows), _questions), baseline(train_rows, _questions), test_rows["region"])

# %% harm-answer
_told = {name: entry["score"] for name, entry in results["groups"].items() if entry["score"] is not None}
harms = {
    "list": [
        {"who": "Players who trust the app", "harm": "They learn a wrong capital and repeat it", "likely": 4, "bad": 1,
         "sign": "Reports of players about one question", "response": "The question is taken out the same day"},
        {"who": "People of small states", "harm": "Their capital is told wrongly more often", "likely": 3, "bad": 2,
         "sign": "Reports pile up for one region", "response": "All answers of the region are looked up"},
        {"who": "The editor", "harm": "Look-ups take the whole working day", "likely": 2, "bad": 2,
         "sign": "More than half of the answers are looked up", "response": "Go back to a written list"},
    ],
    "worst_group": min(_told, key=_told.get),
    "stop_when_worse_than": results["score"] - min(0.03, results["gain"] / 2),
    "appeal": "Each question has a button, and the editor answers every report within one week.",
    "advice": "trial" if results["gain"] > 0 else "do not use",
}

# %% card-answer
card = {
    "name": "Look it up?", "purpose": "Choose the answers that an editor looks up first", "decision_maker": "Editor of a quiz app",
    "not_for": "Facts about health, law or people, and other models",
    "data": data["name"], "rows": len(raw), "licence": "CC BY 4.0", "generated": False,
    "who_is_missing": data["who_is_missing"], "method": "One limit on the confidence", "baseline_rule": "The most frequent label",
    "measure": "accuracy", "n": results["n"], "score": float(results["score"]), "interval": results["interval"],
    "baseline": float(results["baseline"]), "gain": float(results["gain"]), "gain_interval": [float(e) for e in results["gain_interval"]],
    "groups": {name: entry["score"] for name, entry in results["groups"].items()}, "worst_group": harms["worst_group"],
    "limits": ["One small model was asked, in English only.", "Some regions have very few states.",
               "The protocol may count a right answer as wrong."],
    "oversight": "The editor reads ten shown answers each week and moves the limit",
    "stop_when_worse_than": harms["stop_when_worse_than"],
}
