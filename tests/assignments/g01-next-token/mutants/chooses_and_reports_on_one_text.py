"""The k is chosen on the text for the report.

loses: heldout-k
misconception: one held-out text is enough for everything
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    tables = {k: bigram_probs(training, alphabet, k) for k in ks}
    best = min(ks, key=lambda k: perplexity(tables[k], report, alphabet))
    return {"k": best, "perplexity": perplexity(tables[best], report, alphabet)}
