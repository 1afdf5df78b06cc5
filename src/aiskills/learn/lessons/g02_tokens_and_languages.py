"""Figures, views and checks of the lesson `g02-tokens-and-languages`, which explains each where it is first used.

The ideas of the lesson (counting pairs, joining them, comparing the same content in two languages) stand in the
notebook's own cells. The tokenizer is an argument everywhere: an object of the library `tokenizers`.
"""

import html
import unicodedata
from collections import Counter

PRICE = 1.0  # dollars for a million tokens: an invented price, the one of the offer in the lesson
TEXT = "maize maize maize rain rain rainy again"  # the text that is cut by hand
TOKENS_A_MESSAGE = 120  # tokens of a question with its answer in English, in the exercise on the bill
MESSAGES = 50_000  # messages a month in the same exercise


class TokenView:
    """Texts cut into tokens, as coloured and numbered boxes. Attribute `pieces`: for each text [(shown text, tokens)].

    A box is one piece of visible text. Where a letter needs several tokens, its box says how many; a token inside a
    letter cannot be shown as text. Colour, border and the words of the text form all say the same.
    """

    def __init__(self, tokenizer, texts):
        """texts: list of (language, text, language code, direction "ltr" or "rtl")."""
        self.texts = texts
        self.pieces = [split_visibly(tokenizer, text) for _, text, _, _ in texts]

    def __repr__(self):
        lines = []
        for (language, *_), pieces in zip(self.texts, self.pieces, strict=True):
            parts = [_visible(text) + (f" ({times})" if times > 1 else "") for text, times in pieces]
            lines.append(f"{language}, {_tokens(pieces)}: {', '.join(parts)}")
        return "\n".join(lines)

    def _repr_html_(self):
        blocks = []
        for (language, _, code, direction), pieces in zip(self.texts, self.pieces, strict=True):
            boxes = "".join(_box(text, times, i) for i, (text, times) in enumerate(pieces))
            blocks.append(
                f'<p style="margin:.6em 0 .2em"><strong>{html.escape(language)}: {_tokens(pieces)}</strong></p>'
                f'<p lang="{code}" dir="{direction}" style="line-height:2.4;margin:0;font-size:1.1rem">{boxes}</p>'
            )
        note = (
            "A box is one token, or as many tokens as its small number says. In a script that joins letters, such as"
            " Arabic, the boxes hold them apart. Empty squares mean that this computer has no letters of that script;"
            " the numbers hold all the same."
        )
        return f"<div>{''.join(blocks)}<p>{note}</p></div>"


def _tokens(pieces):
    return _times(sum(times for _, times in pieces), "token")


def _times(number, word):
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _visible(text):
    return text.replace(" ", "␣") or "(nothing)"


def _box(text, times, i):
    style = ("solid", "dashed")[i % 2]
    shade = ("rgba(0,114,178,.16)", "rgba(230,159,0,.22)")[i % 2]
    number = f'<sub dir="ltr" style="font-size:.7em"> {times}</sub>' if times > 1 else ""
    return (
        f'<span style="border:1px {style} currentColor;background:{shade};padding:.1em .25em;margin:0 .1em;'
        f'display:inline-block;line-height:1.5">{html.escape(_visible(text))}{number}</span>'
    )


def split_visibly(tokenizer, text):
    """Cut a text where a token ends and a letter ends too. Return [(piece of text, number of tokens in it)]."""
    pieces, start, times, end = [], 0, 0, 0
    spans = [span for span in tokenizer.encode(text).offsets if span[1] > span[0]]
    for i, (_, stop) in enumerate(spans):
        times, end = times + 1, max(end, stop)
        last = i + 1 == len(spans)
        # The next token starts a new letter: the piece ends here. Marks that sit on a letter stay with it.
        if last or (spans[i + 1][0] >= end and not unicodedata.category(text[end]).startswith("M")):
            pieces.append((text[start:end], times))
            start, times = end, 0
    return pieces


