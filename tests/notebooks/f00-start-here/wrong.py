"""Answers to the checks of the lesson f00-start-here: wrong ones with their misconception, and right ones."""

from aiskills import learn

data = learn.load("gapminder")


def by_year(rows, column="life_expectancy"):
    return rows.groupby("year")[column]


asia = data[data["continent"] == "Asia"]
europe = data[data["continent"] == "Europe"]

WRONG = [
    ("story", "screen-is-code", ["A", "B", "C"]),
    ("story", "starts-in-the-middle", ["B", "B", "C"]),
    ("story", "starts-in-the-middle", ["C", "B", "A"]),
    ("story", "zero-last", ["A", "B", "B", "C", "A"]),
    ("story", "other-total", ["A", "B", "C", "C"]),
    ("story", "other-total", ("A", "B", "B")),
    ("story", "not-these-cells", ["a", "b"]),
    ("story", "not-these-cells", []),
    ("story", "not-these-cells", 32),
    ("program-order", "not-each-line-once", [5, 3, 1, 2]),
    ("program-order", "not-each-line-once", [5, 3, 1, 2, 2]),
    ("program-order", "not-each-line-once", ["5", "3", "1", "2", "4"]),
    ("program-order", "not-each-line-once", 53124),
    ("program-order", "group-before-filter", [5, 1, 3, 2, 4]),
    ("program-order", "group-before-filter", [1, 2, 3, 4, 5]),
    ("program-order", "draw-before-numbers", [5, 3, 2, 1, 4]),
    ("program-order", "filter-before-load", [3, 5, 1, 2, 4]),
    ("program-order", "label-before-picture", [5, 3, 1, 4, 2]),
    ("change", "still-asia", by_year(asia).mean()),
    ("change", "all-rows", by_year(data).mean()),
    ("change", "sum-for-mean", by_year(europe).sum()),
    ("change", "one-number", europe["life_expectancy"].mean()),
    ("change", "one-number", "Europe"),
    ("change", "rows-not-grouped", europe["life_expectancy"]),
    ("change", "rows-not-grouped", europe),
    ("change", "rows-not-grouped", by_year(europe)),
    ("change", "other-numbers", by_year(europe, "population").mean()),
    ("change", "other-numbers", by_year(europe).median()),
    ("repair", "restart-is-not-a-run", ["restart"]),
    ("repair", "restart-is-not-a-run", ["A", "B", "C", "restart"]),
    ("repair", "run-again-only", ["C"]),
    ("repair", "run-again-only", ["B", "C"]),
    ("repair", "no-restart", ["A", "B", "C"]),
    ("repair", "starts-in-the-middle", ["restart", "C"]),
    ("repair", "not-once-from-the-top", ["restart", "A", "C", "B"]),
    ("repair", "not-once-from-the-top", ["restart", "A", "B", "B", "C"]),
    ("repair", "not-these-steps", ["delete X", "A", "B", "C"]),
    ("repair", "not-these-steps", "restart"),
]

RIGHT = [
    ("story", ["A", "B", "B", "C"]),
    ("story", ("A", "B", "C", "A", "B", "B", "C")),
    ("program-order", [5, 3, 1, 2, 4]),
    ("program-order", (5, 3, 1, 2, 4)),
    ("change", by_year(europe).mean()),
    ("change", by_year(data[data["continent"] == "Oceania"]).mean().round(1)),
    ("change", by_year(europe).mean().tolist()),
    ("change", by_year(europe).mean().to_dict()),
    ("change", data.query("continent == 'Africa'").groupby("year")[["life_expectancy"]].mean()),
    ("repair", ["restart", "A", "B", "C"]),
    ("repair", ["C", "restart", "A", "B", "C"]),
]
