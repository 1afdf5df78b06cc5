"""The two editions of this library, made for real: book, links, browser, assignments marked inside, bundle.

Each is made once. The book of the library is built first, so that its lessons are not run a second time.
"""

import json
import os
import re
import subprocess
import sys
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe

from aiskills.catalog import find_root, load_catalog
from aiskills.publishing import book, editions, executed
from aiskills.publishing.editions.plan import LIST

from ..browser.rules import RULES, RULES_OF_COLOUR
from ..browser.watched import Watched

pytestmark = pytest.mark.slow
ROOT = find_root()
CATALOG = load_catalog(ROOT)
# The edition, its modules in order, and an assignment that is marked in it, with the points that tests give.
MINISTRY = ("ministry-one-day", ("f00", "f01", "p02", "g05"), "f01-learning-from-data", 88)
COLLEGE = ("college-trainers", ("f00", "g05", "t03", "g02"), "t03-lesson-and-item-studio", 90)
# The top of an edition, and what may stand in each folder.
ALLOWED = re.compile(
    r"(LICENSE|LICENSE-CONTENT|Makefile|README\.md|_config\.yml|_toc\.yml|edition\.toml|environment\.yml|logo\.svg|postBuild"
    r"|pyproject\.toml|requirements\.lock|\.gitattributes|\.gitignore|\.edition\.json|assignments/nbgrader_config\.py"
    r"|assignments/source/SLUG/(SLUG\.ipynb|rubric\.md)|notebooks/[a-z]+/SLUG\.ipynb|benchmarks/results/lessons\.json"
    r"|book/[a-z-]+\.(md|html)|book/(teach|questions|readings)/SLUG\.md|book/data/[a-z0-9-]+\.md|book/tracks/tracks\.toml"
    r"|book/certificates/[a-z-]+\.(md|json)|datasets/[a-z0-9-]+/[a-z0-9-]+\.(csv|csv\.gz|toml|py|txt)|datasets/models\.toml"
    r"|datasets/(models|tapes)/.+|src/aiskills/.+)"
)


