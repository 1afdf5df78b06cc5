"""The English side counts names that the language lacks, and the premium multiplies the English instructions.

loses: premium-paired, cost-premium
misconception: ratio over unmatched items; everything costs the premium
"""
# %% premium-answer
def premium(pairs, seed=0):
    """Token premium with a bootstrap interval: {"premium", "low", "high", "n"}; see the rules above."""
    there = pairs[pairs["name"].notna() & pairs["english"].notna()]
    copies = there["name"].str.strip().str.lower() == there["english"].str.strip().str.lower()
    absent = pairs.loc[pairs["name"].isna(), "english_tokens"].sum()
    used = there[~copies.astype(bool)]
    if len(used) < 5:
        return {"premium": float("nan"), "low": float("nan"), "high": float("nan"), "n": len(used)}
    english = used["english_tokens"].to_numpy(dtype=float)
    local = used["name_tokens"].to_numpy(dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(used), size=(1000, len(used)))
    ratios = local[draws].sum(axis=1) / english[draws].sum(axis=1)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return {
        "premium": local.sum() / (english.sum() + absent),
        "low": float(low),
        "high": float(high),
        "n": len(used),
    }

# %% cost-answer
def monthly_cost(messages, question, answer, instructions, price_in, price_out, premium):
    """Bill of one month in dollars."""
    tokens_in = (instructions + question) * premium
    tokens_out = answer * premium
    return messages * (tokens_in * price_in + tokens_out * price_out) / 1_000_000


def turns_that_fit(window, question, answer, instructions, premium):
    """Whole turns of question and answer that fit into the window."""
    return max(0, int((window - instructions) // ((question + answer) * premium)))
