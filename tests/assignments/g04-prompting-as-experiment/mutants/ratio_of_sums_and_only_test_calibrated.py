"""One learner: the sum divided by the number of characters of the label; only test messages returned; choice and report on all messages.

loses: score-length, calibrate-prior, calibrate-shares, select-development, select-report
misconception: the length of a label is its number of letters
"""
# %% score-answer
def score_labels(logprobs):
    means = {label: sum(values) if len(values) == 1 else sum(values) / len(label) for label, values in logprobs.items()}
    top = max(means.values())
    weights = {label: exp(mean - top) for label, mean in means.items()}
    return {label: weight / sum(weights.values()) for label, weight in weights.items()}

# %% calibrate-answer
def calibrate(rows):
    empty = [row["shares"] for row in rows if row["part"] == "empty"]
    prior = {label: sum(shares[label] for shares in empty) / len(empty) for label in empty[0]}
    result = []
    for row in rows:
        if row["part"] == "test":
            ratio = {label: share / prior[label] for label, share in row["shares"].items()}
            result.append({label: value / sum(ratio.values()) for label, value in ratio.items()})
    return result

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if True]
        return sum(right) / len(right)

    best = min(answers, key=lambda name: (-share(name, "development"), tokens[name]))
    return {"prompt": best, "development": share(best, "development"), "test": share(best, "test")}
