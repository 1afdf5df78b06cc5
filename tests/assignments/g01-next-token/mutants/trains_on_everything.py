"""The table is made from all three texts.

loses: heldout-k, heldout-report
misconception: more data is always better
"""
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    tables = {k: bigram_probs(training + choose + report, alphabet, k) for k in ks}
    best = min(ks, key=lambda k: perplexity(tables[k], choose, alphabet))
    return {"k": best, "perplexity": perplexity(tables[best], report, alphabet)}
