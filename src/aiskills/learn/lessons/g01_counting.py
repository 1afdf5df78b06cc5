"""Next-character models by counting, and drawing text from them, as the lesson `g01-next-token` explains them.

Pairs of characters are counted in the notebook's own cells; `Chain` does the same for longer pieces.
"""

from collections import Counter, defaultdict

import numpy as np

SMALL = 0.01  # the k of add-k smoothing in the lesson; the best of eight values for every order on `choose`


class Chain:
    """A next-character model by counting: which character followed each piece of `order` - 1 characters.

    training: the text that is counted; alphabet: a string of all characters; k: added to each count when a text is
    judged. When it writes, it uses only what was seen (k = 0).
    """

    def __init__(self, training, order, alphabet, k=SMALL):
        self.order, self.alphabet, self.k = order, alphabet, k
        self.followers, self.alone = defaultdict(Counter), Counter(training)
        padded = "\n" * (order - 1) + training  # so that the first characters have something before them
        for place in range(order - 1, len(padded)):
            self.followers[padded[place - order + 1 : place]][padded[place]] += 1

    def next_chances(self, text):
        """Return the probability of each character of the alphabet after a text, from what was seen, as an array.

        After a piece that was never followed by anything, the shares of all characters are used.
        """
        seen = self.followers.get(self._before(text), self.alone)
        counts = np.array([seen.get(one, 0) for one in self.alphabet])
        return counts / counts.sum()

    def chances(self, text):
        """Return the probability of each character of a text after the first, as an array."""
        found = []
        for place in range(1, len(text)):
            seen = self.followers.get(self._before(text[:place]), {})
            total = sum(seen.values()) + self.k * len(self.alphabet)
            found.append((seen.get(text[place], 0) + self.k) / total)
        return np.array(found)

    def _before(self, text):
        length = self.order - 1
        return ("\n" * length + text[-length:])[-length:] if length else ""


def write(next_chances, alphabet, length, rng, temperature=1.0, start="\n"):
    """Write `length` characters after `start`, one draw after the other. Return them without the start.

    next_chances: function, text -> probability of each character of the alphabet; rng: NumPy generator.
    """
    text = start
    for _ in range(length):
        with np.errstate(divide="ignore"):  # the logarithm of zero is minus infinity: never drawn
            chances = softmax(np.log(next_chances(text)), temperature)
        text += alphabet[rng.choice(len(alphabet), p=chances)]
    return text[len(start) :]


def softmax(scores, temperature=1.0):
    """Return probabilities from scores: proportional to exp(score / temperature). Temperature zero: all on the best."""
    scores = np.asarray(scores, dtype=float)
    if temperature == 0:
        return np.eye(len(scores))[scores.argmax()]
    powers = np.exp((scores - scores.max()) / temperature)
    return powers / powers.sum()


def longest_copy(text, source):
    """Return the longest piece of `text` that also stands in `source`, letter for letter."""
    best = ""
    for start in range(len(text)):
        while text[start : start + len(best) + 1] in source and start + len(best) < len(text):
            best = text[start : start + len(best) + 1]
    return best
