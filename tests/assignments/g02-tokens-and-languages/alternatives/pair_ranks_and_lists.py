"""Merges by rank with a loop over the best pair; the premium with plain lists; other answers inside the same decisions.

loses:
"""
# %% train-answer
from collections import Counter


def join_pair(pieces, pair):
    out = []
    for piece in pieces:
        if out and out[-1] is not None and (out[-1], piece) == pair and not joined:
            out[-1] = out[-1] + piece
            joined = True
        else:
            out.append(piece)
            joined = False
    return out


def bpe_train(text, n_merges):
    vocabulary = Counter(text.split())
    cut = {word: tuple(word) for word in vocabulary}
    learned = []
    for _ in range(n_merges):
        tally = Counter()
        for word, times in vocabulary.items():
            for left, right in zip(cut[word][:-1], cut[word][1:]):
                tally[left, right] += times
        repeated = sorted((-times, pair) for pair, times in tally.items() if times > 1)
        if not repeated:
            return learned
        learned.append(repeated[0][1])
        cut = {word: tuple(join_pair(pieces, learned[-1])) for word, pieces in cut.items()}
    return learned

# %% encode-answer
def bpe_encode(text, merges):
    rank = {}
    for place, merge in enumerate(merges):
        rank.setdefault(tuple(merge), place)

    def cut(word):
        pieces = list(word)
        while len(pieces) > 1:
            place, i = min(
                (rank.get(pair, len(rank) + len(merges)), i) for i, pair in enumerate(zip(pieces, pieces[1:]))
            )
            if place >= len(rank) + len(merges):
                break
            pieces = pieces[:i] + [pieces[i] + pieces[i + 1]] + pieces[i + 2 :]
        return pieces

    return [token for word in text.split() for token in cut(word)]

# %% premium-answer
import random


def premium(pairs, seed=0):
    rows = []
    for _, row in pairs.iterrows():
        if not isinstance(row["name"], str):
            continue
        if row["name"].strip().casefold() != row["english"].strip().casefold():
            rows.append((float(row["english_tokens"]), float(row["name_tokens"])))
    answer = {"premium": float("nan"), "low": float("nan"), "high": float("nan"), "n": len(rows)}
    if len(rows) >= 5:
        generator = random.Random(seed)

        def ratio(sample):
            return sum(local for _, local in sample) / sum(english for english, _ in sample)

        draws = sorted(ratio(generator.choices(rows, k=len(rows))) for _ in range(500))
        answer.update(premium=ratio(rows), low=draws[12], high=draws[487])
    print("pairs used:", len(rows))
    return answer

# %% cost-answer
def monthly_cost(messages, question, answer, instructions, price_in, price_out, premium):
    per_token_in, per_token_out = price_in / 1e6, price_out / 1e6
    total = 0.0
    total += messages * instructions * per_token_in
    total += messages * question * premium * per_token_in
    total += messages * answer * premium * per_token_out
    return total


def turns_that_fit(window, question, answer, instructions, premium):
    left, turns = window - instructions, 0
    while left >= (question + answer) * premium:
        left -= (question + answer) * premium
        turns += 1
    return turns

# %% trust-answer
labels = {language: "publish" for language in languages}
for language in [
    "Igbo",
    "Cebuano",
    "Filipino",
    "Luo",
    "Hindi (Latin)",
    "Shona",
    "Cornish",
    "Lakota",
    "Tok Pisin",
    "Hawaiian",
    "Guarani",
]:
    labels[language] = "hold"
rule = dict(fewest_pairs=30, largest_copies=0.5)

# %% measure-answer
measure = dict(interval="draw names", copies="remove", english_side="the same names", count="tokens")

# %% budget-answer
weights = {"English": 40_000 * 1, "Swahili": 30_000 * 2, "Amharic": 20_000 * 8, "Burmese": 10_000 * 15}
shares = {language: weight / sum(weights.values()) for language, weight in weights.items()}
switch_above = 2 + 500 / 100
