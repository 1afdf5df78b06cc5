"""Helpers and checks of the lesson `f00-start-here`, which explains each of them where it is first used.

`play` is a whole notebook in miniature: cells are texts, the kernel's memory is a dict, and running a cell executes
its text in that memory. The lesson shows this idea in three lines before it uses the function.
"""

# The page that the lesson talks about. Cell X is written and deleted again in the course of the story.
CELLS = {"A": "laptops = 0", "B": "laptops = laptops + 12", "C": "laptops = laptops + 8"}
EXTRA = {"X": "laptops = laptops + 7"}
ON_SCREEN, FROM_THE_TOP = 32, 20  # the number of the first puzzle; the number that the visible cells give

# How the page of the second puzzle came to be: it shows 27, which no order of A, B and C can give.
HISTORY = ["A", "B", "write X", "X", "delete X", "C"]


class Page:
    """What a reader sees after some steps. Attributes:

    `total`: the last number shown, or None; `error`: the last error as text, or None; `memory`: dict of names and
    values; `cells`, `marks`, `shown`: dicts by letter of the cells on the page, their run marks and their results.
    """

    def __init__(self):
        self.cells, self.marks, self.shown = dict(CELLS), {}, {}
        self.memory, self.count, self.total, self.error = {}, 0, None, None

    def __repr__(self):
        width = max(len(text) for text in self.cells.values())
        rows = [
            f"[{self.marks.get(letter, ' ')}]  {letter}  {text:<{width}}  {self.shown.get(letter, '')}".rstrip()
            for letter, text in self.cells.items()
        ]
        number = "nothing yet" if self.total is None else self.total
        rows.append(f"The last number on the screen: {number}")
        return "\n".join(rows)

    def run(self, letter):
        """Run one cell: execute its text in the memory, put its mark and its result on the page."""
        self.count += 1
        self.marks[letter] = self.count
        try:
            exec(self.cells[letter], {}, self.memory)
        except NameError as error:
            self.error = self.shown[letter] = f"NameError: {error}"
        else:
            self.total = self.shown[letter] = self.memory["laptops"]

    def restart(self):
        """Empty the memory and start counting again. The numbers on the page stay, as in a real notebook."""
        self.memory, self.count, self.error = {}, 0, None


def play(steps):
    """Open the page in a fresh kernel, do the steps, and return the `Page` as it then looks.

    `steps` is a list: "A", "B" or "C" runs that cell; "restart" empties the memory; "write X", "X" and "delete X"
    write, run and delete one more cell. Raises ValueError with a sentence for any other step.
    """
    page = Page()
    for step in steps:
        word, _, letter = str(step).partition(" ")
        if step == "restart":
            page.restart()
        elif word == "write" and letter in EXTRA:
            page.cells[letter] = EXTRA[letter]
        elif word == "delete" and letter in page.cells:
            del page.cells[letter]
            page.marks.pop(letter, None)
            page.shown.pop(letter, None)
        elif step in page.cells:
            page.run(step)
        else:
            known = ", ".join(map(repr, page.cells))
            raise ValueError(f"There is no step {step!r} here. The steps are {known} and 'restart'.")
    return page


def steps_of(welding_runs, nursing_runs, deleted_cell_ran, restart_and_run_all):
    """Return the steps for `play` that the controls of `page_after` stand for."""
    steps = ["A"] + ["B"] * welding_runs
    if deleted_cell_ran:
        steps += ["write X", "X", "delete X"]
    steps += ["C"] * nursing_runs
    return steps + ["restart", *CELLS] if restart_and_run_all else steps


def page_after(welding_runs=1, nursing_runs=1, deleted_cell_ran=False, restart_and_run_all=False):
    """Draw the number on the screen beside the number that the visible cells give; return it as a sentence.

    `welding_runs` and `nursing_runs` say how often cells B and C ran. Used with `learn.explore`.
    """
    from aiskills import learn

    total = play(steps_of(welding_runs, nursing_runs, deleted_cell_ran, restart_and_run_all)).total
    if restart_and_run_all:
        welding_runs, nursing_runs, deleted_cell_ran = 1, 1, False
    counts = {"B": welding_runs, "X": int(deleted_cell_ran), "C": nursing_runs}
    _draw("".join(letter * times for letter, times in counts.items()), total, learn.PALETTE)
    if total == FROM_THE_TOP:
        return f"The screen shows {total}. The cells, run once from the top, give {FROM_THE_TOP}: they agree."
    reasons = [f"cell {name} ran {times} times" for name, times in counts.items() if name in CELLS and times != 1]
    reasons += ["a cell ran that was then deleted"] * deleted_cell_ran
    return (
        f"The screen shows {total}. The cells, run once from the top, give {FROM_THE_TOP}. "
        f"The reason: {', '.join(reasons)}."
    )


