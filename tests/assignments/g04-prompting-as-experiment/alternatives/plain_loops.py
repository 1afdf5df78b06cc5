"""Loops and plain Python, the bootstrap with the random module.

loses: 
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    lines = []
    roles = [message["role"] for message in messages]
    if roles[:1] != ["system"]:
        lines.append("<|im_start|>system\n" + DEFAULT + "<|im_end|>\n")
    for message in messages:
        lines.append("<|im_start|>" + message["role"] + "\n" + message["content"] + "<|im_end|>\n")
    if add_generation_prompt:
        lines.append("<|im_start|>assistant\n")
    return "".join(lines)

# %% score-answer
def score_labels(logprobs):
    import math

    mean = {}
    for label in logprobs:
        mean[label] = math.fsum(logprobs[label]) / len(logprobs[label])
    return {one: 1 / sum(exp(min(700, mean[other] - mean[one])) for other in mean) for one in mean}

# %% calibrate-answer
def calibrate(rows):
    total, count = {}, 0
    for row in rows:
        if row["part"] == "empty":
            count += 1
            for label, share in row["shares"].items():
                total[label] = total.get(label, 0) + share
    answers = []
    for row in rows:
        if row["part"] == "empty":
            continue
        new, whole = {}, 0
        for label, share in row["shares"].items():
            new[label] = share * count / total[label]
            whole += new[label]
        for label in new:
            new[label] /= whole
        answers.append(new)
    return answers

# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    import random

    step = []
    for true, a, b in zip(truth, answers_a, answers_b):
        step.append((a is not None and a == true) - (b is not None and b == true))
    chance = random.Random(5)
    means = sorted(sum(chance.choices(step, k=len(step))) / len(step) for _ in range(2000))
    return sum(step) / len(step), means[49], means[1949]

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    right = {}
    for name in answers:
        for answer, true, place in zip(answers[name], truth, part):
            right.setdefault((name, place), []).append(1 if answer == true else 0)
    best = None
    for name in answers:
        share = sum(right[name, "development"]) / len(right[name, "development"])
        if best is None or share > best[1] or (share == best[1] and tokens[name] < tokens[best[0]]):
            best = (name, share)
    test = right[best[0], "test"]
    return {"test": sum(test) / len(test), "development": best[1], "prompt": best[0]}
