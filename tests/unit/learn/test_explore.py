"""Movable figures: the same function as a live widget, as still figures, and as text."""

import base64
import io
import re

import pytest

from aiskills import learn
from aiskills.learn import runtime, widgets

ipywidgets = pytest.importorskip("ipywidgets")


def bars(split, depth=3):
    import matplotlib.pyplot as plt

    plt.figure()
    plt.bar(["a", "b"], [1, depth])
    return f"With {split} the number is {depth * 10}."


def words(n):
    return f"It is {n} < 9."


@pytest.fixture(autouse=True)
def no_screen():
    import matplotlib

    matplotlib.use("agg")


def make(**more):
    return learn.explore(
        bars,
        states=[{"split": "countries"}, {"split": "rows", "depth": 4}],
        split=["rows", "countries"],
        depth=(1, 9),
        **more,
    )


def test_the_still_page_has_every_state_with_alt_and_words(monkeypatch):
    monkeypatch.setenv("AISKILLS_STATIC", "1")
    bundle = make()._repr_mimebundle_()
    page = bundle["text/html"]
    assert set(bundle) == {"text/plain", "text/html"}
    assert page.count("<figure") == page.count("<figcaption") == page.count("<img") == 2
    assert 'alt="With countries the number is 50."' in page
    assert "<strong>split = countries, depth = 5.</strong> With countries the number is 50." in page
    assert "split = rows, depth = 4: With rows the number is 40." in bundle["text/plain"]
    assert "bars(split='countries', depth=5)" in page


def test_the_picture_is_small_and_as_large_as_it_says():
    from PIL import Image

    page = make()._repr_mimebundle_()["text/html"]
    width, height, data = re.search(r'width="(\d+)" height="(\d+)".*?base64,([^"]+)', page).groups()
    raw = base64.b64decode(data)
    image = Image.open(io.BytesIO(raw))
    assert image.width / image.height == pytest.approx(int(width) / int(height), abs=0.01)
    assert int(width) <= 720 and len(raw) < 40_000


def test_no_figure_is_left_open():
    import matplotlib.pyplot as plt

    plt.close("all")
    mine = plt.figure()
    make()._repr_mimebundle_()
    assert plt.get_fignums() == [mine.number]
    plt.close("all")


def test_a_function_that_draws_nothing_is_text(monkeypatch):
    page = learn.explore(words, n=(1, 9))._repr_mimebundle_()["text/html"]
    assert "<img" not in page and "It is 5 &lt; 9." in page


def test_a_function_that_stops_is_a_sentence():
    def stops(n):
        return 1 / n

    said = repr(learn.explore(stops, [{"n": 0}], n=(0, 2)))
    assert "stopped with ZeroDivisionError: division by zero (at n = 0)" in said


def test_an_impossible_control_is_a_sentence():
    with pytest.raises(ValueError, match="The control 'n' must be a list"):
        learn.explore(words, n=object())


@pytest.fixture
def shown(monkeypatch):
    """Everything that is displayed while a notebook kernel seems to be there."""
    seen = []
    monkeypatch.setattr(runtime, "_shell", lambda: object())
    monkeypatch.setattr("IPython.display.display", lambda *what, raw=False: seen.extend(what))
    boxes = []
    real = runtime.display_widget

    def keep(box, **more):
        boxes.append(box)
        real(box, **more)

    for module in ("widgets", "polls", "predictions"):
        monkeypatch.setattr(f"aiskills.learn.{module}.display_widget", keep)
    seen_boxes = boxes
    return seen, seen_boxes


def test_the_live_widget_changes_its_text_and_picture(shown):
    make()._ipython_display_()
    split, depth, said, seen, *_ = shown[1][0].children
    assert (split.value, depth.value) == ("countries", 5)
    assert split.description == "split"
    before = seen.value
    depth.value = 6
    assert "split = countries, depth = 6." in said.value and "the number is 60" in said.value
    assert seen.value != before and 'alt="With countries the number is 60."' in seen.value
    split.value = "rows"
    assert "With rows the number is 60" in said.value


