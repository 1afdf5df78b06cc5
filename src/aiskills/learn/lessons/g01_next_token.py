"""Figures, checks and the door to the language model of the lesson `g01-next-token`, which explains each of them.

Models that count stand in `g01_counting`; the tiny GPT stands in `g01_tiny_gpt`, as importing PyTorch takes seconds.
"""

from ..live_model import live_model
from .g01_counting import Chain, softmax, write

ORDERS = (1, 2, 3, 4, 5, 6, 8)  # pieces that the lesson counts: one character alone up to eight in a row
RIDDLE = {"A": 0.4, "B": 3, "C": 0}  # the temperature of each text of the exercise, order 4


def riddle(training, alphabet):
    """Return three texts by one counting model, a dict letter -> text; they differ in the temperature only."""
    import numpy as np

    chain = Chain(training, 4, alphabet)
    rng = np.random.default_rng(11)
    return {name: write(chain.next_chances, alphabet, 130, rng, heat, "\nThe ") for name, heat in RIDDLE.items()}


class Model:
    """SmolLM2, live; where it is not on this computer, the recording answers. `note` says which in a sentence."""

    def __init__(self, tape):
        self.records = {one["id"]: one for one in tape}
        self._model, self._tokenizer, self.note = live_model(tape.header["model"], "the recording answers")
        self.live = self._model is not None

    def next_tokens(self, start, top=24):
        """Return the most probable next tokens after a recorded start of a sentence: (tokens, log-probabilities)."""
        recorded = self.records[f"next/{start}"]
        if not self.live:
            return recorded["options"], [values[0] for values in recorded["logprobs"]]
        import torch

        with torch.inference_mode():
            logs = self._model(**self._tokenizer(start, return_tensors="pt")).logits[0, -1].log_softmax(-1)
        values, numbers = logs.topk(top)
        return [self._tokenizer.decode([one]) for one in numbers.tolist()], values.tolist()

    def draws(self, country, count, seed):
        """Draw `count` endings of "... became a member of the United Nations in the year". Return a list of texts.

        The live model draws five tokens at temperature one; the recording draws among the recorded years.
        """
        import numpy as np

        recorded = self.records[f"year/{country}"]
        if not self.live:
            chances = softmax([sum(values) for values in recorded["logprobs"]])
            return [str(one) for one in np.random.default_rng(seed).choice(recorded["options"], count, p=chances)]
        import torch

        torch.manual_seed(seed)
        batch = self._tokenizer([recorded["prompt"]] * count, return_tensors="pt")
        with torch.inference_mode():
            out = self._model.generate(
                **batch, max_new_tokens=5, do_sample=True, top_k=0, pad_token_id=self._tokenizer.eos_token_id
            )
        return self._tokenizer.batch_decode(out[:, batch["input_ids"].shape[1] :], skip_special_tokens=True)


def bars_figure(tokens, chances, title, show=12):
    """Draw the most probable next tokens as bars, the most probable one on top. Return the Matplotlib axes."""
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    best = sorted(zip(chances, tokens, strict=True), key=lambda pair: -pair[0])[:show]  # ties keep their order
    _, axes = plt.subplots(figsize=(7, 1.2 + 0.34 * len(best)))
    axes.barh(range(len(best)), [chance for chance, _ in best], color=PALETTE[0])
    labels = [shown(token) for _, token in best]
    for place, (_, token) in enumerate(best):
        if labels.count(labels[place]) > 1 and not token.startswith(" "):
            labels[place] += " (no space before)"
    axes.set_yticks(range(len(best)), labels)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("probability of coming next")
    axes.set_title(title)
    return axes


def shown(token):
    """Return a token as a reader can see it: spaces and line ends as words or marks."""
    if not token.strip(" "):
        return "(space)"
    return token.strip(" ").replace("\n", "(new line)")


