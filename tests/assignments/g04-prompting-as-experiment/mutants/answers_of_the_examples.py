"""Each function gives back the value of its visible example.

loses: render-turns, render-system, render-generation, score-length, score-shares, score-extreme, calibrate-prior, calibrate-labels, calibrate-shares, paired-difference, paired-unread, paired-interval, select-development, select-report, select-unread, select-smallest
misconception: what passes the visible test is right
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    if len(messages) == 2:
        return "<|im_start|>system\nYou sort letters.<|im_end|>\n<|im_start|>user\nHello<|im_end|>\n<|im_start|>assistant\n"
    return DEFAULT

# %% score-answer
def score_labels(logprobs):
    return {label: 0.9 if label == "yes" else 0.1 for label in logprobs}

# %% calibrate-answer
def calibrate(rows):
    return [{"road": 0.3, "water": 0.7}]

# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    return (1 / 3, 0.0, 1.0) if len(truth) == 3 else (0.0, -0.1, 0.1)

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    return {"prompt": "p", "development": 1.0, "test": 0.5}
