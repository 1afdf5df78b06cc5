"""The table of a figure holds the numbers that were plotted, whatever they were drawn with, and never breaks one."""

import gc
import weakref

import numpy as np
import pytest
from bs4 import BeautifulSoup

from aiskills import learn
from aiskills.learn import figure_data
from aiskills.learn.figure_data.tables import tables

plt = pytest.importorskip("matplotlib.pyplot")
RNG = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def drawing():
    """An empty drawing in the house style, gone after the test."""
    import matplotlib

    matplotlib.use("agg")
    with matplotlib.rc_context():
        learn.style()
        plt.figure()
        yield
        plt.close("all")


def only(figure=None):
    """The one table of the figure: caption, head, rows."""
    found = tables(figure or plt.gcf())
    assert len(found) == 1, found
    assert all(len(row) == len(found[0].head) for row in found[0].rows)
    assert all(found[0].head) and all(cell for row in found[0].rows for cell in row), "an empty cell"
    return found[0]


def test_lines_over_the_same_places_share_their_rows():
    plt.plot([1, 2, 3], [0.5, 0.25, 0.125], label="tree")
    plt.plot([1, 2, 3], [0.9, 0.8, 0.7], label="rule")
    plt.xlabel("depth")
    plt.ylabel("error (kWh)")
    plt.title("Deeper trees err less")
    plt.legend()
    table = only()
    assert table.caption == "Deeper trees err less; values: error (kWh)"
    assert table.head == ["depth", "tree", "rule"]
    assert table.rows == [["1", "0.500", "0.900"], ["2", "0.250", "0.800"], ["3", "0.125", "0.700"]]


def test_years_have_no_comma_and_large_numbers_do():
    plt.plot([1952, 2007], [12_500, 70_000])
    assert only().rows == [["1952", "12,500"], ["2007", "70,000"]]


def test_bars_are_named_by_their_ticks():
    plt.bar(["rice", "maize"], [12, 7.5], label="tonnes")
    plt.ylabel("yield (t)")
    assert only().head == ["row", "yield (t)"]
    assert only().rows == [["rice", "12.00"], ["maize", "7.50"]]


def test_lying_bars_are_read_from_the_top():
    plt.barh(range(3), [0.5, 0.3, 0.2])
    plt.yticks(range(3), ["low", "middle", "high"])
    assert [row[0] for row in only().rows] == ["high", "middle", "low"]
    plt.gca().invert_yaxis()
    assert only().rows[0] == ["low", "0.500"]


def test_groups_of_bars_are_columns():
    plt.bar([-0.2, 0.8], [3, 4], 0.4, label="said", color="red")
    plt.bar([0.2, 1.2], [5, 6], 0.4, label="true")
    plt.xticks([0, 1], ["roads", "water"])
    plt.legend()
    assert (only().head, only().rows) == (["row", "said", "true"], [["roads", "3", "5"], ["water", "4", "6"]])


def test_bars_on_bars_tell_where_they_begin():
    plt.barh(["a"], [12])
    plt.barh(["a"], [8], left=[12])
    plt.text(16, 0, "C +8")
    assert only().rows == [["a", "–", "0", "12", "12"], ["a", "C +8", "12", "20", "8"]]


def test_bars_with_error_bars_tell_the_ends():
    plt.bar(["a", "b"], [10, 20], yerr=[[1, 2], [3, 4]])
    assert only().rows == [["a", "10", "9", "13"], ["b", "20", "18", "24"]]


def test_a_cloud_of_points_with_names_beside_them():
    plt.scatter([1, 2], [30, 10])
    plt.annotate("Igbo", (1, 30))
    plt.annotate("Burmese", (2, 10))
    assert only().rows == [["Igbo", "1", "30"], ["Burmese", "2", "10"]]


def test_error_bars_are_intervals():
    plt.errorbar([1, 2], [10, 20], yerr=[[1, 2], [3, 4]], fmt="o")
    assert only().rows == [["1", "10", "9", "13"], ["2", "20", "18", "24"]]
    plt.clf()
    plt.errorbar([10, 20], [0, 1], xerr=[[1, 2], [3, 4]], fmt="o")
    plt.yticks([0, 1], ["young", "old"])
    assert only().rows == [["old", "20", "18", "24"], ["young", "10", "9", "13"]]


def test_dots_on_short_lines_are_intervals_and_a_line_across_is_named():
    axes = plt.gca()
    for place, (value, low, high) in enumerate([(0.5, 0.4, 0.6), (0.3, 0.1, 0.45)]):
        axes.plot([low, high], [place, place], color="blue")
        axes.plot([value], [place], "o", color="blue")
    axes.axvline(0.25, color="black")
    axes.annotate("guessing", (0.25, 0), xycoords=("data", "axes fraction"))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    learn.figures.rows_frame(axes, ["by choice", "by letter"], "share right")
    assert only().head == ["row", "share right", "from", "to"]
    assert only().rows == [
        ["by choice", "50%", "40%", "60%"],
        ["by letter", "30%", "10%", "45%"],
        ["line: guessing", "25%", "–", "–"],
    ]