def loss_figure(curve, levels, title):
    """Draw perplexity against the step of training. Return the Matplotlib axes.

    curve: list of dicts with step, training, watched (losses in natural units); levels: dict, label -> perplexity,
    drawn as dashed lines to compare with.
    """
    import matplotlib.pyplot as plt
    import numpy as np

    from ..figures import PALETTE

    _, axes = plt.subplots(figsize=(7, 4))
    steps = [point["step"] for point in curve]
    for number, (key, label) in enumerate((("training", "training text"), ("watched", "text it was not trained on"))):
        values = np.exp([point[key] for point in curve])
        axes.plot(steps, values, color=PALETTE[number], linestyle=("-", ":")[number], linewidth=2.5, label=label)
    axes.set_yscale("log")
    axes.set_ylim(0.7 * min(levels.values()), 130)
    for label, level in levels.items():
        axes.axhline(level, color="black", linestyle="--", linewidth=1)
        below = level == min(levels.values())  # the curves come from the upper left and end above the lowest line
        axes.annotate(
            label,
            (0 if below else steps[-1], level),
            xytext=(0, -16 if below else 4),
            textcoords="offset points",
            ha="left" if below else "right",
            fontsize=11,
        )
    axes.set_yticks([5, 10, 20, 50, 100], ["5", "10", "20", "50", "100"])
    axes.minorticks_off()
    axes.set_xlabel("steps of training")
    axes.set_ylabel("perplexity a character")
    axes.legend(loc="upper right")
    axes.set_title(title)
    return axes


def check_perplexity(perplexity, rng):
    """Is perplexity(chances) the exponential of minus the mean logarithm, on fresh probabilities?"""
    import numpy as np

    for size in (5, 12, 4000):
        chances = rng.uniform(0.02, 0.9, size)
        right, found = float(np.exp(-np.log(chances).mean())), float(perplexity(chances))
        if abs(found - right) < 1e-6 * right:
            continue
        if abs(found - 1 / chances.mean()) < 1e-6 or abs(found - np.exp(-chances.mean())) < 1e-6:
            return "averaged-probabilities"
        if abs(found - 1 / right) < 1e-6:
            return "sign-forgotten"
        if not np.isfinite(found) or abs(np.log(found) - size * np.log(right)) < 1e-6 * size:
            return "summed"
        return "other-mean"
    return None


def check_order(order):
    """Is it the order with the lowest perplexity on the text for choosing?"""
    order = int(order)
    if order not in ORDERS:
        return "not-offered"
    if order > 4:
        return "judged-on-training-text"
    return None if order == 4 else "looks-back-too-little"


def check_temperatures(given):
    """Has each of the three texts its temperature? given: dict, letter -> temperature."""
    given = {str(name): float(value) for name, value in dict(given).items()}
    if set(given) != set(RIDDLE) or set(given.values()) != set(RIDDLE.values()):
        return "each-once"
    if given == RIDDLE:
        return None
    return "zero-repeats" if given["C"] != 0 else "hot-is-cold"


def check_sample(sample, rng):
    """Does sample(scores, T, top_k, rng) draw a token number from the right probabilities with the generator?"""
    import numpy as np

    scores = np.array([1.0, 0.0, 2.0, 0.5, 1.5])[rng.permutation(5)]

    def shares(heat, top_k, count=1500):
        own = np.random.default_rng(int(rng.integers(10**6)))
        return np.bincount([int(sample(scores, heat, top_k, own)) for _ in range(count)], minlength=5) / count

    def near(found, chances):
        return np.abs(found - chances).max() < 0.07  # four standard errors of 1,500 draws are 0.052

    same = [[int(sample(scores, 1.0, 5, np.random.default_rng(3))) for _ in range(30)] for _ in range(2)]
    stream = np.random.default_rng(4)
    drawn = {int(sample(scores, 1.0, 5, stream)) for _ in range(60)}
    if same[0] != same[1] or len(set(same[0])) > 1:
        return "ignores-generator"
    if len(drawn) == 1:
        return "no-chance-left"
    found = shares(0.5, 5)
    if near(found, softmax(scores * 0.5)):
        return "multiplied"
    if near(found, softmax(scores)):
        return "temperature-ignored"
    if not near(found, softmax(scores, 0.5)):
        return "other-shares"
    kept = np.sort(scores)[-2:]
    found = shares(1.0, 2)
    if (found[~np.isin(scores, kept)] > 0).any():
        return "top-k-ignored"
    if not near(found, np.where(np.isin(scores, kept), softmax(np.where(np.isin(scores, kept), scores, -np.inf)), 0)):
        return "other-shares"
    return None


CHECKS = {
    "perplexity": check_perplexity,
    "order": check_order,
    "temperatures": check_temperatures,
    "sample": check_sample,
}
