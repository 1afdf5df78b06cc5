"""fit learns nothing: the model is a rule written by hand.

loses: model-learns
misconception: a rule that works is a model that learned
"""
# %% model-answer
def fit(rows):
    return 9


def predict(model, rows):
    return [1 if months >= 4 and income < 250 else 0 for months, income in zip(rows["months_recorded"], rows["income"])]


def baseline(train_rows, rows):
    return [1] * len(rows)
