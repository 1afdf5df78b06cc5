"""Each rule finds its fault in a module that is otherwise good, and says it in a sentence."""

import pytest

from aiskills.authoring import check
from aiskills.authoring.rules import running, sources
from aiskills.authoring.rules.running import Ran

LESSON, ASSIGNMENT = "notebooks/generative/SLUG.ipynb", "assignments/source/SLUG/SLUG.ipynb"
TEXTS, PROGRAM = "src/aiskills/learn/lessons/SLUG_.toml", "src/aiskills/learn/lessons/SLUG_.py"
ANSWERS, CARD, RUBRIC = "tests/notebooks/SLUG/wrong.py", "book/teach/SLUG.md", "assignments/source/SLUG/rubric.md"
MUTANT = "tests/assignments/SLUG/mutants/missing-is-zero.py"
COPIED = "tests/assignments/SLUG/mutants/copied-from-the-example.py"
LOOPS = "tests/assignments/SLUG/alternatives/loops.py"
THEMES = [theme for theme in [*check.LESSON, *check.ASSIGNMENT] if theme != check.RUN]


def change(name, old, new):
    return lambda module: module.change(name, old, new)


def edit(name, cell, **changes):
    return lambda module: module.edit(name, cell, **changes)


def remove(name):
    return lambda module: module.path(name).unlink()


def write(name, text):
    def harm(module):
        module.path(name).parent.mkdir(parents=True, exist_ok=True)
        module.path(name).write_text(text, encoding="utf-8")

    return harm


def say(text):
    return edit(LESSON, "limits-read", source=text)


