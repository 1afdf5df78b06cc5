"""The reported perplexity is that of the training text.

loses: heldout-report
misconception: evaluates on training text
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    tables = {k: bigram_probs(training, alphabet, k) for k in ks}
    best = min(ks, key=lambda k: perplexity(tables[k], choose, alphabet))
    return {"k": best, "perplexity": perplexity(tables[best], training, alphabet)}
