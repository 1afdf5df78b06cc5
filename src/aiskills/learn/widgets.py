"""Movable figures: a plain function, its controls, and the same thing as still figures where nothing can move.

The function takes the controls' values as keyword arguments, returns a sentence that says what there is to see, and
may draw a Matplotlib figure. In JupyterLab and Colab its controls are live; on a published page, and without
ipywidgets, the states that the lesson names stand there as figures with their sentences.
"""

import base64
import contextlib
import html
import io
import sys
import time

from .figure_data import SUMMARY, folded, numbers
from .figures import picture
from .messages import inline, number
from .runtime import display_widget, live

SLOW = 0.1  # seconds: above this, a slider calls the function only when it is let go


def explore(func, states=None, **controls):
    """Return a movable figure of `func`.

    states: list of dicts, the settings that a still page shows. controls: for each argument of `func` a list of
    values (or of (label, value) pairs, or a dict label -> value), a pair (low, high) or triple (low, high, step) of
    numbers, True or False, or a text. `func(**state)` returns the description as text.
    """
    return Explore(func, states, controls)


class Explore:
    """A figure with controls, made by `learn.explore`."""

    def __init__(self, func, states, controls):
        self.func, self.controls = func, {name: _control(name, spec) for name, spec in controls.items()}
        first = {name: kind["value"] for name, kind in self.controls.items()}
        self.states = [{**first, **state} for state in states] if states else [first]

    @property
    def title(self):
        return _words(self.func.__name__)

    def named(self, state):
        """Return a state in words, as in "split = countries, depth = 3"."""
        return ", ".join(f"{_words(name)} = {self._label(name, value)}" for name, value in state.items())

    def _label(self, name, value):
        for label, one in self.controls.get(name, {}).get("options", []):
            if one is value or (type(one) is type(value) and one == value):
                return label
        return ("yes" if value else "no") if isinstance(value, bool) else number(value)

    def run(self, state):
        """Call the function once. Return (description, list of figures drawn). Never raises."""
        figures, printed = [], io.StringIO()
        try:
            with _catch(figures), contextlib.redirect_stdout(printed):
                said = self.func(**state)
        except Exception as error:
            figures.clear()
            return f"The function stopped with {type(error).__name__}: {error} (at {self.named(state)}).", []
        text = said if isinstance(said, str) else printed.getvalue()
        return text.strip(), figures

    def html(self, state, said, figures):
        """Return one state as HTML: the figure, and under it the state in words with its sentence."""
        text = self._sentence(state, said)
        if not figures:
            return f'<div style="margin:0 0 1.5em">{text}</div>'
        images = "".join(_image(figure, said) for figure in figures)
        return (
            f'<figure style="margin:0 0 1.5em">{images}'
            f'<figcaption style="text-align:start;font-size:1rem">{text}</figcaption></figure>{folded(figures)}'
        )

    def _sentence(self, state, said):
        return (
            f'<p style="margin:.4em 0;max-width:48em;line-height:1.5;font-size:1rem">'
            f"<strong>{inline(self.named(state))}.</strong> {_lines(said)}</p>"
        )

    def __repr__(self):
        return self._text([self.run(state)[0] for state in self.states])

    def _text(self, said):
        lines = [f"{self.named(state)}: {text}" for state, text in zip(self.states, said, strict=True)]
        return "\n".join([*lines, self._by_code()])

    def _by_code(self):
        arguments = ", ".join(f"{name}={value!r}" for name, value in self.states[0].items())
        return f"Another state by code: {self.func.__name__}({arguments})"

    def _repr_mimebundle_(self, include=None, exclude=None):
        drawn = [self.run(state) for state in self.states]
        blocks = "".join(self.html(state, *one) for state, one in zip(self.states, drawn, strict=True))
        code = self._by_code().replace(": ", ": `", 1) + "`"
        return {
            "text/plain": self._text([said for said, _ in drawn]),
            "text/html": f'<div class="aiskills-explore">{blocks}<p>{inline(code)}</p></div>',
        }

    def _ipython_display_(self):
        if live() and self.controls:
            self._show_live()
        else:
            from IPython.display import display

            display(self._repr_mimebundle_(), raw=True)

    def _show_live(self):
        import ipywidgets as widgets

        start = time.perf_counter()
        seen, said, table = widgets.HTML(), widgets.HTML(), widgets.HTML()
        more = widgets.Checkbox(description=SUMMARY, value=False, indent=False)
        now, now_drawn = dict(self.states[0]), {"numbers": ""}

        def draw():
            text, figures = self.run(now)
            seen.value = "".join(_image(figure, text) for figure in figures)
            said.value = self._sentence(now, text)
            now_drawn["numbers"] = numbers(figures)
            more.layout.display = None if now_drawn["numbers"] else "none"
            tell()
            return text

        def tell(change=None):
            table.value = now_drawn["numbers"] if more.value else ""

        text = draw()
        slow = time.perf_counter() - start > SLOW
        parts = []
        for name, kind in self.controls.items():
            part = _widget(widgets, name, kind, now[name], slow)

            def moved(change, name=name):
                now[name] = change["new"]
                draw()

            part.observe(moved, names="value")
            parts.append(part)
        more.observe(tell, names="value")
        box = widgets.VBox([*parts, said, seen, more, table])
        display_widget(box, text=f"{self.named(now)}: {text}", group=self.title, said=said)


