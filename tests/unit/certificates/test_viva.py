"""The records of capstone conversations: what is read, what is refused and how, and when one counts as passed."""

import tomllib
from datetime import date

import pytest

from aiskills.catalog import find_root
from aiskills.certificates import viva

CAPSTONE = find_root() / "assignments/source/capstone"
FORM = CAPSTONE / "viva.toml"
LEVELS = (3, 4, 3, 2, 3)


def form(**changes):
    """A filled form as text. ``levels`` and ``examiners`` are lists; a field that is None is left away."""
    levels, examiners = changes.pop("levels", LEVELS), changes.pop("examiners", ("Ana Silva", "Bo Chen"))
    facts = {"learner": "amina", "theme": "E", "date": "2026-05-31", "minutes": 11, "mode": "live"}
    facts |= {"identity": "identity card seen", "recording": "", "accommodations": "none needed"}
    judgement = {"authorship": "own work", "authorship_notes": "Foretold what a changed limit does."}
    judgement |= {"ai_use": "A tool corrected the grammar, as declared.", "recommendation": "pass"}
    judgement |= {name: changes.pop(name) for name in list(changes) if name in judgement}
    facts |= changes
    lines = _lines(facts)
    lines += [line for name in examiners for line in ("[[examiners]]", f'name = "{name}"')]
    for number, level in enumerate(levels):
        lines += ["[[questions]]", f'question = "What is asked as number {number}?"', 'notes = "Answered."']
        lines += [f"level = {level}"]
    return "\n".join([*lines, "[judgement]", *_lines(judgement)]) + "\n"


def _lines(facts):
    return [
        f"{name} = {value}" if isinstance(value, int) else f'{name} = "{value}"'
        for name, value in facts.items()
        if value is not None
    ]


@pytest.fixture
def write(tmp_path):
    def write(name="one", **changes):
        path = tmp_path / f"{name}.toml"
        path.write_text(form(**changes), encoding="utf-8")
        return path

    return write


def refused(path):
    with pytest.raises(SystemExit) as error:
        viva.read(path)
    return str(error.value)


def test_a_filled_form_is_read_and_passed(write):
    found = viva.read(write())
    assert (found.learner, found.theme, found.date, found.minutes) == ("amina", "E", date(2026, 5, 31), 11)
    assert found.examiners == ("Ana Silva", "Bo Chen") and found.identity == "identity card seen"
    assert tuple(question.level for question in found.questions) == LEVELS
    assert found.questions[0] == viva.Question("What is asked as number 0?", "Answered.", 3)
    assert found.passed and found.lacks == ()


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"minutes": 7}, ["It took 7 minutes"]),
        ({"minutes": 8}, []),
        ({"examiners": ("Ana Silva",)}, ["one examiner and no recording"]),
        ({"examiners": ("Ana Silva",), "recording": "archive, box 4"}, []),
        ({"levels": (4, 4, 4, 4, 1)}, ["below level 2"]),
        ({"levels": (2, 3, 3, 3, 3)}, ["The mean of the levels is 2.8"]),
        ({"levels": (2, 3, 3, 3, 4)}, []),
        ({"recommendation": "repeat"}, ["recommend to repeat"]),
        ({"authorship": "in doubt"}, ["doubt that the work"]),
        ({"minutes": 5, "levels": (1, 1, 1, 1, 1)}, ["5 minutes", "below level 2", "is 1.0"]),
    ],
)
def test_it_is_passed_by_the_rule_alone(write, changes, lacks):
    found = viva.read(write(**changes))
    assert found.passed == (not lacks) and len(found.lacks) == len(lacks)
    assert all(words in sentence for words, sentence in zip(lacks, found.lacks, strict=True))


