"""Guesses made before a result is seen, kept in the progress file and set against the result."""

import html
import math

from . import progress
from .messages import Message, inline, number, with_unit
from .runtime import display_widget, live

ASK = "Write your guess in place of `...`, then run this cell again. A wrong guess teaches more than none."


SURE = "How sure? (if you like)"


def predict(lesson, name, *guess, sure=None):
    """Keep a guess (a number, or one of the prediction's `options`). Without a guess, ask for it. Never raises.

    `sure`, for a choice between options: how sure you are that it is right, in percent.
    """
    words = lesson.texts.get("predictions", {}).get(name)
    if words is None:
        from .loader import unknown

        return unknown(lesson, "prediction", name, lesson.texts.get("predictions", {}))
    ask = Prediction(lesson, name, words)
    return ask.keep(guess[0], sure) if guess else ask


def reveal(lesson, name, result):
    """Set `result` against the guess: in a sentence, with the error in the unit of the prediction. Never raises."""
    words = lesson.texts.get("predictions", {}).get(name)
    if words is None:
        from .loader import unknown

        return unknown(lesson, "prediction", name, lesson.texts.get("predictions", {}))
    return Prediction(lesson, name, words).reveal(result)


class Prediction:
    """One prediction: a number with a unit, or a choice. Shows as a field with a button where a kernel runs."""

    def __init__(self, lesson, name, words):
        self.slug, self.name, self.words, self.lang = lesson.slug, name, words, lesson.lang
        self.unit, self.decimals, self.options = words.get("unit", ""), words.get("decimals"), words.get("options")

    def show(self, value):
        return str(value) if self.options else with_unit(value, self.unit, self.decimals)

    def guess(self):
        """Return the guess that is kept, or None."""
        return progress.entry(self.slug, "predictions", self.name).get("guess")

    def keep(self, guess, sure=None):
        """Keep a guess and return what to say about it."""
        question = self.words["question"]
        if guess is None or guess is Ellipsis or (isinstance(guess, str) and guess.strip(" .\u2026") == ""):
            return Message(("No guess yet.", question), ASK, lang=self.lang)
        if self.options:
            if guess not in self.options:
                known = ", ".join(f'"{one}"' for one in self.options)
                return Message(f"`{guess}` is not one of the answers. Choose one of {known}.", lang=self.lang)
            value, note, percent = guess, "", _real(sure)
            if sure is not None and (percent is None or not 0 <= percent <= 100):
                return Message(f"`sure` is a number of percent from 0 to 100; you gave {_what(sure)}.", lang=self.lang)
        else:
            value = _real(guess)
            if value is None:
                return Message(
                    f"A guess here is one number{f' in {self.unit}' if self.unit else ''}; you gave {_what(guess)}.",
                    lang=self.lang,
                )
            note, percent = self._odd(value), None
        progress.record(self.slug, "predictions", self.name, guess=value, sure=percent)
        said = self.show(value) + (f", {number(percent)} % sure" if percent is not None else "")
        return Message(("Your guess is kept:", f"{said}."), note, lang=self.lang)

    def _odd(self, value):
        low, high = self.words.get("low", -math.inf), self.words.get("high", math.inf)
        if low <= value <= high:
            return ""
        return f"It is outside the range from {self.show(low)} to {self.show(high)}. Did you mean another unit?"

    def reveal(self, result):
        """Return the result beside the guess."""
        guess, value = self.guess(), result if self.options else _real(result)
        if value is None:
            if result is None or result is Ellipsis:
                return Message("There is no result yet. Run the cells above first.", lang=self.lang)
            return Message(
                f"The result is not one number but {_what(result)}, so it cannot be set against a guess.",
                lang=self.lang,
            )
        progress.record(self.slug, "predictions", self.name, result=value)
        found = ("Result:", f"{self.show(value)}.")
        if guess is None:
            return Message(
                found, "You kept no guess. Guess first the next time: then you see what you expected.", lang=self.lang
            )
        if self.options:
            end = "The same as your guess." if guess == value else "It differs from your guess."
            return Message(("Your guess:", f"{guess}."), found, end, lang=self.lang)
        gap = guess - value
        if self.show(guess) == self.show(value):
            end = "That is your guess, to the digits shown."
        else:
            end = f"Your guess was {self.show(abs(gap))} too {'high' if gap > 0 else 'low'}."
        return Message(("Your guess:", f"{self.show(guess)}."), found, end, lang=self.lang)

    def __repr__(self):
        kept = self.guess()
        said = f"Your guess is kept: {self.show(kept)}." if kept is not None else "No guess yet."
        return f"{self.words['question']}\n{said}\n{self._by_code('')}"

    def _by_code(self, mark):
        return f'Guess with code: {mark}lesson.predict("{self.name}", ...){mark}, with your guess in place of `...`.'

    def _repr_html_(self):
        return (
            f'<div lang="{html.escape(self.lang)}" style="max-width:48em;line-height:1.5;font-size:1rem">'
            f"<p><strong>{inline(self.words['question'])}</strong></p><p>{inline(self._by_code('`'))}</p></div>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _ipython_display_(self):
        if not live():
            from IPython.display import display

            display(self._repr_mimebundle_(), raw=True)
            return
        import ipywidgets as widgets

        kept, wide = self.guess(), widgets.Layout(width="auto", max_width="48em")
        if self.options:
            start = kept if kept in self.options else None
            field = widgets.RadioButtons(options=self.options, value=start, layout=wide)
            levels = [("no answer", 0), *((f"{n} %", n) for n in range(30, 101, 10))]
            wide_label = {"description_width": "initial"}
            before = progress.entry(self.slug, "predictions", self.name).get("sure")
            before = before if before in dict(levels).values() else 0
            sure = widgets.Dropdown(options=levels, value=before, description=SURE, style=wide_label)
        else:
            # A field for text, because a field for numbers starts with one, and that one pulls the guess.
            field = widgets.Text(
                value="" if kept is None else str(kept),
                placeholder="a number",
                description=self.unit or "Guess",
                style={"description_width": "initial"},
            )
        button = widgets.Button(description="Keep my guess")
        said = widgets.HTML(Message(repr(self).split("\n")[1])._repr_html_())

        def pressed(_):
            kept = self.keep(field.value, sure.value or None) if self.options else self.keep(_typed(field.value))
            said.value = kept._repr_html_()

        button.on_click(pressed)
        asked = inline(self.words["question"])
        question = widgets.HTML(f'<p style="line-height:1.5;font-size:1rem"><strong>{asked}</strong></p>')
        display_widget(
            widgets.VBox([question, field, *([sure] if self.options else []), button, said]),
            text=repr(self),
            group=self.words["question"],
            said=said,
        )


def _typed(text):
    """Return what was typed as a number, with a point or a comma; else the text as it is."""
    try:
        return float(text.strip().replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return text


def _real(value):
    """Return `value` as a finite float, or None. Arrays of one number count; texts and truth values do not."""
    if isinstance(value, (str, bytes, bool)):
        return None
    try:
        value = float(value.item() if hasattr(value, "item") and getattr(value, "size", 1) == 1 else value)
    except (TypeError, ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _what(value):
    if isinstance(value, float) and math.isnan(value):
        return "NaN, which is not a number"
    if isinstance(value, float):
        return "a number without end"
    return f"`{value!r}`" if isinstance(value, (str, bool)) else f"something of the type `{type(value).__name__}`"
