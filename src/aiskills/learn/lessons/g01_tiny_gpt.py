"""A very small GPT and its training, as the lesson `g01-next-token` uses them. Importing this file imports PyTorch.

The shape is that of GPT-2 (Radford and others, 2019), with far smaller numbers: each character becomes a list of
numbers, two layers let it look back at most `CONTEXT` characters, and the last layer gives a score for each character
that may come next.
"""

import time

import torch
from torch import nn
from torch.nn import functional

CONTEXT = 64  # characters that the model can look back
BATCH = 16  # pieces of text in one training step
THREADS = 1  # set explicitly: on a busy computer two threads wait for each other


class Block(nn.Module):
    """One layer: attention over the earlier characters, then two linear maps for each character alone."""

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.before_attention, self.before_maps = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query_key_value, self.mix = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.maps = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        """x: numbers of shape (texts, characters, width). Returns the same shape."""
        texts, length, width = x.shape
        parts = self.query_key_value(self.before_attention(x)).view(texts, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        looked = functional.scaled_dot_product_attention(query, key, value, is_causal=True)  # never looks ahead
        x = x + self.mix(looked.transpose(1, 2).reshape(texts, length, width))
        return x + self.maps(self.before_maps(x))


class TinyGPT(nn.Module):
    """A GPT over characters with about 120 thousand parameters; `alphabet` is a string of all characters it knows."""

    def __init__(self, alphabet, width=64, layers=2, heads=4, seed=0):
        super().__init__()
        torch.set_num_threads(THREADS)
        torch.manual_seed(seed)
        self.alphabet = alphabet
        self.characters, self.places = nn.Embedding(len(alphabet), width), nn.Embedding(CONTEXT, width)
        self.blocks = nn.Sequential(*(Block(width, heads) for _ in range(layers)))
        self.last, self.scores = nn.LayerNorm(width), nn.Linear(width, len(alphabet))
        # Larger starting numbers than GPT-2 has: with so few steps of training it gets further from them.
        for part in self.modules():
            if isinstance(part, nn.Embedding):
                nn.init.normal_(part.weight, std=0.5)
            if isinstance(part, nn.Linear):
                nn.init.normal_(part.weight, std=0.7 * part.in_features**-0.5)

    @property
    def size(self):
        """The number of parameters."""
        return sum(part.numel() for part in self.parameters())

    def forward(self, numbers):
        """numbers: characters of shape (texts, at most CONTEXT). Returns scores (texts, characters, alphabet)."""
        places = torch.arange(numbers.shape[1])
        return self.scores(self.last(self.blocks(self.characters(numbers) + self.places(places))))

    def encode(self, text):
        """Return the text as a tensor of character numbers. Raises ValueError for a character it does not know."""
        return torch.tensor([self.alphabet.index(one) for one in text])

    @torch.inference_mode()
    def chances(self, text):
        """Return the probability of each character of a text after the first, as a NumPy array.

        Each is predicted from what stands before it, between one half and the whole of CONTEXT characters back
        (fewer at the start of the text).
        """
        numbers, half, found = self.encode(text), CONTEXT // 2, []
        for start in range(0, max(len(text) - 1 - half, 1), half):
            piece = numbers[start : start + CONTEXT + 1]
            logs = self(piece[None, :-1]).log_softmax(-1)[0]
            values = logs.gather(1, piece[1:, None])[:, 0]
            found.append(values if start == 0 else values[half:])
        return torch.cat(found).exp().numpy()

    @torch.inference_mode()
    def next_scores(self, text):
        """Return the scores (logits) of the next character after a text of at least one character, as an array."""
        return self(self.encode(text[-CONTEXT:])[None])[0, -1].numpy()


def windows(numbers):
    """Cut a text (a tensor of character numbers) into pieces of CONTEXT characters and the one after each."""
    return numbers.unfold(0, CONTEXT + 1, CONTEXT)


@torch.inference_mode()
def loss_of(model, pieces):
    """Mean surprise (minus the natural logarithm of the probability) of a character in pieces of text."""
    return functional.cross_entropy(model(pieces[:, :-1]).flatten(0, 1), pieces[:, 1:].flatten()).item()


def train(model, training, watched, steps, every=40, rate=1e-2, seed=0):
    """Train the model on a text. Return the loss curve, a list of dicts with step, training and watched loss.

    training, watched: texts; only the first is trained on. Losses are in natural units a character, each measured on
    the same amount of text. rate: the highest learning rate; it rises over the first steps and falls to near zero.
    The same seed on the same machine gives the same curve.
    """
    generator = torch.Generator().manual_seed(seed)
    numbers, unseen = model.encode(training), windows(model.encode(watched))
    seen = windows(numbers)
    seen = seen[torch.randperm(len(seen), generator=generator)[: len(unseen)]]
    optimiser = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.1)
    curve, start = [], time.perf_counter()
    for step in range(steps + 1):
        if step % every == 0 or step == steps:
            curve.append({"step": step, "training": loss_of(model, seen), "watched": loss_of(model, unseen)})
        if step == steps:
            break
        places = torch.randint(len(numbers) - CONTEXT, (BATCH,), generator=generator)
        pieces = torch.stack([numbers[place : place + CONTEXT + 1] for place in places.tolist()])
        loss = functional.cross_entropy(model(pieces[:, :-1]).flatten(0, 1), pieces[:, 1:].flatten())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    model.seconds = time.perf_counter() - start
    return curve