def _words(name):
    return name.replace("_", " ").strip()


def _lines(text):
    return "<br>".join(inline(line) for line in text.split("\n"))


def _image(figure, alt):
    png, width, height = picture(figure)
    data = base64.b64encode(png).decode()
    return (
        f'<img alt="{html.escape(alt)}" width="{width}" height="{height}" style="max-width:100%;height:auto" '
        f'src="data:image/png;base64,{data}">'
    )


@contextlib.contextmanager
def _catch(figures):
    """Put the figures that are drawn inside into the list and keep the notebook from showing them as well."""

    def numbers():
        return set(sys.modules["matplotlib.pyplot"].get_fignums()) if "matplotlib.pyplot" in sys.modules else set()

    before = numbers()
    try:
        yield
    finally:
        for key in sorted(numbers() - before):
            plt = sys.modules["matplotlib.pyplot"]
            figures.append(plt.figure(key))
            plt.close(key)


def _control(name, spec):
    """Return a control as {"kind", "value", ...}. Raises ValueError naming the control that cannot be made."""
    if isinstance(spec, bool):
        return {"kind": "switch", "value": spec}
    if isinstance(spec, str):
        return {"kind": "text", "value": spec}
    if isinstance(spec, tuple) and len(spec) in (2, 3) and all(_is_number(x) for x in spec):
        whole = all(isinstance(x, int) for x in spec)
        low, high = spec[0], spec[1]
        step = spec[2] if len(spec) == 3 else (1 if whole else (high - low) / 20)
        middle = low + (high - low) / step // 2 * step
        return {
            "kind": "whole" if whole else "real",
            "low": low,
            "high": high,
            "step": step,
            "value": int(middle) if whole else round(middle, 10),
        }
    if isinstance(spec, dict):
        spec = list(spec.items())
    if isinstance(spec, (list, tuple, range)) and len(spec):
        pairs = all(isinstance(x, tuple) and len(x) == 2 and isinstance(x[0], str) for x in spec)
        options = [(str(k), v) for k, v in spec] if pairs else [(str(v), v) for v in spec]
        return {"kind": "choice", "options": options, "value": options[0][1]}
    raise ValueError(
        f"The control {name!r} must be a list of values, numbers (low, high, step), a truth value or a "
        f"text; it is {spec!r}."
    )


def _is_number(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool)


def _widget(widgets, name, kind, value, slow):
    """Return the ipywidgets control; all of them answer to Tab, arrow keys and typing."""
    common = {"description": _words(name), "value": value, "style": {"description_width": "initial"}}
    wide = widgets.Layout(width="min(100%, 36em)")
    if kind["kind"] == "choice":
        make = widgets.RadioButtons if len(kind["options"]) <= 6 else widgets.Dropdown
        return make(options=kind["options"], layout=widgets.Layout(width="auto", max_width="48em"), **common)
    if kind["kind"] == "switch":
        return widgets.Checkbox(indent=False, **common)
    if kind["kind"] == "text":
        return widgets.Text(continuous_update=False, layout=wide, **common)
    make = widgets.IntSlider if kind["kind"] == "whole" else widgets.FloatSlider
    extra = {} if kind["kind"] == "whole" else {"readout_format": f".{_digits(kind['step'])}f"}
    return make(
        min=kind["low"], max=kind["high"], step=kind["step"], continuous_update=not slow, layout=wide, **extra, **common
    )


def _digits(step):
    text = f"{step:.6f}".rstrip("0")
    return len(text.split(".")[1])
