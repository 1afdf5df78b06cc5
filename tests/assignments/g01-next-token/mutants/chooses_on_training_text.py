"""The k is chosen by the perplexity of the training text.

loses: heldout-k
misconception: evaluates on training text
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    tables = {k: bigram_probs(training, alphabet, k) for k in ks}
    best = min(ks, key=lambda k: perplexity(tables[k], training, alphabet))
    return {"k": best, "perplexity": perplexity(tables[best], report, alphabet)}
