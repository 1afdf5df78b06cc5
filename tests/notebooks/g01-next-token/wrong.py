"""Wrong and right answers to the exercises of g01-next-token: (check, misconception, answer)."""

import numpy as np

from aiskills.learn.lessons.g01_counting import softmax


def perplexity(chances):
    return float(np.exp(-np.log(chances).mean()))


def sample(scores, T, top_k, rng):
    kept = np.argsort(-np.asarray(scores))[:top_k]
    return int(rng.choice(kept, p=softmax(np.asarray(scores)[kept], T)))


def sample_by_hand(scores, T, top_k, rng):
    order = sorted(range(len(scores)), key=lambda token: -scores[token])[:top_k]
    weights = [np.exp(scores[token] / T) for token in order]
    point, place = rng.random() * sum(weights), 0
    while point > weights[place]:
        point -= weights[place]
        place += 1
    return order[place]


def with_own_generator(scores, T, top_k, rng):
    return sample(scores, T, top_k, np.random.default_rng())


def with_fixed_generator(scores, T, top_k, rng):
    return sample(scores, T, top_k, np.random.default_rng(0))


def first_places(scores, T, top_k, rng):
    return int(rng.choice(np.arange(len(scores)), p=softmax(scores, T)))


def even_shares(scores, T, top_k, rng):
    return int(rng.choice(np.argsort(-np.asarray(scores))[:top_k]))


TEMPERATURES = {"A": 0.4, "B": 3, "C": 0}

WRONG = [
    ("perplexity", "averaged-probabilities", lambda chances: float(1 / np.mean(chances))),
    ("perplexity", "averaged-probabilities", lambda chances: float(np.exp(-np.mean(chances)))),
    ("perplexity", "sign-forgotten", lambda chances: float(np.exp(np.log(chances).mean()))),
    ("perplexity", "summed", lambda chances: float(np.exp(-np.log(chances).sum()))),
    ("perplexity", "other-mean", lambda chances: float(np.exp(-np.log2(chances).mean()))),
    ("order", "judged-on-training-text", 8),
    ("order", "judged-on-training-text", 5),
    ("order", "looks-back-too-little", 2),
    ("order", "not-offered", 7),
    ("temperatures", "each-once", {"A": 0, "B": 0, "C": 0}),
    ("temperatures", "each-once", {"A": 0.4, "B": 3}),
    ("temperatures", "zero-repeats", {"A": 0, "B": 3, "C": 0.4}),
    ("temperatures", "hot-is-cold", {"A": 3, "B": 0.4, "C": 0}),
    ("sample", "ignores-generator", with_own_generator),
    ("sample", "no-chance-left", with_fixed_generator),
    ("sample", "no-chance-left", lambda scores, T, top_k, rng: int(np.argmax(scores))),
    ("sample", "multiplied", lambda scores, T, top_k, rng: sample(scores, 1 / T, top_k, rng)),
    ("sample", "temperature-ignored", lambda scores, T, top_k, rng: sample(scores, 1, top_k, rng)),
    ("sample", "top-k-ignored", first_places),
    ("sample", "other-shares", even_shares),
]

RIGHT = [
    ("perplexity", perplexity),
    ("perplexity", lambda chances: 2 ** float(-np.mean([np.log2(one) for one in chances]))),
    ("order", 4),
    ("order", "4"),
    ("temperatures", TEMPERATURES),
    ("temperatures", {letter: str(heat) for letter, heat in TEMPERATURES.items()}),
    ("sample", sample),
    ("sample", sample_by_hand),
]
