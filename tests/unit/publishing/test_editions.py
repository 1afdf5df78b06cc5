"""Editions: the file is read strictly, what is chosen brings what it needs, and nothing else comes with it."""

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from aiskills.catalog import find_root, load_catalog
from aiskills.certificates import rules as certificate_rules
from aiskills.publishing import derive, editions
from aiskills.publishing.editions import contents, day, passages, rules, selection
from aiskills.publishing.editions.file import read
from aiskills.publishing.editions.plan import LIST, plan
from aiskills.publishing.settings import read_repository

ROOT = find_root()
CATALOG = load_catalog(ROOT)
EXAMPLES = sorted((ROOT / "editions").glob("*.toml"))
START = 'format = "aiskills-edition"\nversion = 1\nname = "A day"\n'
PARTNER = '[partner]\nname = "A school"\n'
F01 = 'modules = ["f01-learning-from-data"]\n'


def written(folder: Path, *lines: str, start: str = START, end: str = PARTNER) -> Path:
    file = folder / "my-school.toml"
    file.write_text(start + "".join(f"{line}\n" for line in lines) + end, encoding="utf-8")
    return file


def chosen(file: Path):
    edition = read(file)
    return edition, selection.choose(edition, CATALOG, file)


def planned(file: Path):
    edition, what = chosen(file)
    pages = contents.chosen_pages(edition, what, ROOT, file)
    return plan(edition, what, contents.contents(edition, what, pages, CATALOG), CATALOG, file)


def stopped(file: Path) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(SystemExit) as error:
        edition, what = chosen(file)
        contents.chosen_pages(edition, what, ROOT, file)
        editions.make(ROOT, file, file.parent / "out", say=lambda _: None)
    said = str(error.value)
    assert said.startswith(("my-school.toml", "There is no file")) and "\n" not in said, said
    return said


WRONG = {
    "unknown key": (['modul = ["f01-learning-from-data"]'], "modul: is not a key", "did you mean 'modules'"),
    "no module": ([], "modules: is empty, and so is tracks"),
    "unknown module": (['modules = ["f01-learning-from-dat"]'], "did you mean 'f01-learning-from-data'"),
    "planned module": (['modules = ["g06-rag"]'], "g06-rag is planned and not written yet", "there are:"),
    "module twice": (['modules = ["f00-start-here", "f00-start-here"]'], "names 'f00-start-here' twice"),
    "modules are no list": (['modules = "f00-start-here"'], "modules: must be a list of names"),
    "unknown track": (['tracks = ["trainer"]'], "did you mean 'trainers'"),
    "unknown lane": ([F01, 'lane = "decid"'], "lane: is 'decid'", "decide, build, both"),
    "unknown language": ([F01, 'language = "sw"'], "not there in the language 'sw', only in: en"),
    "unknown page": ([F01, 'pages = ["glosary"]'], "did you mean 'glossary'"),
    "certificate that nobody can earn": ([F01, 'pages = ["certificates"]'], "nobody can earn one"),
    "HTML in the welcome": ([F01, 'welcome = "<script>1</script>"'], "welcome: holds HTML"),
    "picture in the welcome": ([F01, 'welcome = "![x](https://example.org/x.png)"'], "welcome: holds a picture"),
    "link to nowhere": ([F01, 'welcome = "See [this](nowhere.md)."'], "'nowhere.md' leads to no page"),
    "address": ([F01, 'repository = "https://example.org/x"'], "must be like https://github.com/OWNER/NAME"),
    "unknown bundle": ([F01, 'bundles = ["reed"]'], "did you mean 'read'"),
    "missing logo": ([F01, "[logo]", 'file = "logo.svg"', 'alt = "A tree"'], "no file 'logo.svg' beside it"),
    "logo elsewhere": ([F01, "[logo]", 'file = "../x.svg"', 'alt = "A tree"'], "must lie beside my-school.toml"),
    "logo without words": ([F01, "[logo]", 'file = "logo.svg"'], "logo.alt: is missing"),
    "clock": ([F01, "[day]", 'start = "9"', 'end = "15:00"'], "day.start: is '9'", "'09:00'"),
    "day too short": ([F01, "[day]", 'start = "09:00"', 'end = "10:00"'], "end at 12:00, after 10:00"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_one_sentence_says_what_is_wrong(name, tmp_path):
    lines, *parts = WRONG[name]
    said = stopped(written(tmp_path, *lines))
    for part in parts:
        assert part in said
    assert not (tmp_path / "out").exists(), "nothing half made is left"


@pytest.mark.parametrize(
    ("start", "end", "part"),
    [
        (START.replace("version = 1", "version = 2"), PARTNER, "reads version 1 alone"),
        (START.replace("aiskills-edition", "edition"), PARTNER, "must be 'aiskills-edition'"),
        (START.replace('name = "A day"\n', ""), PARTNER, "name: is missing"),
        (START, "", "partner: is missing"),
        (START, '[partner]\nname = "A"\nurl = "javascript:1"\n', "partner.url"),
        (START.replace("A day", "A " * 40), PARTNER, "at most 60"),
        (START + "=", PARTNER, "not valid TOML"),
    ],
)
def test_what_every_file_needs(start, end, part, tmp_path):
    assert part in stopped(written(tmp_path, F01, start=start, end=end))


def test_a_file_that_is_not_there_or_has_a_name_that_cannot_be_a_folder(tmp_path):
    assert "no file" in stopped(tmp_path / "my-school.toml")
    file = written(tmp_path, F01).rename(tmp_path / "My School.toml")
    with pytest.raises(SystemExit, match="name the file with small letters"):
        read(file)


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ('<svg xmlns="x"><script>1</script></svg>', "holds a script or loads something"),
        ('<svg xmlns="x" onload="1"></svg>', "holds a script or loads something"),
        ('<svg xmlns="x"><image href="https://example.org/x.png"/></svg>', "holds a script or loads something"),
        ('<svg xmlns="x"><style>@import "x";</style></svg>', "holds a script or loads something"),
        ("not a picture", "must be a picture in SVG or PNG"),
        (f"<svg>{' ' * 60_000}</svg>", "at most 60,000"),
    ],
)
def test_a_logo_is_a_picture_and_nothing_more(content, part, tmp_path):
    (tmp_path / "logo.svg").write_text(content)
    assert part in stopped(written(tmp_path, F01, "[logo]", 'file = "logo.svg"', 'alt = "A tree"'))