class Made:
    """An edition, and what was said while it was made."""

    def __init__(self, name, modules, assignment, points, folder):
        self.folder, self.site, self.said = folder, folder / "_build/html", []
        self.assignment, self.points = assignment, points
        editions.make(ROOT, ROOT / f"editions/{name}.toml", folder, self.said.append)
        self.catalog = load_catalog(folder)
        assert tuple(slug[:3] for slug in self.catalog.modules) == modules

    def command(self, *words: str) -> str:
        """What `aiskills` says inside the edition, run with the edition's own package."""
        environment = os.environ | {"PYTHONPATH": str(self.folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-m", "aiskills", *words],
            **{"cwd": self.folder, "env": environment, "capture_output": True, "text": True, "timeout": 900},
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def pages(self) -> list[Path]:
        return [path for path in self.site.rglob("*.html") if "_static" not in path.parts]


@pytest.fixture(scope="module", params=[MINISTRY, COLLEGE], ids=lambda one: one[0])
def made(request, tmp_path_factory):
    try:
        book.build(ROOT, say=lambda _: None)
    except SystemExit:
        pass  # a fault on a page of the library is a matter of other tests; its lessons have been run
    return Made(*request.param, tmp_path_factory.mktemp("editions") / request.param[0])


def test_the_book_is_built_without_running_the_lessons_again(made):
    ran = [line for line in made.said if line.startswith("  ran ") or "have to be run" in line]
    assert ran == [] and any(line.startswith("The book is ready") for line in made.said)
    for module in made.catalog.ready:
        page = (made.site / f"notebooks/{module.area}/{module.slug}.html").read_text()
        assert "<img" in page and "Traceback" not in page


def test_outputs_that_were_taken_over_are_what_the_edition_computes(made):
    """The shortest lesson is run with the edition's package and data: the same words and tables come out."""
    from nbclient import NotebookClient

    if "p02-bias-audit" not in made.catalog.modules:
        pytest.skip("the same lesson is run in the other edition")
    path = made.catalog.modules["f00-start-here"].path
    before = executed.notebook(made.folder, path)
    again = nbformat.read(path, as_version=4)
    # The kernel leaves nothing in the edition, whose files are counted later.
    own = {"PYTHONPATH": str(made.folder / "src"), "AISKILLS_STATIC": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in own.items():
            patch.setenv(name, value)
        place = {"metadata": {"path": str(path.parent)}}
        patience = {"timeout": 600, "startup_timeout": 300, "iopub_timeout": 120}
        NotebookClient(again, **patience, coalesce_streams=True, resources=place).execute()
    words = [[_words(cell) for cell in one.cells if cell.cell_type == "code"] for one in (before, again)]
    assert words[0] == words[1] and sum(map(len, words[0])) > 10


def _words(cell) -> list[str]:
    texts = [one.get("text") or one.get("data", {}).get("text/plain", "") for one in cell.outputs]
    return [re.sub(r"0x[0-9a-f]+", "", text) for text in texts]


class _Page(HTMLParser):
    def __init__(self, path: Path):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.ids |= {values[key] for key in ("id", "name") if values.get(key)}
        self.links += [values[key] for key in ("href", "src") if values.get(key)]


def test_every_link_inside_leads_somewhere(made):
    pages = {path.resolve(): _Page(path) for path in made.pages}
    broken = []
    for path, page in pages.items():
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            target, _, part = link.partition("#")
            there = (path.parent / target.split("?")[0]).resolve() if target else path
            if not there.exists() or (part and there in pages and part not in pages[there].ids):
                broken.append(f"{path.relative_to(made.site)} -> {link}")
    assert broken == [] and len(pages) > 25


def test_no_link_leads_to_an_address_that_the_edition_does_not_have(made):
    for path in made.pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"OWNER/REPOSITORY|mybinder\.org/v2|colab\.research\.google\.com/github", text), path


def test_nothing_tells_of_modules_that_are_not_there(made):
    absent = [slug for slug in CATALOG.modules if slug not in made.catalog.modules]
    assert len(absent) > 20
    read = [
        *made.pages,
        *made.site.glob("search*.js"),
        *made.site.rglob("*.ipynb"),
        *made.site.rglob("_sources/**/*.md"),
    ]
    read += [
        path for name in ("book", "notebooks", "assignments", "datasets") for path in (made.folder / name).rglob("*.*")
    ]
    found = [
        (path.relative_to(made.folder).as_posix(), slug)
        for path in read
        if path.is_file()
        for slug in absent
        if slug.encode() in path.read_bytes()
    ]
    assert found == []


def test_every_file_was_brought_by_a_rule(made):
    files = json.loads((made.folder / LIST).read_text())["files"]
    slugs = "|".join(made.catalog.modules)
    there = []
    for path in made.folder.rglob("*"):
        name = path.relative_to(made.folder).as_posix()
        if path.is_file() and not name.startswith(("_build/", "assignments/release/")):
            there.append(name)
            assert ALLOWED.fullmatch(re.sub(slugs, "SLUG", name)), name
    assert sorted(there) == sorted([*files, LIST])
    assert all(one["rule"] for one in files.values())


def test_the_first_page_says_who_gives_it_out_and_where_it_comes_from(made):
    config = (made.folder / "_config.yml").read_text()
    name = json.loads(re.search(r"(?m)^title: (.*)$", config)[1])
    assert f"<h1>{name}</h1>" in (made.site / "index.html").read_text()
    home = (made.site / "book/index.html").read_text()
    assert "Given out by:" in home and "AI Skills Open Courseware contributors" in home and "licences.html" in home
    licences = (made.site / "book/licences.html").read_text()
    assert "CC BY 4.0" in licences and "Apache License 2.0" in licences
    for path in (made.folder / "datasets").glob("*/card.toml"):
        assert f"data/{path.parent.name}.html" in licences, path.parent.name
    for page in made.pages:
        if page.name not in ("search.html", "genindex.html") and page != made.site / "index.html":
            assert "the AI Skills Open Courseware contributors" in page.read_text(), f"{page}: the line under each page"


def test_the_librarys_commands_work_inside(made):
    where = made.command("derive", "--check")
    assert "Everything derived is current." in where
    assert "The book is up to date." in made.command("book")
    code = "import aiskills; print(aiskills.__file__)"
    environment = os.environ | {"PYTHONPATH": str(made.folder / "src")}
    said = subprocess.run(
        [sys.executable, "-B", "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert Path(said.stdout.strip()).is_relative_to(made.folder)


def test_an_assignment_is_released_and_marked_inside(made, tmp_path):
    slug = made.assignment
    made.command("release", slug)
    released = made.folder / f"assignments/release/{slug}/{slug}.ipynb"
    assert "BEGIN HIDDEN" not in released.read_text()
    source = nbformat.read(made.folder / f"assignments/source/{slug}/{slug}.ipynb", as_version=4)
    answers = {
        _grade_id(cell): cell.source for cell in source.cells if cell.metadata.get("nbgrader", {}).get("solution")
    }
    right = nbformat.read(released, as_version=4)
    for cell in right.cells:
        if _grade_id(cell) in answers:
            cell.source = re.sub(r"(?m)^\s*### (BEGIN|END) SOLUTION\n?", "", answers[_grade_id(cell)])
    for student, notebook in (("amina", right), ("blank", nbformat.read(released, as_version=4))):
        (tmp_path / "in" / student).mkdir(parents=True)
        nbformat.write(notebook, tmp_path / "in" / student / f"{slug}.ipynb")
    made.command("grade", slug.split("-")[0], "--submissions", str(tmp_path / "in"), "--out", str(tmp_path / "marks"))
    verdicts = map(json.loads, (tmp_path / "marks/results.jsonl").read_text().splitlines())
    assert {one["student"]: (one["status"], one["score"]) for one in verdicts} == {
        "amina": ("graded", made.points),
        "blank": ("graded", 0),
    }


def _grade_id(cell) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def test_the_bundle_for_readers_holds_the_book(made, tmp_path):
    bundle = pytest.importorskip("aiskills.publishing.bundle")
    path = bundle.make(made.folder, "read", tmp_path / "edition.zip", lambda _: None)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    lessons = {Path(name).stem for name in names if re.search(r"/notebooks/[a-z]+/[^/]+\.html$", name)}
    assert lessons == set(made.catalog.modules)
    assert any(name.endswith("LICENSE-CONTENT") for name in names) and path.stat().st_size < 30_000_000


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_the_book_in_a_browser_without_a_network(made, browser, width):  # noqa: F811
    """Home page and a lesson, in light and dark: nothing that axe-core can find, nothing fetched from outside."""
    first = next(iter(made.catalog.modules.values()))
    found = {}
    for scheme, rules in (("light", RULES), ("dark", RULES_OF_COLOUR)):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", offline=True
        )
        watched = Watched(context, made.site.as_uri())
        for name in ("book/index.html", f"notebooks/{first.area}/{first.slug}.html"):
            watched.page.goto((made.site / name).as_uri())
            violations = Axe().run(watched.page, options=rules).response["violations"]
            faults = [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in violations]
            if watched.page.evaluate("document.documentElement.scrollWidth > window.innerWidth + 1"):
                faults.append("the page scrolls sideways")
            if faults or watched.errors or watched.outside:
                found[f"{scheme} {name}"] = faults + watched.errors + watched.outside
        if width > 1000:
            watched.page.goto((made.site / "book/index.html").as_uri())
            logos = watched.page.locator('img[src*="logo"]')
            sizes = [logo.evaluate("image => image.naturalWidth") for logo in logos.all()]
            assert sizes and all(sizes), "the partner's logo is shown"
        context.close()
    assert found == {}
