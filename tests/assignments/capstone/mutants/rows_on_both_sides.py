"""Test rows are drawn from all rows, those to learn from among them.

loses: split-apart
misconception: a score on rows that the model learned from holds for new cases
"""
# %% split-answer
def prepare(raw):
    """The rows for the model: id, target, group and features. Each row is made from what is known at its time."""
    rows = raw.drop(columns=["approved"])
    rows["log_income"] = np.log(rows["income"].clip(lower=1))
    return rows


rows = prepare(raw)
train_rows = rows.sample(frac=0.8, random_state=1)
test_rows = rows.sample(frac=0.5, random_state=2)