WORDS, TEXT, CHECKS = "sentences of the lesson", "texts and quizzes", "checks and their answers"
CASES, SOURCES, SHEET = "wrong and right solutions", "data, recordings, models", "facilitator card"
FAULTS = [
    ("all its files", remove(PROGRAM), "g95_missing_values.py is missing"),
    ("all its files", remove("tests/unit/lessons/test_g95.py"), "test_g95.py is missing"),
    ("all its files", remove(LESSON), "the lesson is missing: aiskills new lesson"),
    ("all its files", remove(ASSIGNMENT), "the assignment is missing: aiskills new assignment"),
    ("all its files", edit(LESSON, "setup", source="pip install"), "run aiskills derive"),
    (WORDS, say("The next module is planned for spring."), "types the state of a module"),
    (WORDS, say("Go on with `g96-nothing`."), "names the module `g96-nothing`"),
    (WORDS, say("The two intervals overlap, so the models are alike."), "compares by overlap"),
    (WORDS, edit(LESSON, None, draft=False), "a note of the skeleton is left"),
    (TEXT, remove(TEXTS), "is missing: quizzes, poll"),
    (TEXT, change(TEXTS, 'right = "b"', 'right = "z"'), "`right` is not the id of an option"),
    (TEXT, change(TEXTS, 'reason = "That is the median. It answers another question."', 'reason = "No."'), "too short"),
    (
        TEXT,
        change(
            TEXTS,
            "This leaves out the day without patients, which was counted.",
            "This counts the closed day as a day without patients. Nobody could come.",
        ),
        "two options have the same reason",
    ),  # fmt: skip
    (TEXT, change(TEXTS, 'unit = "mm"', 'options = ["it grows", "it falls"]'), "can never come out"),
    (TEXT, edit(LESSON, "guess", source='lesson.predict("mean-of-all", ...)'), "[predictions.mean-of-all] is missing"),
    (TEXT, edit(LESSON, "guess", source="1"), "no cell calls lesson.predict"),
    ("glossary", change("book/glossary.md", "\naccuracy\n", "\nzebra\n"), "order of the alphabet"),
    ("glossary", change("book/glossary.md", "\naccuracy\n", "\nabstention\n"), "stands there twice"),
    ("glossary", edit(LESSON, "step-two", source="### Step 2"), "none of the words that this lesson sets"),
    ("glossary", say("See [it](../../book/glossary.md#term-nothing)."), "glossary#term-nothing leads to no term"),
    (CHECKS, remove(ANSWERS), "wrong.py is missing"),
    (CHECKS, change(ANSWERS, '("days-to-count", "zero-is-missing", 4),', ""), "no wrong answer shows it"),
    (CHECKS, change(ANSWERS, '"zero-is-missing", 4', '"unheard-of", 4'), "has no words in the texts"),
    (CHECKS, change(ANSWERS, '("days-to-count", 5),', ""), "has no right answer"),
    (CHECKS, change(ANSWERS, '("days-to-count", 5),', '("days-to-count", 6),'), "listed as right is told"),
    (CHECKS, change(PROGRAM, '7: "missing-is-zero", 4', '7: "zero-is-missing", 4'), "is told something else"),
    (SOURCES, edit(LESSON, None, data=["nothing"]), "'nothing' has no card"),
    (SOURCES, edit(LESSON, None, data=["gapminder"]), "does not name g95-missing-values under used_by"),
    (SOURCES, edit(LESSON, None, tapes=["nothing"]), "'nothing' has no prompts"),
    (SOURCES, edit(LESSON, None, models=["nothing"]), "is not in datasets/models.toml"),
    (SOURCES, edit(LESSON, None, prerequisites=["f00-nothing"]), "has no module 'f00-nothing'"),
    (SOURCES, edit(LESSON, "look", source='learn.load("gapminder")'), "aiskills.data"),
    (SOURCES, edit(LESSON, "look", source="learn.tape('g05-capitals')"), "aiskills.tapes"),
    (SHEET, remove(CARD), "is missing: write the card"),
    (SHEET, change(CARD, "# Teach: ", "# "), "its first line must be"),
    (SHEET, change(CARD, "## One discussion question", "## Talk"), "'## One discussion question' is missing"),
    (SHEET, change(CARD, "## Where learners stumble", "## Without computers"), "another order"),
    (SHEET, change(CARD, "(../questions/", "(../else/"), "say what to print"),
    (SHEET, change(CARD, "| 80 | 90 | Limits", "| 80 | 85 | Limits"), "it ends at 85 minutes, but must end at 90"),
    (SHEET, change(CARD, "| 15 | 35 |", "| 20 | 35 |"), "a line starts at 20, but the line before it ends at 15"),
    (SHEET, change(CARD, "| 0 | 15 |", "| 0 | 13 |"), "in steps of 5 minutes"),
    (SHEET, change(CARD, "| 0 | 10 |", "| start | 10 |"), "are not minutes from the start"),
    (SHEET, change(CARD, "### Workshop, 3 hours", "### Three hours"), "Workshop: the run sheet is missing"),
    (SHEET, change(CARD, "### Hybrid", "### Both"), "the hybrid split is missing"),
    (SHEET, change(CARD, "the poll | 15 |", "the poll | a while |"), "must be minutes in steps"),
    (SHEET, change(CARD, "| When | What |", "| At | What |"), "must hold a table with the columns When, What, Minutes"),
    (
        SHEET,
        change(CARD, "| What you hear | Misconception |", "| Heard |"),
        "'Where learners stumble' must hold a table",
    ),
    ("sentences of the card", change(CARD, "## Run sheets", "See the lesson `g96-nothing`.\n\n## Run sheets"), "g96"),
    (
        "sentences of the assignment",
        edit(ASSIGNMENT, "sentence-task", source="Write, then delete the last two lines of the cell. AI use"),
        "asks a learner to delete lines",
    ),
    (CASES, change(MUTANT, "loses: summary-counts", "loses: nothing, summary-counts"), "which is no part"),
    (CASES, change(MUTANT, "misconception: a missing value is zero", ""), "say in the line 'misconception:'"),
    (CASES, change(COPIED, ", summary-range", ""), "no wrong solution loses the part 'summary-range'"),
    (CASES, change(MUTANT, "# %% summary-answer", "# %% other-answer"), "there is no answer cell 'other-answer'"),
    (CASES, change(MUTANT, "# %% summary-answer", ""), "no cell: write"),
    (CASES, change(MUTANT, "loses: ", "lost: "), "the docstring needs a line 'loses:"),
    (CASES, write(MUTANT, '"""Not Python.\n\nloses: a\n"""\ndef :'), "line 5: this is not Python"),
    (CASES, lambda module: module.path(LOOPS).rename(module.path(LOOPS).with_name("test_loops.py")), "like a test"),
    (CASES, remove(LOOPS), "there are 1 right solutions"),
    (CASES, change(LOOPS, "# %% summary-answer", "# %% sentence"), "does not rewrite 'summary-answer'"),
    (
        "blanks to fill in",
        lambda module: [
            module.edit(ASSIGNMENT, name, metadata=_decide(name))
            for name in ("summary-counts", "summary-mean", "summary-range", "summary-none")
        ],
        "is answered without programming",
    ),
    ("rubric", change(RUBRIC, "\n| **Clear words**", "\n\n**Clear words**"), "a table of 4 criteria"),
    ("rubric", change(RUBRIC, "## Anchor answer B", "## Another answer"), "it has 1 anchor answers"),
    (
        "rubric",
        lambda module: [module.edit(ASSIGNMENT, name, source="Write.") for name in ("sentence", "sentence-task")],
        "use of AI tools",
    ),
]


