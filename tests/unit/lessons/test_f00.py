"""The page that the start lesson plays with behaves as a notebook does, and its pictures say what they show."""

import itertools

import pytest

from aiskills import learn
from aiskills.learn.lessons import f00_start_here as f00


def test_cells_from_the_top_give_the_number_that_the_lesson_promises():
    page = f00.play(["A", "B", "C"])
    assert (page.total, page.error, page.marks) == (f00.FROM_THE_TOP, None, {"A": 1, "B": 2, "C": 3})


def test_no_order_of_the_visible_cells_gives_the_number_of_the_second_puzzle():
    totals = {f00.play(["A", *order]).total for size in range(6) for order in itertools.product("ABC", repeat=size)}
    assert f00.ON_SCREEN in totals
    assert f00.play(f00.HISTORY).total not in totals


def test_a_deleted_cell_leaves_the_page_but_not_the_memory():
    page = f00.play(["A", "write X", "X", "delete X"])
    assert list(page.cells) == ["A", "B", "C"]
    assert page.memory["laptops"] == 7
    assert "X" not in repr(page)


def test_a_restart_empties_the_memory_and_leaves_numbers_and_marks():
    page = f00.play(["A", "B", "restart"])
    assert page.memory == {}
    assert (page.shown, page.marks) == ({"A": 0, "B": 12}, {"A": 1, "B": 2})
    assert f00.play(["A", "B", "restart", "A"]).marks == {"A": 1, "B": 2}


def test_a_name_that_nobody_made_shows_as_an_error_under_its_cell():
    page = f00.play(["C"])
    assert page.total is None
    assert page.error.startswith("NameError") and page.error in repr(page)


@pytest.mark.parametrize("step", ["D", "X", "delete D", "write Y", 3])
def test_an_unknown_step_is_named(step):
    with pytest.raises(ValueError, match="There is no step"):
        f00.play(["A", step])


@pytest.mark.parametrize("welding", range(4))
@pytest.mark.parametrize("deleted", [False, True])
def test_the_sentence_under_the_picture_agrees_with_the_page(welding, deleted):
    import matplotlib

    matplotlib.use("Agg")
    for restart in (False, True):
        state = dict(welding_runs=welding, nursing_runs=1, deleted_cell_ran=deleted, restart_and_run_all=restart)
        total = f00.play(f00.steps_of(**state)).total
        said = f00.page_after(**state)
        axes = matplotlib.pyplot.gca()
        assert f"shows {total}" in said and f"shows {total}" in axes.get_title()
        assert ("agree" in said) == (total == f00.FROM_THE_TOP)
        assert sum(bar.get_width() for bar in axes.patches if bar.get_y() > 0.5) == total
        matplotlib.pyplot.close("all")


def test_advice_for_each_answer_and_none_for_blanks():
    lesson = learn.lesson("f00-start-here")
    assert "No setting needs a change" in str(f00.access_plan(lesson, {"device": ..., "language": "Kiswahili"}))
    said = str(f00.access_plan(lesson, {"reading": "high contrast", "power": "daily", "device": "laptop"}))
    assert "Dark High Contrast" in said
    assert "always, some hours, rarely" in said
    assert "laptop" not in said


def test_the_data_say_what_the_prose_says():
    """The lesson commits no output: a reader who learns what run marks are must not find some before the first run."""
    asia = learn.load("gapminder").query("continent == 'Asia'")
    steps = asia.groupby("year")["life_expectancy"].mean().diff().dropna()
    assert (steps > 0).all()
    assert steps.iloc[:5].mean() > 1.5 * steps.iloc[-4:].mean()
    rows = asia[asia["year"] == 2007]
    each_country = rows["gdp_per_person"].mean()
    each_person = (rows["gdp_per_person"] * rows["population"]).sum() / rows["population"].sum()
    assert each_country > 2 * each_person


def test_two_ways_of_the_controls_lead_to_the_same_wrong_number():
    def total(*state):
        return f00.play(f00.steps_of(*state)).total

    assert total(2, 0, False, False) == total(0, 3, False, False) != f00.FROM_THE_TOP