def test_two_groups_of_dots_with_intervals_are_told_apart_by_their_colour():
    axes = plt.gca()
    for side, (name, color, value) in enumerate([("women", "blue", 10), ("men", "red", 30)]):
        height = 0.3 * side - 0.15
        axes.plot([value - 5, value + 7], [height, height], color=color)
        axes.plot([value], [height], "os"[side], color=color, label=name)
    learn.figures.rows_frame(axes, ["valley"], "missed")
    plt.gcf().legend()
    assert only().rows == [["valley", "10", "5", "17", "30", "25", "37"]]
    assert only().head[1:4] == ["women", "women: interval from", "women: interval to"]


def test_rows_of_dots_have_their_spread_and_mean():
    axes = plt.gca()
    scores = [0.5, 0.25, 0.75, 0.3]
    learn.figures.mean_dots(axes, 0, scores)
    learn.figures.rows_frame(axes, ["random rows"], "R²")
    assert only().head[1:] == ["number of points", "smallest", "median", "largest", "mean (bar)", "each value"]
    row = only().rows[0]
    assert [float(cell) for cell in row[2:6]] == [0.25, np.median(scores), 0.75, np.mean(scores)]
    assert [float(one) for one in row[6].split("; ")] == sorted(scores)


def test_steps_and_a_line_right_across():
    plt.step([0, 1, 2], [4, 5, 9], label="costs")
    plt.axhline(6, label="budget")
    plt.legend()
    assert only().rows == [["costs", "0", "4"], ["costs", "1", "5"], ["costs", "2", "9"], ["line: budget", "–", "6"]]


@pytest.mark.parametrize("kind", ["bar", "step", "stepfilled"])
def test_a_histogram_has_the_ends_of_its_bars(kind):
    values = RNG.normal(size=50)
    counts, edges, _ = plt.hist(values, bins=[-4, -1, 0, 1, 4], histtype=kind)
    assert [[float(cell.replace("−", "-")) for cell in row] for row in only().rows] == [
        [left, right, count] for left, right, count in zip(edges, edges[1:], counts, strict=False)
    ]


def test_stairs_are_a_histogram():
    plt.stairs([3, 1], [0, 2, 4])
    assert only().rows == [["0", "2", "3"], ["2", "4", "1"]]


def test_a_band_belongs_to_the_line_of_its_colour():
    plt.plot([0, 1], [5, 6], color="blue", label="mean")
    plt.fill_between([0, 1], [4, 5], [7, 9], color="blue", alpha=0.3)
    plt.plot([0, 1], [1, 2], color="red", label="other")
    plt.legend()
    assert only().head[1:] == ["mean", "mean: interval from", "mean: interval to", "other"]
    assert only().rows == [["0", "5", "4", "7", "1"], ["1", "6", "5", "9", "2"]]


def test_an_area_over_the_axis_is_its_edge_and_dates_are_dates():
    days = np.array(["2025-02-03", "2025-02-04"], dtype="datetime64[D]")
    plt.fill_between(days, [40, 50], label="sun")
    plt.plot(days, [30, 20], label="load")
    plt.legend()
    assert only().head[1:] == ["load", "sun"]
    assert only().rows == [["2025-02-03", "30", "40"], ["2025-02-04", "20", "50"]]


def test_many_points_are_a_summary():
    x = np.arange(100.0)
    y = 2 * x + RNG.normal(size=100)
    plt.scatter(x, y, label="farms")
    plt.xlabel("rain (mm)")
    plt.ylabel("yield (t)")
    table = only()
    assert table.caption == "yield (t); a summary of 100 points" and len(table.rows) == 2
    assert table.rows[0] == ["farms", "rain (mm)", "100", "0.0", "49.5", "99.0", f"{np.corrcoef(x, y)[0, 1]:.2f}"]
    assert float(table.rows[1][4]) == pytest.approx(np.median(y), rel=0.01)


def test_a_long_curve_is_told_by_its_ends_quarters_and_extremes():
    x = np.linspace(0, 100, 101)
    plt.plot(x, (x - 40) ** 2)
    table = only()
    assert table.caption == "places chosen from 101 points"
    assert table.rows == [
        ["start", "0", "1600"],
        ["first quarter", "25", "225"],
        ["lowest", "40", "0"],
        ["middle", "50", "100"],
        ["third quarter", "75", "1225"],
        ["end, highest", "100", "3600"],
    ]


def test_marks_without_places_are_counted():
    plt.scatter([0, 1, 2], [0, 0, 0], label="ill: 3")
    plt.axis("off")
    assert only().rows == [["ill: 3", "3"]]


@pytest.mark.parametrize("draw", [lambda values: plt.imshow(values), lambda values: plt.pcolormesh(values)])
def test_a_heat_map_is_a_table_of_its_fields(draw):
    values = np.array([[1.5, 2.25], [3.0, np.nan]])
    draw(values)
    plt.colorbar(label="people (thousands)")
    table = only()
    assert table.caption == "values: people (thousands)"
    assert [row[1:] for row in table.rows] == [["1.50", "2.25"], ["3.00", "–"]]


