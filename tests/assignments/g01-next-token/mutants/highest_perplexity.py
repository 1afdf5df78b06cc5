"""The k with the highest perplexity is taken.

loses: heldout-k
misconception: a higher perplexity is better
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    tables = {k: bigram_probs(training, alphabet, k) for k in ks}
    best = max(ks, key=lambda k: perplexity(tables[k], choose, alphabet))
    return {"k": best, "perplexity": perplexity(tables[best], report, alphabet)}
