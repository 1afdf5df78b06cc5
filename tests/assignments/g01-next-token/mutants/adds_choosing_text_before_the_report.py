"""The table is made again with the choosing text added.

loses: heldout-report
misconception: the text for choosing is free to train on
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    tables = {k: bigram_probs(training, alphabet, k) for k in ks}
    best = min(ks, key=lambda k: perplexity(tables[k], choose, alphabet))
    return {"k": best, "perplexity": perplexity(bigram_probs(training + choose, alphabet, best), report, alphabet)}
