"""The bootstrap draws the two columns apart.

loses: premium-interval
misconception: bootstrap forgets the pairs
"""
# %% premium-answer
def premium(pairs, seed=0):
    """Token premium with a bootstrap interval: {"premium", "low", "high", "n"}; see the rules above."""
    there = pairs[pairs["name"].notna() & pairs["english"].notna()]
    copies = there["name"].str.strip().str.lower() == there["english"].str.strip().str.lower()
    used = there[~copies.astype(bool)]
    if len(used) < 5:
        return {"premium": float("nan"), "low": float("nan"), "high": float("nan"), "n": len(used)}
    english = used["english_tokens"].to_numpy(dtype=float)
    local = used["name_tokens"].to_numpy(dtype=float)
    draws = np.random.default_rng(seed).integers(0, len(used), size=(1000, len(used)))
    ratios = local[draws].sum(axis=1) / english[draws[::-1]].sum(axis=1)
    low, high = np.percentile(ratios, [2.5, 97.5])
    return {"premium": local.sum() / english.sum(), "low": float(low), "high": float(high), "n": len(used)}
