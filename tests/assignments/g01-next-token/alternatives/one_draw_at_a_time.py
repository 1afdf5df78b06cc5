"""A helper for one draw that takes the generator; dictionaries of dictionaries inside; the inverse of the cumulated bars.

loses: 
"""
# %% bigram-answer
def bigram_probs(text, alphabet, k=0):
    followers = {first: {second: float(k) for second in alphabet} for first in alphabet}
    previous = None
    for character in text:
        if previous is not None:
            followers[previous][character] += 1
        previous = character
    rows = []
    for first in alphabet:
        total = sum(followers[first].values())
        rows.append([followers[first][second] / total if total > 0 else 1 / len(alphabet) for second in alphabet])
    return np.array(rows)
# %% perplexity-answer
def perplexity(table, text, alphabet):
    table = np.array(table)
    surprise = []
    for i in range(1, len(text)):
        p = table[alphabet.find(text[i - 1])][alphabet.find(text[i])]
        surprise.append(float("inf") if p <= 0 else -math.log(p))
    return float("inf") if float("inf") in surprise else math.exp(sum(surprise) / len(surprise))
# %% heldout-answer
def choose_k(training, choose, report, alphabet, ks):
    ranked = sorted(ks, key=lambda k: perplexity(bigram_probs(training, alphabet, k), choose, alphabet))
    winner = bigram_probs(training, alphabet, ranked[0])
    return {"k": ranked[0], "perplexity": np.float64(perplexity(winner, report, alphabet))}
# %% sample-answer
def draw_one(logits, T, top_k, rng):
    order = np.argsort(logits)[::-1]
    if T == 0:
        return order[0]
    if top_k is not None:
        order = order[: min(top_k, len(order))]
    z = np.array(logits)[order] / T
    z = np.exp(z - z.max())
    place = np.searchsorted(np.cumsum(z / z.sum()), rng.random())
    return order[min(place, len(order) - 1)]


def sample(logits, T, top_k=None, n=1, seed=0):
    rng = np.random.default_rng([seed, 1])
    return [int(draw_one(logits, T, top_k, rng)) for _ in range(n)]
# %% settings-answer
settings = {
    "label": {"temperature": 0, "top_k": 50},
    "practice": {"temperature": 1.0, "top_k": 5},
    "survey": {"temperature": 1.01, "top_k": 50},
}