def _decide(name):
    mark = {"grade": True, "grade_id": name, "locked": True, "points": 1, "solution": False}
    return {"nbgrader": mark, "aiskills": {"lane": "decide", "part": name}}


@pytest.mark.parametrize("theme", THEMES)
def test_a_new_module_has_no_fault(module, theme):
    assert module.faults(theme) == []


@pytest.mark.parametrize(
    ("theme", "harm", "sentence"), FAULTS, ids=[f"{theme}:{sentence}" for theme, _, sentence in FAULTS]
)
def test_each_fault_is_named(module, theme, harm, sentence):
    harm(module)
    found = module.faults(theme)
    assert any(sentence in fault for fault in found), found


def test_a_difference_with_its_interval_may_speak_of_overlap(module):
    say("The intervals overlap. What counts is the interval of the difference, shown below.")(module)
    assert module.faults(WORDS) == []


def test_hints_that_do_not_climb_are_found(module, monkeypatch):
    from aiskills.learn import checks

    before = checks.run
    monkeypatch.setattr(
        checks, "run", lambda *args: before(*args[:3], {**args[3], "hints": args[3]["hints"][:1]}, *args[4:])
    )
    assert any("was not shown at its try" in fault for fault in module.faults(CHECKS))


def test_a_blank_that_is_judged_is_found(module, monkeypatch):
    from aiskills.learn import checks

    monkeypatch.setattr(checks, "why_blank", lambda answer: None)
    assert any("it must be told 'Not yet'" in fault for fault in module.faults(CHECKS))


def test_a_data_file_that_is_not_the_one_of_its_card_is_found(monkeypatch):
    monkeypatch.setattr(sources.datasets, "file_hash", lambda path: "0" * 64)
    assert any("sha256 differs" in fault for fault in sources.data_set("gapminder", "f02-honest-evaluation"))


def test_a_recording_of_another_model_or_of_other_prompts_is_found(monkeypatch):
    name = "g05-capitals"
    monkeypatch.setattr(sources.recordings.reader, "model_hashes", lambda model: {"0" * 64})
    monkeypatch.setattr(sources.recordings.reader.datasets, "file_hash", lambda path: "0" * 64)
    said = " ".join(sources.tape(name))
    assert "comes from another file of the model" in said and "was made from other prompts" in said


PNG = {"output_type": "display_data", "data": {"image/png": "aaaa"}}
HTML = {"output_type": "display_data", "data": {"text/html": '<img src="x"><img alt="short">'}}
ALT = {"mystnb": {"image": {"alt": "The bars grow from the left to the right, without a break."}}}


def ran(*outputs, seconds=1.0, megabytes=100.0, stopped="", **metadata):
    cell = {"cell_type": "code", "id": "one", "metadata": metadata, "outputs": list(outputs), "source": ""}
    return list(running.faults(Ran([cell], seconds, megabytes, stopped)))


def test_what_a_run_shows():
    assert ran(PNG, **ALT) == [] and ran({"output_type": "stream", "name": "stdout", "text": "x"}) == []
    assert "shows a picture without words" in ran(PNG)[0]
    assert len(ran(HTML)) == 2 and "in HTML without words" in ran(HTML)[0]
    assert "takes" not in ran(seconds=59)[0:1] and "took 61 seconds" in ran(seconds=61)[0]
    assert "needed 2100 MB" in ran(megabytes=2100)[0]
    assert "writes a message to stderr" in ran({"output_type": "stream", "name": "stderr", "text": "oops"})[0]
    error = {"output_type": "error", "ename": "NameError", "evalue": "name 'x' is not defined"}
    assert "stopped with NameError: name 'x' is not defined" in ran(error, stopped="NameError")[0]
    assert "the run stopped: killed" in ran(stopped="killed")[0]
    assert "must say 'Not yet'" in ran(tags=["exercise"])[0]
    said = {"output_type": "execute_result", "data": {"text/plain": "Not yet: fill the blank."}}
    assert ran(said, tags=["exercise"]) == []