def _draw(runs, total, palette):
    """Two bars: what cells B and C give once, and `runs`, a text such as "BBXC" with a letter for each run."""
    import matplotlib.pyplot as plt

    sizes, colours = {"B": 12, "C": 8, "X": 7}, {"B": palette[0], "C": palette[1], "X": "white"}
    white = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # readable on the colour and on the hatching
    _, axes = plt.subplots(figsize=(7, 2.6))
    for row, letters in enumerate(("BC", runs)):
        start = 0
        for letter in letters:
            size, hatch = sizes[letter], "//" if letter == "X" else None
            axes.barh(row, size, left=start, color=colours[letter], edgecolor="black", hatch=hatch)
            axes.text(start + size / 2, row, f"{letter} +{size}", ha="center", va="center", bbox=white)
            start += size
    axes.set_yticks([0, 1], ["Cells, from the top", "On the screen"])
    axes.set_xlim(0, 72)
    axes.set_xlabel("Laptops")
    same = "the same as" if total == FROM_THE_TOP else "not the same as"
    axes.set_title(f"The screen shows {total}: {same} the cells")


# The program that learners put in order, by line number: 5 loads, 3 filters, 1 groups, 2 draws, 4 labels.
NEEDS = {1: {3}, 2: {1}, 3: {5}, 4: {2}, 5: set()}
TOO_EARLY = {1: "group-before-filter", 2: "draw-before-numbers", 3: "filter-before-load", 4: "label-before-picture"}


def access_plan(lesson, answers):
    """Return advice, one line for each answer that has some, as a `Message`. Nothing is stored and nothing is sent.

    `lesson` carries the answers and the advice in its texts, `[access]`. `answers` is a dict, such as
    {"device": "phone"}; `...` means no answer, and other keys ("language") are welcome.
    """
    from aiskills.learn.messages import Message

    lines = []
    for key, advice in lesson.texts["access"].items():
        answer = answers.get(key, ...)
        if answer is ...:
            continue
        if answer not in advice:
            lines.append((f"{key}:", f"the answers here are: {', '.join(advice)}."))
        elif advice[answer]:
            lines.append((f"{key}, {answer}:", advice[answer]))
    return Message(*(lines or ["No setting needs a change. Fill in an answer to get advice, or leave it blank."]))


def _as_list(answer):
    """Return a list or tuple as a list; anything else is not an order of steps, so it gives an empty list."""
    return list(answer) if isinstance(answer, (list, tuple)) else []


def check_story(answer):
    """None if the cells, run in the order of `answer`, leave 32 on the screen; else the misconception."""
    steps = _as_list(answer)
    if not steps or not set(steps) <= set(CELLS):
        return "not-these-cells"
    page = play(steps)
    if page.error:
        return "starts-in-the-middle", page.error
    if page.total == ON_SCREEN:
        return None
    if steps == ["A", "B", "C"] or page.total == FROM_THE_TOP:
        return "screen-is-code"
    if steps[-1] == "A":
        return "zero-last"
    return "other-total", f"Your order leaves {page.total} on the screen."


def check_program_order(answer):
    """None if each of the five lines comes after the lines that it needs; else what stands too early."""
    order = _as_list(answer)
    if len(order) != len(NEEDS) or set(order) != set(NEEDS):
        return "not-each-line-once"
    for place, number in enumerate(order):
        if not NEEDS[number] <= set(order[:place]):
            return TOO_EARLY[number]
    return None


def check_repair(answer):
    """None if the steps start from an empty memory and run the page once from the top; else the misconception."""
    steps = _as_list(answer)
    if not steps or not set(steps) <= {*CELLS, "restart"}:
        return "not-these-steps"
    if steps == ["restart"]:
        return "restart-is-not-a-run"
    page = play([*HISTORY, *steps])
    if page.error:
        return "starts-in-the-middle", page.error
    if "restart" not in steps:
        return "no-restart" if page.total == FROM_THE_TOP else ("run-again-only", f"The screen now shows {page.total}.")
    after = steps[len(steps) - steps[::-1].index("restart") :]
    if after == list(CELLS):
        return None
    return "restart-is-not-a-run" if not after else ("not-once-from-the-top", f"The screen now shows {page.total}.")


def check_change(answer):
    """None if `answer` is the mean life expectancy by year of a continent other than Asia; else the misconception.

    `answer`: a pandas Series indexed by year (anything that becomes one will do), in years.
    """
    import numpy as np
    import pandas as pd

    from aiskills import learn

    if isinstance(answer, str) or not hasattr(answer, "__len__"):
        return "one-number"
    data = learn.load("gapminder")
    if isinstance(answer, pd.DataFrame) and answer.shape[1] == 1:
        answer = answer.iloc[:, 0]
    if hasattr(answer, "aggregate") and not hasattr(answer, "to_numpy"):  # rows grouped, but no mean taken
        return "rows-not-grouped"
    if np.ndim(answer) > 1 or len(answer) != data["year"].nunique():
        return "rows-not-grouped"
    series = pd.Series(answer)

    def same(other):
        return np.allclose(series.to_numpy(dtype=float), other, atol=0.06)

    for region, rows in data.groupby("continent"):
        values = rows.groupby("year")["life_expectancy"]
        if same(values.mean()):
            return "still-asia" if region == "Asia" else None
        if same(values.sum()):
            return "sum-for-mean"
    if same(data.groupby("year")["life_expectancy"].mean()):
        return "all-rows"
    return "other-numbers"


CHECKS = {
    "story": check_story,
    "program-order": check_program_order,
    "change": check_change,
    "repair": check_repair,
}
