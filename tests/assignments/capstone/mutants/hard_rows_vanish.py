"""Rows in the middle of the scale are left out of the test.

loses: split-apart
misconception: unclear cases are noise
"""
# %% split-answer
def prepare(raw):
    """The rows for the model: id, target, group and features. Each row is made from what is known at its time."""
    rows = raw.drop(columns=["approved"])
    rows["log_income"] = np.log(rows["income"].clip(lower=1))
    return rows


rows = prepare(raw)
train_rows = rows[rows["part"] == "choose"]
test_rows = rows[(rows["part"] == "report") & ~rows["months_recorded"].between(8, 15)]
