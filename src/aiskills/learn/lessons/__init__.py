"""The texts and the longer helpers of each lesson: `<slug_with_underscores>.toml` and `.py`.

The .toml file holds the poll, the quizzes, the predictions and the words of the checks; the .py file holds the
check functions (`CHECKS`) and helpers whose docstring names the lesson that explains them.
"""