def test_what_is_chosen_brings_what_it_needs(tmp_path):
    _, what = chosen(written(tmp_path, 'modules = ["t03-lesson-and-item-studio", "f03-errors-and-thresholds"]'))
    needs = {"f00-start-here": "t03", "g05-hallucination-measured": "t03", "f02-honest-evaluation": "f03"}
    assert {slug: why[:3] for slug, why in what.brought.items()} == needs
    assert what.slugs == (
        *("f00-start-here", "g05-hallucination-measured", "t03-lesson-and-item-studio"),
        *("f02-honest-evaluation", "f03-errors-and-thresholds"),
    )
    # Data that a lesson's metadata, its assignment, or a helper names; recordings and models.
    assert {"draft-pool", "draft-labels", "capital-answers", "tb-screening", "gapminder"} <= set(what.data)
    assert "benefit-claims" not in what.data and set(what.tapes) == {"g05-capitals", "t03-drafts"}
    assert what.models == ("smollm2-135m-instruct",)
    assert {"t03_lesson_and_item_studio.toml", "g05_hallucination_measured.py"} <= set(what.helpers)
    assert not [name for name in what.helpers if name.startswith(("p02", "g01"))]


def test_the_partners_order_is_kept_where_it_can_be(tmp_path):
    names = ["g05-hallucination-measured", "f00-start-here", "f01-learning-from-data"]
    _, what = chosen(written(tmp_path, f"modules = {names}".replace("'", '"')))
    assert what.slugs == ("f00-start-here", "g05-hallucination-measured", "f01-learning-from-data")
    assert what.brought == {}


def test_a_track_brings_its_modules_and_says_which_are_not_there(tmp_path):
    _, what = chosen(written(tmp_path, 'tracks = ["trainers"]'))
    assert what.slugs == ("f00-start-here", "g05-hallucination-measured", "t03-lesson-and-item-studio")
    assert what.left_out["t01-where-ai-fits"] == "is planned and not written yet"
    assert what.tracks == {} and not what.badge, "four modules are asked for, and two are there"