@pytest.mark.parametrize("mode", viva.MODES)
def test_every_way_to_talk_counts_the_same(write, mode):
    assert viva.read(write(mode=mode, accommodations="sign interpreter, twice the time")).passed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"theme": "F"}, "line 2: theme is 'F'; it must be one of A, B, C, D, E."),
        ({"mode": "asleep"}, "mode is 'asleep'; it must be one of live, recorded, written, signed."),
        ({"date": "31.05.2026"}, "line 3: date must be a day such as 2026-05-31."),
        ({"date": "2026-02-30"}, "date must be a day"),
        ({"minutes": 500}, "minutes must be a whole number from 1 to 120."),
        ({"minutes": "eleven"}, "minutes must be a whole number"),
        ({"recommendation": "maybe"}, "recommendation is 'maybe'; it must be one of pass, repeat."),
        ({"authorship": "yes"}, "authorship is 'yes'; it must be one of own work, in doubt."),
        ({"levels": (3, 3, 3)}, "there are 3 questions; write down exactly 5."),
        ({"levels": (3, 3, 3, 3, 5)}, "the level of question 5 must be 1, 2, 3 or 4."),
        ({"levels": (3, 3, 3, 3, "true")}, "the level of question 5 must be"),
        ({"examiners": ("Ana Silva", "ana  silva")}, "one examiner stands there twice."),
        ({"examiners": ("Ana Silva", "Amina")}, "the learner cannot be an examiner."),
        ({"notebook": "abc"}, "notebook must be the 64 signs"),
        ({"acommodations": "more time"}, "the form has no field 'acommodations'"),
        ({"identity": None}, "is not filled in: identity is missing."),
        ({"ai_use": " "}, "is not filled in: ai_use is missing."),
        ({"examiners": ("",)}, "is not filled in: examiners is missing."),
        ({"examiners": ("Ana Silva", "")}, "each [[examiners]] needs a name."),
        ({"learner": 7}, "learner must be a text"),
    ],
)
def test_a_fault_names_file_and_field(write, changes, words):
    path = write(**changes)
    said = refused(path)
    assert said.startswith(str(path)) and words in said and "\n" not in said


def test_all_faults_of_a_form_are_told_at_once(write):
    said = refused(write(theme="Z", minutes=900, recommendation="maybe")).splitlines()
    assert len(said) == 3 and "theme" in said[0] and "recommendation" in said[1] and "minutes" in said[2]


def test_a_blank_form_is_refused_with_what_is_missing():
    said = refused(FORM)
    fields = (
        "learner theme date minutes mode identity authorship ai_use accommodations recommendation examiners questions"
    )
    assert "is not filled in" in said and all(field in said for field in fields.split())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b'learner = "amina\n', "cannot be read as a form"),
        (b"\xff\xfe\x00", "is not in UTF-8"),
        (b"questions = 3\n", "is not filled in"),
        (b"judgement = 3\n", "line 1: judgement must be a table"),
        (b"", "is not filled in"),
    ],
)
def test_a_broken_file_is_one_sentence(tmp_path, content, words):
    path = tmp_path / "form.toml"
    path.write_bytes(content)
    assert words in refused(path)


def test_a_missing_file_is_one_sentence(tmp_path):
    assert "cannot be read: No such file or directory." in refused(tmp_path / "none.toml")


def test_the_newest_record_of_a_learner_counts(write, tmp_path):
    write("a-later", date="2026-06-20", recommendation="pass")
    write("b-first", date="2026-05-31", recommendation="repeat")
    write("other", learner="bo", recommendation="repeat")
    found = viva.read_folder(tmp_path)
    assert set(found) == {"amina", "bo"}
    assert found["amina"].passed and found["amina"].date == date(2026, 6, 20) and not found["bo"].passed


def test_two_records_of_one_day_and_all_faults_of_a_folder_are_told(write, tmp_path):
    write("a")
    write("b")
    write("c", theme="Q", learner="chi")
    with pytest.raises(SystemExit) as error:
        viva.read_folder(tmp_path)
    said = str(error.value).splitlines()
    assert len(said) == 2 and "a.toml is of the same learner and day" in said[0] and "theme is 'Q'" in said[1]


def test_a_folder_without_forms_is_refused(tmp_path):
    for folder, words in ((tmp_path, "holds no viva form"), (tmp_path / "none", "is no folder")):
        with pytest.raises(SystemExit, match=words):
            viva.read_folder(folder)


def test_the_form_has_the_fields_that_are_read():
    blank = tomllib.loads(FORM.read_text(encoding="utf-8"))
    fields = {*blank, *blank["judgement"]} - {"judgement"}
    asked = tomllib.loads(form())
    assert fields == {*asked, *asked["judgement"], "notebook"} - {"judgement"}
    assert len(blank["questions"]) == viva.QUESTIONS


def test_the_bank_has_questions_for_each_theme():
    bank = tomllib.loads((CAPSTONE / "viva-questions.toml").read_text(encoding="utf-8"))
    assert tuple(bank["themes"]) == viva.THEMES and len(bank["all"]) >= 10
    every = [*bank["all"], *(question for theme in bank["themes"].values() for question in theme)]
    assert all(len(theme) >= 5 for theme in bank["themes"].values()) and len(set(every)) == len(every)
    assert all("?" in question or question.endswith(".") for question in every)
