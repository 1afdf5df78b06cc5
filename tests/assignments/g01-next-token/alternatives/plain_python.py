"""Plain Python: lists, counters, math and the generator of the standard library.

No NumPy at all.

loses: 
"""
# %% bigram-answer
from collections import Counter
import random


def bigram_probs(text, alphabet, k=0):
    pairs = Counter(text[i : i + 2] for i in range(len(text) - 1))
    table = []
    for first in alphabet:
        row = [pairs[first + second] + k for second in alphabet]
        total = sum(row)
        table.append([value / total for value in row] if total else [1 / len(alphabet)] * len(alphabet))
    return table
# %% perplexity-answer
def perplexity(table, text, alphabet):
    total = 0.0
    for first, second in zip(text[:-1], text[1:]):
        chance = table[alphabet.index(first)][alphabet.index(second)]
        if chance == 0:
            return math.inf
        total -= math.log(chance)
    return math.exp(total / (len(text) - 1))
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    best, lowest = None, math.inf
    for k in ks:
        score = perplexity(bigram_probs(training, alphabet, k), choose, alphabet)
        print("k", k, "perplexity", score)
        if best is None or score < lowest:
            best, lowest = k, score
    return {"perplexity": perplexity(bigram_probs(training, alphabet, best), report, alphabet), "k": best, "on choose": lowest}
# %% sample-answer
def sample(logits, T, top_k=None, n=1, seed=0):
    order = sorted(range(len(logits)), key=lambda token: logits[token], reverse=True)
    if T == 0:
        order, T = order[:1], 1
    kept = order[:top_k] if top_k else order
    weights = [math.exp((logits[token] - logits[order[0]]) / T) for token in kept]
    return random.Random(seed).choices(kept, weights=weights, k=n)
# %% settings-answer
settings = {
    "label": {"temperature": 1.7, "top_k": 1},
    "practice": {"temperature": 0.9, "top_k": 6},
    "survey": {"temperature": 1, "top_k": 50},
}