def scripts_of_vocabulary(tokenizer):
    """Count the entries of the vocabulary that hold a letter of each script. Return a pandas Series, largest first."""
    import pandas as pd

    scripts = Counter()
    for number in range(tokenizer.get_vocab_size()):
        letters = {c for c in tokenizer.decode([number]) if c.isalpha()}
        scripts.update({unicodedata.name(c, "?").split()[0].title() for c in letters})
    return pd.Series(dict(scripts.most_common()), name="entries")


def premium_dots(table, title):
    """Draw one dot for each row of `table` (index: language; columns: premium, low, high). Returns the figure."""
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    figure, axes = plt.subplots(figsize=(7, 1.4 + 0.34 * len(table)))
    ordered = table.sort_values("premium")
    places = range(len(ordered))
    errors = [ordered["premium"] - ordered["low"], ordered["high"] - ordered["premium"]]
    axes.errorbar(ordered["premium"], places, xerr=errors, fmt="o", color=PALETTE[0], capsize=4, linestyle="none")
    axes.axvline(1, color="black", linestyle="--", linewidth=1)
    axes.annotate(
        "English",
        (1, 1),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        fontsize=11,
    )
    axes.set_yticks(places, ordered.index)
    axes.set_ylim(-0.7, len(ordered) - 0.1)
    axes.set_xlim(left=0)
    axes.set_xlabel("Tokens for one token of English (95 % interval)")
    axes.set_title(title)
    return figure


# Labels that would meet others: whether on the right, and how far from the dot in points.
CROWDED = {"Yoruba": (True, 7, -9), "Spanish": (False, 7, -8), "Portuguese": (False, 4, -19)}


def names_and_articles(table):
    """Draw the premium of names ("of names") against that of sentences (premium, low, high). Returns the figure."""
    import matplotlib.pyplot as plt

    from ..figures import PALETTE

    figure, axes = plt.subplots(figsize=(7, 5.2))
    top = 1.15 * float(table["high"].max())
    axes.plot([1, top], [1, top], "--", color="black", linewidth=1)
    errors = [table["premium"] - table["low"], table["high"] - table["premium"]]
    axes.errorbar(
        table["of names"], table["premium"], yerr=errors, fmt="o", color=PALETTE[0], linestyle="none", capsize=3
    )
    for language, row in table.iterrows():
        right, dx, dy = CROWDED.get(
            language, (row["premium"] < row["of names"], 7, 2 if row["premium"] > row["of names"] else -8)
        )
        axes.annotate(
            language,
            (row["of names"], row["premium"]),
            textcoords="offset points",
            fontsize=10.5,
            xytext=(dx if right else -dx, dy),
            ha="left" if right else "right",
        )
    axes.set(xscale="log", yscale="log", xlim=(1, top), ylim=(1, top))
    ticks = [tick for tick in (1, 2, 4, 8, 16) if tick <= top]
    axes.set_xticks(ticks, ticks)
    axes.set_yticks(ticks, ticks)
    axes.minorticks_off()
    axes.set_xlabel("Premium of names (tokens for one token of English)")
    axes.set_ylabel("Premium of sentences (95 % interval)")
    axes.set_title("Names and sentences agree roughly, not exactly")
    return figure


def bill_figure(tokenizer, articles):
    """Return the function behind the movable figure: (language, messages_a_day, your_text) -> description.

    articles: the data set udhr-articles. The first article stands for one message. A text of your own is cut instead
    when there is one, and set beside the English article.
    """
    first = articles[articles["article"] == 1].set_index("language")["text"]

    def tokens_and_bill(language="Amharic", messages_a_day=1000, your_text="none"):
        own = your_text.strip().lower() not in ("", "none")
        label = "Your text" if own else language
        sizes = {
            "English": len(tokenizer.encode(first["English"]).ids),
            label: len(tokenizer.encode(your_text.strip() if own else first[language]).ids),
        }
        _draw_boxes(sizes)
        bills = {name: 30 * messages_a_day * size * PRICE / 1e6 for name, size in sizes.items()}
        ratio = sizes[label] / sizes["English"]
        english = bills["English"]
        return (
            f"{label}: {_times(sizes[label], 'token')}; English: {sizes['English']} tokens. {messages_a_day:,} such"
            f" messages a day cost {bills[label]:,.2f} dollars in 30 days; in English {english:,.2f} dollars. That"
            f" is {ratio:.1f} times the money, {ratio:.1f} times the tokens to wait for, and a window of 2,048"
            f" tokens holds {2048 // sizes[label]} such messages instead of {2048 // sizes['English']}."
        )

    return tokens_and_bill


