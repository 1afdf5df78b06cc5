"""Messages with an answer that could not be read are left out, in the comparison and in the choice.

loses: paired-unread, select-unread
misconception: drops unparseable answers
"""
# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    kept = [i for i in range(len(truth)) if answers_a[i] is not None and answers_b[i] is not None]
    truth, answers_a, answers_b = ([column[i] for i in kept] for column in (truth, answers_a, answers_b))
    right_a = np.array([one == true for one, true in zip(answers_a, truth)], dtype=float)
    right_b = np.array([one == true for one, true in zip(answers_b, truth)], dtype=float)
    step = right_a - right_b
    drawn = np.random.default_rng(0).integers(0, len(step), (2000, len(step)))
    low, high = np.percentile(step[drawn].mean(axis=1), [2.5, 97.5])
    return float(step.mean()), float(low), float(high)

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if place == which and one is not None]
        return sum(right) / len(right)

    best = min(answers, key=lambda name: (-share(name, "development"), tokens[name]))
    return {"prompt": best, "development": share(best, "development"), "test": share(best, "test")}
