"""One learner: no default system message; exp of very low means; the prior taken away instead of divided by; b minus a; the best test share of any prompt reported.

loses: render-system, score-extreme, calibrate-prior, calibrate-shares, paired-difference, paired-unread, select-report
misconception: to take a habit away means to subtract shares; the best figure in the table may be reported
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    text = "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)
    return text + "<|im_start|>assistant\n" * bool(add_generation_prompt)

# %% score-answer
def score_labels(logprobs):
    means = {label: sum(values) / len(values) for label, values in logprobs.items()}
    weights = {label: exp(mean) for label, mean in means.items()}
    return {label: weight / sum(weights.values()) for label, weight in weights.items()}

# %% calibrate-answer
def calibrate(rows):
    empty = [row["shares"] for row in rows if row["part"] == "empty"]
    prior = {label: sum(shares[label] for shares in empty) / len(empty) for label in empty[0]}
    result = []
    for row in rows:
        if row["part"] != "empty":
            ratio = {label: share - prior[label] for label, share in row["shares"].items()}
            result.append(ratio)
    return result

# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    right_a = np.array([one == true for one, true in zip(answers_a, truth)], dtype=float)
    right_b = np.array([one == true for one, true in zip(answers_b, truth)], dtype=float)
    step = right_a - right_b
    drawn = np.random.default_rng(0).integers(0, len(step), (2000, len(step)))
    low, high = np.percentile(step[drawn].mean(axis=1), [2.5, 97.5])
    return -float(step.mean()), -float(high), -float(low)

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if place == which]
        return sum(right) / len(right)

    best = min(answers, key=lambda name: (-share(name, "development"), tokens[name]))
    return {"prompt": best, "development": share(best, "development"), "test": max(share(name, "test") for name in answers)}