def test_the_live_widget_shows_its_numbers_when_they_are_asked_for(shown):
    make()._ipython_display_()
    _, depth, _, seen, more, table = shown[1][0].children
    assert (more.value, table.value, more.description) == (False, "", "The numbers of this figure")
    more.value = True
    assert table.value.count("<table") == 1 and "<td>5</td>" in table.value and "<table" not in seen.value
    depth.value = 6  # stays open, and follows
    assert "<td>6</td>" in table.value and "<td>5</td>" not in table.value
    more.value = False
    assert table.value == ""


def test_a_live_widget_without_a_figure_offers_no_numbers(shown):
    learn.explore(words, n=(1, 9))._ipython_display_()
    *_, more, table = shown[1][0].children
    assert more.layout.display == "none" and table.value == ""


def test_the_still_page_has_the_numbers_of_every_state():
    page = make()._repr_mimebundle_()["text/html"]
    assert page.count('<details class="figure-data">') == page.count("<table") == 2
    assert page.index("</figure>") < page.index("<td>5</td>") < page.index("<td>4</td>")


def test_the_live_widget_shows_one_view_its_text_and_the_names_of_its_parts(shown):
    make()._ipython_display_()
    view, script = shown[0]
    assert view["text/plain"].startswith("split = countries, depth = 5: With countries")
    assert set(view) == {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert "aria-live" in script["text/html"] and "http" not in script["text/html"]


def test_two_widgets_of_one_function_do_not_share_their_state(shown):
    one, two = make(), make()
    one._ipython_display_()
    two._ipython_display_()
    first, second = shown[1]
    first.children[1].value = 9
    assert second.children[1].value == 5


@pytest.mark.parametrize(
    "spec, kind, value",
    [
        (["x", "y"], "RadioButtons", "x"),
        (list("abcdefg"), "Dropdown", "a"),
        ((0, 10), "IntSlider", 5),
        ((0.0, 1.0), "FloatSlider", 0.5),
        ((0.0, 1.0, 0.25), "FloatSlider", 0.5),
        (True, "Checkbox", True),
        ("text", "Text", "text"),
        ({"one": 1, "two": 2}, "RadioButtons", 1),
        ([("few", 3), ("many", 30)], "RadioButtons", 3),
    ],
)
def test_controls_follow_the_values(spec, kind, value):
    control = widgets._control("n", spec)
    made = widgets._widget(ipywidgets, "n", control, control["value"], slow=True)
    assert (type(made).__name__, made.value, made.description) == (kind, value, "n")


def test_a_labelled_choice_is_named_by_its_label():
    one = learn.explore(words, states=[{"n": 30}], n=[("few", 3), ("many", 30)])
    assert repr(one).startswith("n = many: It is 30")


def test_the_poll_and_the_prediction_answer_by_widget(shown, lesson):
    lesson.poll()._ipython_display_()
    _, radios, said = shown[1][0].children
    radios.value = "b"
    assert "Kept:" in said.value and "Only what was tested" in said.value
    lesson.predict("score")._ipython_display_()
    _, field, button, told = shown[1][1].children
    field.value = "a lot"
    button.click()
    assert "one number in R²" in told.value
    field.value = "0,4"
    button.click()
    assert "0.4 R²" in told.value
    assert "Your guess: 0.4 R²." in repr(lesson.reveal("score", 0.4))


def test_without_a_kernel_or_ipywidgets_nothing_is_live(monkeypatch):
    assert not runtime.live()
    monkeypatch.setattr(runtime, "_shell", lambda: object())
    assert runtime.live()
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert not runtime.live()


def test_the_house_style_keeps_text_readable_and_colours_apart():
    import matplotlib as mpl

    with mpl.rc_context():
        assert learn.style() is None
        sizes = [mpl.rcParams[k] for k in ("font.size", "axes.labelsize", "xtick.labelsize", "legend.fontsize")]
        assert min(sizes) >= 11
        assert [one["color"] for one in mpl.rcParams["axes.prop_cycle"]] == list(learn.PALETTE)
        assert mpl.rcParams["figure.constrained_layout.use"]