def test_certificates_are_there_with_all_their_modules_or_not_at_all(tmp_path):
    file = written(tmp_path, 'tracks = ["foundations"]')
    edition, what = chosen(file)
    assert what.tracks == {"a": ("foundation",)}
    text = tomllib.loads(rules.tracks(CATALOG, what))
    assert text["order"] == list(what.slugs) and text["planned"] == {}
    (track,) = text["tracks"]
    assert len(track["foundation"]) == 4 and track["advanced"] == [] and text["essentials"]["modules"] == []
    library = tomllib.loads((ROOT / rules.FILE).read_text())["rules"]
    for level in ("essentials", "foundation", "advanced"):
        same = {key: value for key, value in library[level].items() if key != "one_lane"}
        assert {key: text["rules"][level][key] for key in same} == same
    assert set(text["rules"]["safety"]) < set(library["safety"])


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_a_library_that_the_commands_can_read(file, tmp_path):
    """Its catalogue, its rules and its derived pages, before anything is built."""
    made = planned(file)
    made.write(tmp_path)
    derive.write(tmp_path)
    assert derive.stale(tmp_path) == []
    catalog = load_catalog(tmp_path)
    assert tuple(catalog.modules) == chosen(file)[1].slugs, "the partner's order, and no planned module"
    known = certificate_rules.load(catalog)
    badge = set(CATALOG.essentials) <= set(catalog.modules)
    assert set(known.available()) == ({"essentials"} if badge else set())
    assert not read_repository(tmp_path).url
    label = next(iter(catalog.ready)).path.read_text()
    assert "mybinder" not in label and "colab.research" not in label
    page = (tmp_path / "book/lessons.md").read_text()
    places = [page.index(module.title) for module in catalog.modules.values()]
    assert places == sorted(places) and "planned" not in page


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_nothing_else_is_copied(file, tmp_path):
    made = planned(file)
    slugs = chosen(file)[1].slugs
    absent = [slug for slug in CATALOG.modules if slug not in slugs]
    code = ("src/",)  # the program is one for all
    traces = [
        (name, slug)
        for name, (content, _) in made.files.items()
        for slug in absent
        if slug in name or (not name.startswith(code) and slug.encode() in content)
    ]
    assert traces == []
    assert not [name for name in made.files if name.startswith(("tests/", "editions/", ".ci/"))]
    assert [name for name in made.files if name.startswith("benchmarks/")] == ["benchmarks/results/lessons.json"]
    lessons = {Path(name).stem[:3] for name in made.files if re.match(r"src/aiskills/learn/lessons/[a-z]\d", name)}
    assert lessons == {slug[:3] for slug in slugs}


def test_the_same_file_makes_the_same_files(tmp_path):
    first, second = planned(EXAMPLES[0]), planned(EXAMPLES[0])
    assert first.files == second.files


def test_lessons_keep_their_code_and_cells(tmp_path):
    """Of a lesson, only prose about what is not there and the lane change; its code is the library's."""
    from aiskills.catalog import read_notebook

    made = planned(ROOT / "editions/ministry-one-day.toml")
    made.write(tmp_path)
    for path in sorted(tmp_path.glob("notebooks/*/*.ipynb")):
        mine, theirs = read_notebook(path), read_notebook(ROOT / path.relative_to(tmp_path))
        assert [cell.source for cell in mine.code] == [cell.source for cell in theirs.code]
        assert [cell.metadata for cell in mine.cells] == [cell.metadata for cell in theirs.cells]
        assert mine.facts == theirs.facts | {"lanes": ["decide"]}
    same = [*tmp_path.glob("assignments/source/*/*.ipynb"), *tmp_path.glob("book/readings/*.md")]
    assert len(same) == 8
    for path in same:
        assert path.read_bytes() == (ROOT / path.relative_to(tmp_path)).read_bytes()


