"""Takes the first k.

loses: heldout-k
misconception: the table that fits best is the best
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    tables = {k: bigram_probs(training, alphabet, k) for k in ks}
    best = ks[0]
    return {"k": best, "perplexity": perplexity(tables[best], report, alphabet)}
