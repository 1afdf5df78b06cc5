"""One learner: every turn is the user's; weights not divided by their sum; calibrated shares left as ratios; a difference without its sign; the first of equal prompts.

loses: render-turns, score-shares, score-extreme, calibrate-shares, paired-difference, select-smallest
misconception: the examples of a prompt are one speaker's text; a share need not sum to one; cost does not matter
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    if not messages or messages[0]["role"] != "system":
        messages = [{"role": "system", "content": DEFAULT}, *messages]
    text = "".join(f"<|im_start|>user\n{m['content']}<|im_end|>\n" for m in messages)
    return text + "<|im_start|>assistant\n" * bool(add_generation_prompt)

# %% score-answer
def score_labels(logprobs):
    means = {label: sum(values) / len(values) for label, values in logprobs.items()}
    weights = {label: exp(mean) for label, mean in means.items()}
    return weights

# %% calibrate-answer
def calibrate(rows):
    empty = [row["shares"] for row in rows if row["part"] == "empty"]
    prior = {label: sum(shares[label] for shares in empty) / len(empty) for label in empty[0]}
    result = []
    for row in rows:
        if row["part"] != "empty":
            ratio = {label: share / prior[label] for label, share in row["shares"].items()}
            result.append(ratio)
    return result

# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    right_a = np.array([one == true for one, true in zip(answers_a, truth)], dtype=float)
    right_b = np.array([one == true for one, true in zip(answers_b, truth)], dtype=float)
    step = right_a - right_b
    drawn = np.random.default_rng(0).integers(0, len(step), (2000, len(step)))
    low, high = np.percentile(step[drawn].mean(axis=1), [2.5, 97.5])
    return abs(float(step.mean())), float(low), float(high)

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if place == which]
        return sum(right) / len(right)

    best = max(answers, key=lambda name: share(name, "development"))
    return {"prompt": best, "development": share(best, "development"), "test": share(best, "test")}
