"""pandas and NumPy; all six of another sheet with one false alarm.

loses: 
"""
# %% sheet-answer
my_number = 4
# %% hazards-answer
dangerous = {"A02", "A05", "A09", "F03", "F05", "F10", "F04"}
# %% order-answer
order = list("becfagd")
# %% policy-answer
policy = {"high": 2, "medium": 1, "low": 0, "checks_first": "yes"}
# %% mcq-answer
def validate_mcq(item):
    options = pd.Series(item["options"], dtype=str).str.strip()
    key = pd.Series([item["key"]]).str.strip().str.upper().str.replace(r"[.)]$", "", regex=True).str.strip()[0]
    checks = {
        "no question": item["question"].strip() != "",
        "not four options": set(options.index) == set("ABCD") and (options != "").all(),
        "key not an option": key in options.index,
    }
    return [fault for fault, good in checks.items() if not good]
# %% dup-answer
def near_duplicates(options, limit):
    words = {
        letter: frozenset(re.sub(r"[^a-z0-9]", " ", text.lower()).split()).difference(["a", "an", "the"])
        for letter, text in options.items()
    }
    pairs = pd.DataFrame(combinations(sorted(words), 2), columns=["one", "other"])
    shared = pairs.apply(lambda row: len(words[row["one"]].intersection(words[row["other"]])), axis=1)
    together = pairs.apply(lambda row: len(words[row["one"]].union(words[row["other"]])), axis=1)
    alike = pairs[(shared / together.where(together > 0)).fillna(0) >= limit]
    return list(alike.itertuples(index=False, name=None))
# %% length-answer
import numpy as np


def length_cue(options, key, factor):
    lengths = pd.Series(options).str.strip().str.len()
    return bool(np.all(lengths[key] / lengths.drop(key) >= factor))
# %% queue-answer
def review_queue(drafts, minutes):
    table = pd.DataFrame(drafts, columns=["id", "risk", "minutes", "faults"])
    table = table[table["faults"].str.len() == 0]
    table = table.sort_values(["risk", "minutes", "id"], ascending=[False, True, True])
    return table.loc[table["minutes"].cumsum() <= minutes, "id"].tolist()
