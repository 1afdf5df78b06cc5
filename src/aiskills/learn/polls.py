"""The misconception poll: answered before the lesson and again in the exit ticket, by widget or by code.

The two places are told apart by the cell that asks (its id, which JupyterLab sends along), else by the order of the
calls. Both answers are kept in the progress file, so that they are still there after a restart.
"""

import html

from . import progress
from .messages import Message, inline
from .runtime import cell_id, display_widget, live

EMPTY = "Nothing is chosen yet."


def poll(lesson, choice=None):
    """Return the poll of `lesson`; with `choice` (the id of an option) keep that answer. Never raises."""
    words = lesson.texts.get("poll")
    if not words:
        return Message("This lesson has no poll.", lang=lesson.lang)
    ask = Poll(lesson, words, place(lesson))
    if choice is None or choice is Ellipsis:
        return ask
    if ask.answer("start") is None:
        ask.place = "start"  # a first answer is the first one, whichever cell it was written in
    return ask.keep(choice)


def place(lesson):
    """Return "start" or "exit": where in the lesson the poll is being asked now."""
    cell, cells = cell_id(), lesson.poll_cells
    if cell is None:
        calls = cells.get("calls", 0)
        cells["calls"] = calls + 1
        return "start" if calls == 0 else "exit"
    if cell not in cells:
        first = progress.entry(lesson.slug, "polls", "start").get("cell")
        taken = "start" in cells.values() or (first is not None and first != cell)
        cells[cell] = "exit" if taken else "start"
    return cells[cell]


class Poll:
    """One showing of the poll. In JupyterLab and Colab a group of radio buttons, elsewhere its text."""

    def __init__(self, lesson, words, where):
        self.slug, self.words, self.place, self.lang = lesson.slug, words, where, lesson.lang
        self.options = {option["id"]: option["text"] for option in words["options"]}

    def keep(self, choice):
        """Keep an answer and return what to say about it."""
        key = str(choice).strip().lower()
        if key not in self.options:
            known = ", ".join(f'"{one}"' for one in self.options)
            return Message(f"The poll has no option `{choice}`. Choose one of {known}.", lang=self.lang)
        cell = {"cell": cell_id()} if self.place == "start" and cell_id() else {}
        progress.record(self.slug, "polls", self.place, choice=key, **cell)
        return self.said()

    def answer(self, where=None):
        """Return the id of the option chosen at "start" or "exit", or None."""
        choice = progress.entry(self.slug, "polls", where or self.place).get("choice")
        return choice if choice in self.options else None

    def said(self):
        """Return the message under the poll: what was chosen; in the exit ticket then, now, and the evidence."""
        then, here = self.answer("start"), self.answer()
        if self.place == "start":
            text = ("Kept:", f"{self._name(then)}. The poll comes again at the end.") if then else EMPTY
            return Message(text, lang=self.lang)
        parts = [("At the start:", f"{self._name(then)}." if then else "you chose nothing.")]
        if here:
            parts.append(("Now:", f"{self._name(here)}."))
            if then:
                parts.append("You kept your answer." if then == here else "You changed your answer.")
            if self.words.get("right") in self.options:
                parts.append(("What this lesson found speaks for:", f"{self._name(self.words['right'])}."))
        else:
            parts.append(("Now:", "choose again."))
        return Message(*parts, lang=self.lang)

    def _name(self, key):
        return f"{key}, \u201c{self.options[key].rstrip('.')}\u201d"

    def __repr__(self):
        lines = [self.words["question"], *(f"  {key}. {text}" for key, text in self.options.items())]
        said = self.said().text
        return "\n".join([*lines, *([said] if said != EMPTY else []), self._by_code("")])

    def _by_code(self, mark):
        first = next(iter(self.options))
        return f'Answer with code: {mark}lesson.poll("{first}"){mark}, with the letter you choose.'

    def _repr_html_(self):
        """Return the poll as a page shows it that has no kernel."""
        items = "".join(
            f"<li><strong>{html.escape(key)}.</strong> {inline(text)}</li>" for key, text in self.options.items()
        )
        told = ""
        if self.place == "exit" and self.words.get("right") in self.options:
            told = (
                f"<details><summary>What this lesson found</summary><p>It speaks for "
                f"{inline(self._name(self.words['right']))}.</p></details>"
            )
        note = (
            "Choose one for yourself before you read on."
            if self.place == "start"
            else "Would you choose the same as at the start?"
        )
        return (
            f'<div lang="{html.escape(self.lang)}" style="max-width:48em;line-height:1.5;font-size:1rem">'
            f"<p><strong>{inline(self.words['question'])}</strong></p>"
            f'<ul style="list-style:none;padding-inline-start:1em">{items}</ul><p>{note} '
            f"{inline(self._by_code('`'))}</p>{told}</div>"
        )

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/plain": repr(self), "text/html": self._repr_html_()}

    def _ipython_display_(self):
        if not live():
            from IPython.display import display

            display(self._repr_mimebundle_(), raw=True)
            return
        import ipywidgets as widgets

        asked = inline(self.words["question"])
        question = widgets.HTML(f'<p style="line-height:1.5;font-size:1rem"><strong>{asked}</strong></p>')
        radios = widgets.RadioButtons(
            options=[(f"{key}. {text}", key) for key, text in self.options.items()],
            value=self.answer(),
            layout=widgets.Layout(width="auto", max_width="48em"),
        )
        said = widgets.HTML(self.said()._repr_html_())

        def chosen(change):
            if change["new"] is not None:
                said.value = self.keep(change["new"])._repr_html_()

        radios.observe(chosen, names="value")
        display_widget(widgets.VBox([question, radios, said]), text=repr(self), group=self.words["question"], said=said)