def test_with_an_address_the_links_lead_there(tmp_path):
    url = "https://github.com/school/course"
    made = planned(written(tmp_path, F01, f'repository = "{url}"'))
    out = tmp_path / "out"
    made.write(out)
    derive.write(out)
    lesson = next(out.glob("notebooks/*/f01*.ipynb")).read_text()
    assert f"{url}/archive/" in lesson and "mybinder.org/v2/gh/school/course/main" in lesson
    assert f"git clone {url}" in (out / "book/your-computer.md").read_text()
    told = [name for name in made.files if not name.startswith("src/") and b"OWNER/REPOSITORY" in made.files[name][0]]
    assert all(name.endswith(".ipynb") for name in told), "cells that `derive` writes"
    assert "OWNER" not in lesson


def test_every_passage_that_is_changed_stands_on_its_page():
    for one in passages.PASSAGES:
        text = (ROOT / f"book/{one.page}.md").read_text(encoding="utf-8")
        assert re.search(one.pattern, text, re.S), f"{one.page}: {one.pattern}"
        assert passages.changed(one.page, text, {one.when}) != text


def test_the_day_has_its_lunch_in_the_middle():
    edition, what = chosen(ROOT / "editions/ministry-one-day.toml")
    rows = day.timetable(edition.day, what)
    assert rows[0][0] == edition.day.start and rows[-1][1] == edition.day.end
    assert all(before[1] == after[0] for before, after in zip(rows, rows[1:], strict=False))
    before = sum(row[1] - row[0] for row in rows if row[3] and row[1] <= [r[0] for r in rows if r[2] == "Lunch"][0])
    whole = sum(module.lesson_minutes for module in what.modules)
    assert abs(before - whole / 2) <= max(module.lesson_minutes for module in what.modules) / 2
    assert [slug for *_, slug in rows if slug] == list(what.slugs)


@pytest.fixture
def quick(monkeypatch):
    """Editions without their book, which other tests build for real."""
    monkeypatch.setattr(editions.book, "build", lambda folder, say: (folder / "_build").mkdir(exist_ok=True))
    monkeypatch.setattr(editions, "carry", lambda *_: [])


def test_an_edition_is_replaced_and_what_others_put_there_is_not(quick, tmp_path):
    file, out = written(tmp_path, F01), tmp_path / "out"
    editions.make(ROOT, file, out, say=lambda _: None)
    before = (out / LIST).read_bytes()
    (out / ".venv").mkdir()
    (out / "assignments/release").mkdir()
    (out / "assignments/release/x.ipynb").write_text("{}")
    editions.make(ROOT, file, out, say=lambda _: None)
    assert (out / LIST).read_bytes() == before and (out / ".venv").is_dir(), "the same files, the environment kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my-school.toml", "out"], "nothing is left beside it"

    (out / "marks").mkdir()
    (out / "marks/grades.csv").write_text("amina,9\n")
    with pytest.raises(SystemExit, match="would be lost: marks/grades.csv"):
        editions.make(ROOT, file, out, say=lambda _: None)
    assert (out / "marks/grades.csv").is_file()
    shutil.rmtree(out / "marks")
    (out / "book/index.md").write_text("# My own words\n")
    with pytest.raises(SystemExit, match="would be lost: book/index.md"):
        editions.make(ROOT, file, out, say=lambda _: None)


def test_a_foreign_folder_is_refused(quick, tmp_path):
    out = tmp_path / "home"
    out.mkdir()
    (out / "thesis.txt").write_text("years")
    with pytest.raises(SystemExit, match="is not empty, and no edition made it"):
        editions.make(ROOT, written(tmp_path, F01), out, say=lambda _: None)
    assert (out / "thesis.txt").read_text() == "years"


def test_after_a_fault_of_the_build_the_former_edition_stands(quick, tmp_path, monkeypatch):
    file, out = written(tmp_path, F01), tmp_path / "out"
    editions.make(ROOT, file, out, say=lambda _: None)
    before = (out / LIST).read_bytes()

    def fails(folder, say):
        raise SystemExit("The book was not built")

    monkeypatch.setattr(editions.book, "build", fails)
    with pytest.raises(SystemExit, match="not built"):
        editions.make(ROOT, file, out, say=lambda _: None)
    assert (out / LIST).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["my-school.toml", "out"]
