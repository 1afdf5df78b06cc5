"""One learner: the generation prompt also when it is not wanted; empty messages calibrated and returned; all messages choose the prompt.

loses: render-generation, calibrate-prior, calibrate-shares, select-development
misconception: more messages make a better choice, those of the test too
"""
# %% render-answer
def render_chat(messages, add_generation_prompt=True):
    if not messages or messages[0]["role"] != "system":
        messages = [{"role": "system", "content": DEFAULT}, *messages]
    text = "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)
    return text + "<|im_start|>assistant\n"

# %% calibrate-answer
def calibrate(rows):
    empty = [row["shares"] for row in rows if row["part"] == "empty"]
    prior = {label: sum(shares[label] for shares in empty) / len(empty) for label in empty[0]}
    result = []
    for row in rows:
        if True:
            ratio = {label: share / prior[label] for label, share in row["shares"].items()}
            result.append({label: value / sum(ratio.values()) for label, value in ratio.items()})
    return result

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    def share(name, which):
        right = [one == true for one, true, place in zip(answers[name], truth, part) if which == "all" or place == which]
        return sum(right) / len(right)

    best = min(answers, key=lambda name: (-share(name, "all"), tokens[name]))
    return {"prompt": best, "development": share(best, "development"), "test": share(best, "test")}