def _draw_boxes(sizes, width=48):
    """Draw each token as one small box, `width` boxes to a line. sizes: name -> number of tokens."""
    import matplotlib.pyplot as plt
    from matplotlib.collections import PatchCollection
    from matplotlib.patches import Rectangle

    from ..figures import PALETTE

    lines = {name: -(-size // width) for name, size in sizes.items()}
    figure, axes = plt.subplots(figsize=(7, 0.9 + 0.19 * (sum(lines.values()) + 2 * len(sizes))))
    top = 0.0
    for colour, (name, size) in zip(PALETTE, sizes.items(), strict=False):
        axes.text(0, top - 0.4, f"{name}: {size} tokens, one box each", fontsize=12, va="bottom")
        boxes = [Rectangle((i % width + 0.08, top + i // width + 0.08), 0.84, 0.84) for i in range(size)]
        look = {"facecolor": colour, "edgecolor": "black", "linewidth": 0.5, "alpha": 0.75}
        axes.add_collection(PatchCollection(boxes, label=f"{name}: tokens, one box each", **look))
        top += lines[name] + 2.2
    axes.set(xlim=(0, width), ylim=(top - 1.8, -2.2))
    axes.axis("off")
    return figure


def train_on_mix(articles, mix, entries=1256):
    """Train a byte-pair tokenizer on the odd articles, each language used as often as `mix` says; count the even ones.

    mix: dict, language -> how many times its text is used (a whole number, 0 leaves it out). Returns a pandas
    Series: tokens of the even articles, which the tokenizer has not seen, for each language of the mix.
    """
    import pandas as pd
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    seen = articles[articles["article"] % 2 == 1]
    texts = [
        text for language, times in mix.items() for text in list(seen[seen["language"] == language]["text"]) * times
    ]
    trainer = trainers.BpeTrainer(
        vocab_size=entries, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    unseen = articles[articles["article"] % 2 == 0]
    return pd.Series(
        {
            language: sum(len(tokenizer.encode(text).ids) for text in unseen[unseen["language"] == language]["text"])
            for language in mix
        },
        name="tokens",
    )


# ---- checks ---------------------------------------------------------------------------------------------------


def _cut(words, piece):
    """Join two neighbours wherever together they spell `piece`, from left to right. Return the new words."""
    out = []
    for word in words:
        new = []
        for part in word:
            if new and new[-1] + part == piece:
                new[-1] = piece
            else:
                new.append(part)
        out.append(new)
    return out


def check_three_joins(joins):
    """Do three joins, each of two neighbours, cut the text by hand into as few pieces as byte-pair merging does?"""
    joins = [str(join) for join in joins]
    if len(joins) != 3:
        return "not-three"
    words = [list(word) for word in TEXT.split()]
    for join in joins:
        if " " in join:
            return "across-words"
        before = sum(map(len, words))
        words = _cut(words, join)
        if sum(map(len, words)) == before:
            return ("not-two-neighbours" if join in TEXT else "not-in-text"), f"The trouble is `{join}`."
    pieces = sum(map(len, words))
    if pieces > 19:
        return "not-the-most-frequent", f"Your three joins leave {pieces} pieces."
    return None


def check_best_pair(function):
    """Does `best_pair(counts)` choose the most frequent pair, and the first in the alphabet among equals?"""
    cases = [
        Counter({("r", "a"): 3, ("a", "i"): 7, ("i", "n"): 4}),
        Counter({("z", "e"): 5, ("m", "a"): 5, ("a", "z"): 2, ("a", "a"): 1}),
        Counter({("b", "a"): 6, ("a", "z"): 6, ("a", "b"): 6, ("c", "c"): 5}),
    ]
    got = [function(counts) for counts in cases]
    if all(isinstance(answer, int) for answer in got):
        return "count-not-pair"
    if not all(isinstance(answer, tuple) and answer in counts for answer, counts in zip(got, cases, strict=True)):
        return "not-a-pair"
    if got == [min(counts) for counts in cases]:
        return "first-in-alphabet"
    times = [counts[answer] for answer, counts in zip(got, cases, strict=True)]
    if times == [min(counts.values()) for counts in cases]:
        return "rarest-pair"
    if times != [max(counts.values()) for counts in cases]:
        return "not-most-frequent"
    if got != [min(counts, key=lambda pair: (-counts[pair], pair)) for counts in cases]:
        return "ties-by-order"
    return None


def check_honest_rows(rows):
    """Are exactly the Igbo names that differ from English kept?"""
    from .. import datasets

    names = datasets.load("cldr-territories")
    igbo = names[names["locale"] == "ig"]
    want, copies = set(igbo.index[~igbo["same_as_english"]]), set(igbo.index[igbo["same_as_english"]])
    if not hasattr(rows, "columns"):
        return "not-rows"
    got = set(rows.index)
    if not got <= set(igbo.index):
        return "other-language"
    if got == want | copies:
        return "copies-kept"
    if got == copies:
        return "copies-only"
    if (
        got < want
        and {"tokens", "english_tokens"} <= set(rows.columns)
        and (rows["tokens"] != rows["english_tokens"]).all()
    ):
        return "equal-counts-dropped"
    return None if got == want else "other-rows"


def check_bill(bill):
    """Is the month's bill in Amharic the English one times the premium, in dollars? `bill`: a number."""
    from .. import datasets

    counts = datasets.load("territory-tokens")
    rows = counts[counts["locale"] == "am"]
    premium = rows["name_tokens"].sum() / rows["english_tokens"].sum()
    english = MESSAGES * TOKENS_A_MESSAGE * PRICE / 1e6
    near = lambda value: abs(float(bill) - value) <= 0.02 * value  # noqa: E731
    if near(english * premium):
        return None
    for name, value in (
        ("same-price", english),
        ("per-thousand", 1000 * english * premium),
        ("in-tokens", MESSAGES * TOKENS_A_MESSAGE * premium),
        ("one-message", english * premium / MESSAGES),
        ("premium-divides", english / premium),
        ("premium-added", english + premium),
    ):
        if near(value):
            return name
    return "other-number"


LIMITS = {"Swahili": 1.5, "Amharic": 1.5, "Burmese": 3.5}  # highest premium in the exercise on the mix
DEARER = 1.10  # how much longer English may become


def check_mix(mix):
    """Does the mix keep each premium and the cost of English inside the limits? `mix`: language -> times used."""
    from .. import datasets

    if set(mix) != {"English", *LIMITS}:
        return "other-languages"
    if any(not isinstance(times, int) or times < 0 or times > 100 for times in mix.values()) or not any(mix.values()):
        return "not-whole-numbers"
    articles = datasets.load("udhr-articles")
    alone = train_on_mix(articles, {"English": 1})["English"]
    tokens = train_on_mix(articles, mix)
    premium = tokens / tokens["English"]
    worst = max(LIMITS, key=lambda language: premium[language] / LIMITS[language])
    if tokens["English"] > DEARER * alone:
        return (
            "english-too-dear",
            f"English takes {tokens['English'] / alone:.2f} times the tokens of an English-only tokenizer.",
        )
    if premium[worst] > LIMITS[worst]:
        return (
            "language-left-out" if not mix[worst] else "english-first"
        ), f"{worst} still has a premium of {premium[worst]:.2f}."
    return None


CHECKS = {
    "three-joins": check_three_joins,
    "best-pair": check_best_pair,
    "honest-rows": check_honest_rows,
    "bill": check_bill,
    "mix": check_mix,
}
