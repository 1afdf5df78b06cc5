"""One learner: the default before every chat; the mean of probabilities for that of logarithms; the prior from the test messages; always the shortest prompt.

loses: render-turns, render-system, score-length, score-extreme, calibrate-prior, select-development, select-unread, select-smallest
misconception: the messages themselves show the prior; a short prompt is always the better choice
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    messages = [{"role": "system", "content": DEFAULT}, *messages]
    text = "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)
    return text + "<|im_start|>assistant\n" * bool(add_generation_prompt)

# %% score-answer
from math import log


def score_labels(logprobs):
    means = {label: log(sum(map(exp, values)) / len(values)) for label, values in logprobs.items()}
    top = max(means.values())
    weights = {label: exp(mean - top) for label, mean in means.items()}
    return {label: weight / sum(weights.values()) for label, weight in weights.items()}

# %% calibrate-answer
def calibrate(rows):
    test = [row["shares"] for row in rows if row["part"] == "test"]
    prior = {label: sum(shares[label] for shares in test) / len(test) for label in test[0]}
    result = []
    for row in rows:
        if row["part"] != "empty":
            ratio = {label: share / prior[label] for label, share in row["shares"].items()}
            result.append({label: value / sum(ratio.values()) for label, value in ratio.items()})
    return result

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if place == which]
        return sum(right) / len(right)

    best = min(answers, key=tokens.get)
    return {"prompt": best, "development": share(best, "development"), "test": share(best, "test")}
