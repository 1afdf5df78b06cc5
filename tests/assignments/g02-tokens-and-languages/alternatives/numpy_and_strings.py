"""Words kept as text with a mark between pieces; NumPy arrays for the premium; rounded answers to the decisions.

loses:
"""
# %% train-answer
import re
import warnings


def bpe_train(text, n_merges):
    warnings.warn("a warning costs nothing")
    mark = "\x00"
    lines = [mark + mark.join(word) + mark for word in text.split()]
    merges = []
    for _ in range(n_merges):
        tally = {}
        for line in lines:
            pieces = line.strip(mark).split(mark)
            for i in range(1, len(pieces)):
                key = (pieces[i - 1], pieces[i])
                tally[key] = tally.get(key, 0) + 1
        most = max(tally.values(), default=0)
        if most < 2:
            break
        left, right = sorted(key for key in tally if tally[key] == most)[0]
        merges.append((left, right))
        pattern = f"(?<={mark}){re.escape(left)}{mark}{re.escape(right)}(?={mark})"
        lines = [re.sub(pattern, (left + right).replace("\\", "\\\\"), line) for line in lines]
    return merges

# %% encode-answer
def bpe_encode(text, merges):
    result = []
    for word in text.split():
        pieces = np.array(list(word), dtype=object)
        for left, right in merges:
            i = 0
            while i < len(pieces) - 1:
                if pieces[i] == left and pieces[i + 1] == right:
                    pieces = np.concatenate([pieces[:i], np.array([left + right], dtype=object), pieces[i + 2 :]])
                i += 1
        result += [str(piece) for piece in pieces]
    return result

# %% premium-answer
def premium(pairs, seed=0):
    complete = pairs.dropna(subset=["english", "name", "english_tokens", "name_tokens"])
    plain = [
        (str(a).lower().strip(), str(b).lower().strip()) for a, b in zip(complete["english"], complete["name"])
    ]
    keep = np.array([a != b for a, b in plain], dtype=bool)
    n = int(keep.sum())
    if n < 5:
        return dict(premium=np.nan, low=np.nan, high=np.nan, n=n)
    table = complete.loc[keep, ["english_tokens", "name_tokens"]].astype(float).to_numpy()
    generator = np.random.RandomState(seed)
    values = np.empty(600)
    for i in range(600):
        english, local = table[generator.choice(n, n)].sum(axis=0)
        values[i] = local / english
    return dict(
        premium=table[:, 1].sum() / table[:, 0].sum(),
        low=np.quantile(values, 0.025),
        high=np.quantile(values, 0.975),
        n=n,
    )

# %% cost-answer
def monthly_cost(messages, question, answer, instructions, price_in, price_out, premium):
    million_in = messages * np.dot([question, instructions], [premium, 1]) * 1e-6
    million_out = messages * answer * premium * 1e-6
    return np.float64(million_in * price_in + million_out * price_out)


def turns_that_fit(window, question, answer, instructions, premium):
    if instructions >= window:
        return 0
    return int(np.floor((window - instructions) / (question * premium + answer * premium)))

# %% trust-answer
labels = dict(
    zip(
        "Amharic Arabic Burmese Chinese Hausa Hindi Oromo Yoruba Zulu Cebuano Cornish Filipino Guarani Hawaiian"
        " Igbo Lakota Luo Shona".split(),
        ["publish"] * 9 + ["hold"] * 9,
    )
)
labels["Hindi (Latin)"] = labels["Tok Pisin"] = "hold"
rule = {"fewest_pairs": 100.0, "largest_copies": 0.65}

# %% measure-answer
measure = {}
measure["count"] = "tokens"
measure["english_side"] = "the same names"
measure["copies"] = "remove"
measure["interval"] = "draw names"

# %% budget-answer
shares = {"English": 0.10, "Swahili": 0.15, "Amharic": 0.39, "Burmese": 0.36}
switch_above = 7.2
