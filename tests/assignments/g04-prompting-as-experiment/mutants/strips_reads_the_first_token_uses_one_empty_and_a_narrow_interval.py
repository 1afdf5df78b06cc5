"""One learner: contents stripped; first token of a label only; the prior from the first empty message; the middle 68 % for an interval; the test share reported from development.

loses: render-turns, score-length, calibrate-prior, paired-interval, select-report
misconception: a long label is told by its first token; one empty message is enough; one standard error is a 95 % interval
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    if not messages or messages[0]["role"] != "system":
        messages = [{"role": "system", "content": DEFAULT}, *messages]
    text = "".join(f"<|im_start|>{m['role']}\n{m['content'].strip()}<|im_end|>\n" for m in messages)
    return text + "<|im_start|>assistant\n" * bool(add_generation_prompt)

# %% score-answer
def score_labels(logprobs):
    means = {label: values[0] for label, values in logprobs.items()}
    top = max(means.values())
    weights = {label: exp(mean - top) for label, mean in means.items()}
    return {label: weight / sum(weights.values()) for label, weight in weights.items()}

# %% calibrate-answer
def calibrate(rows):
    prior = next(row["shares"] for row in rows if row["part"] == "empty")
    result = []
    for row in rows:
        if row["part"] != "empty":
            ratio = {label: share / prior[label] for label, share in row["shares"].items()}
            result.append({label: value / sum(ratio.values()) for label, value in ratio.items()})
    return result

# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    right_a = np.array([one == true for one, true in zip(answers_a, truth)], dtype=float)
    right_b = np.array([one == true for one, true in zip(answers_b, truth)], dtype=float)
    step = right_a - right_b
    drawn = np.random.default_rng(0).integers(0, len(step), (2000, len(step)))
    low, high = np.percentile(step[drawn].mean(axis=1), [16, 84])
    return float(step.mean()), float(low), float(high)

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if place == which]
        return sum(right) / len(right)

    best = min(answers, key=lambda name: (-share(name, "development"), tokens[name]))
    return {"prompt": best, "development": share(best, "development"), "test": share(best, "development")}
