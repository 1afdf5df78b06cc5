"""NumPy and pandas throughout.

loses: 
"""
# %% render-answer
import pandas as pd


def render_chat(messages, add_generation_prompt=True):
    table = pd.DataFrame(messages)
    if table.empty or table["role"].iloc[0] != "system":
        table = pd.concat([pd.DataFrame([{"role": "system", "content": DEFAULT}]), table])
    text = ("<|im_start|>" + table["role"] + "\n" + table["content"] + "<|im_end|>\n").str.cat()
    return text + ("<|im_start|>assistant\n" if add_generation_prompt else "")

# %% score-answer
def score_labels(logprobs):
    means = pd.Series({label: np.mean(values) for label, values in logprobs.items()})
    shares = np.exp(means - np.logaddexp.reduce(means.to_numpy()))
    return shares.to_dict()

# %% calibrate-answer
def calibrate(rows):
    shares = pd.DataFrame([row["shares"] for row in rows])
    empty = np.array([row["part"] == "empty" for row in rows])
    ratio = np.log(shares[~empty]) - np.log(shares[empty].mean())
    weights = np.exp(ratio)
    return weights.div(weights.sum(axis=1), axis=0).to_dict("records")

# %% paired-answer
def paired_bootstrap(truth, answers_a, answers_b):
    table = pd.DataFrame({"truth": truth, "a": answers_a, "b": answers_b}).fillna("unread")
    step = (table["a"] == table["truth"]).to_numpy(int) - (table["b"] == table["truth"]).to_numpy(int)
    counts = np.array([(step == value).sum() for value in (-1, 0, 1)])
    # To draw messages with replacement is to draw how many of each kind come up.
    drawn = np.random.default_rng(11).multinomial(len(step), counts / len(step), 5000)
    means = drawn @ np.array([-1, 0, 1]) / len(step)
    return step.mean(), np.quantile(means, 0.025), np.quantile(means, 0.975)

# %% select-answer
def select_prompt(answers, truth, part, tokens):
    table = pd.DataFrame(answers).eq(pd.Series(truth), axis=0).groupby(np.array(part)).mean()
    order = pd.DataFrame({"share": table.loc["development"], "tokens": pd.Series(tokens)}).dropna()
    best = order.sort_values(["share", "tokens"], ascending=[False, True]).index[0]
    return {"prompt": best, "development": float(table.loc["development", best]), "test": float(table.loc["test", best])}
