"""A feature is the rank of the income in the whole file.

loses: prepare-past
misconception: a column may be computed from the whole file
"""
# %% split-answer
def prepare(raw):
    """The rows for the model: id, target, group and features. Each row is made from what is known at its time."""
    rows = raw.drop(columns=["approved"])
    rows["log_income"] = rows["income"].rank(pct=True)
    return rows


rows = prepare(raw)
train_rows = rows[rows["part"] == "choose"]
test_rows = rows[rows["part"] == "report"]