def test_a_large_heat_map_is_a_summary():
    plt.imshow(np.arange(10_000.0).reshape(100, 100))
    assert only().rows == [["coloured fields", "100", "100", "0", "5,000", "9,999"]]


def test_two_drawings_are_two_tables():
    _, (one, two) = plt.subplots(1, 2)
    one.plot([0, 1], [2, 3])
    one.set_title("left")
    two.bar(["a"], [4])
    two.set_title("right")
    assert [(table.caption, table.rows[-1]) for table in tables(plt.gcf())] == [
        ("left", ["1", "3"]),
        ("right", ["a", "4"]),
    ]


def test_a_diagram_has_no_table():
    plt.annotate("", (0, 0), (1, 1), arrowprops={"arrowstyle": "->"})
    plt.text(0.5, 0.5, "split, then fit")
    assert tables(plt.gcf()) == [] and figure_data.folded([plt.gcf()]) == ""


def test_a_photograph_has_no_table():
    plt.imshow(np.zeros((4, 4, 3)))
    assert figure_data.folded([plt.gcf()]) == ""


def test_the_markup_names_every_row_and_column_and_is_safe():
    plt.bar(["<b>rice</b>", "x & y"], [1, 2])
    plt.title("a < b")
    soup = BeautifulSoup(figure_data.folded([plt.gcf()]), "html.parser")
    assert soup.details.summary.get_text() == figure_data.SUMMARY
    assert soup.caption.get_text() == "a < b" and soup.find("b") is None
    assert [one["scope"] for one in soup.thead.find_all("th")] == ["col", "col"]
    assert [one.th["scope"] for one in soup.tbody.find_all("tr")] == ["row", "row"]
    assert soup.select_one(".figure-data-frame")["tabindex"] == "0"


def test_a_failure_leaves_the_figure_without_a_word(monkeypatch, capsys):
    monkeypatch.setattr("aiskills.learn.figure_data.tables.tables", lambda figure: 1 / 0)
    assert figure_data.folded([plt.gcf()]) == "" and capsys.readouterr() == ("", "")


CELLS = {
    "start": "from aiskills import learn\nimport matplotlib.pyplot as plt\nlearn.style()\nlearn.style()",
    "two": "for height in (3, 4):\n    plt.figure()\n    plt.bar(['a', 'b'], [1, height])",
    "shown": "plt.plot([1, 2], [5, 6])\nplt.show()\nprint('after')",
    "figure": "figure, axes = plt.subplots()\naxes.plot([1, 2], [7, 8])\nplt.close(figure)\nfigure",
    "clear": "figure = plt.figure(facecolor='none')\nplt.plot([1, 2], [7, 8]);",
    "diagram": "plt.text(0.5, 0.5, 'no data');",
    "broken": "import aiskills.learn.figure_data.tables as t\nt.tables = None\nplt.plot([1, 2], [3, 4]);",
}


@pytest.fixture(scope="module")
def shown():
    """What a real kernel shows for each of CELLS: (kind, data) of each output."""
    import nbclient
    import nbformat

    cells = [nbformat.v4.new_code_cell(code, id=name) for name, code in CELLS.items()]
    notebook = nbformat.v4.new_notebook(cells=cells)
    patience = {"timeout": 600, "iopub_timeout": 120, "startup_timeout": 300}
    nbclient.NotebookClient(notebook, kernel_name="python3", coalesce_streams=True, **patience).execute()
    kinds = ("image/png", "text/html", "text/plain")
    return {
        cell.id: [
            (next((kind for kind in kinds if kind in one.get("data", {})), one.output_type), one)
            for one in cell.outputs
        ]
        for cell in notebook.cells
    }


def test_in_a_notebook_each_picture_is_followed_by_its_numbers(shown):
    assert shown["start"] == []
    assert [kind for kind, _ in shown["two"]] == ["image/png", "text/html"] * 2
    tables_ = [one.data["text/html"] for kind, one in shown["two"] if kind == "text/html"]
    assert "<td>3</td>" in tables_[0] and "<td>4</td>" in tables_[1]
    assert [kind for kind, _ in shown["shown"]] == ["image/png", "text/html", "stream"]
    assert [kind for kind, _ in shown["figure"]] == ["image/png", "text/html"]


def test_the_picture_itself_is_as_it_was(shown):
    picture = shown["two"][0][1]
    assert set(picture.data) == {"image/png", "text/plain"} and picture.metadata == {}
    assert shown["clear"][0][1].metadata == {"needs_background": "dark"} or shown["clear"][0][1].metadata == {
        "needs_background": "light"
    }


def test_in_a_notebook_a_figure_without_numbers_or_that_cannot_be_read_is_shown_alone(shown):
    assert [kind for kind, _ in shown["diagram"]] == ["image/png"]
    assert [kind for kind, _ in shown["broken"]] == ["image/png"]


def test_nothing_keeps_a_figure_in_memory():
    figure, axes = plt.subplots()
    axes.plot([1, 2], [3, 4])
    figure_data.folded([figure])
    gone = weakref.ref(figure)
    plt.close("all")
    del figure, axes
    gc.collect()
    assert gone() is None
