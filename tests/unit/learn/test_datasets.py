"""File, card and generator of every data set belong together."""

import gzip
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from aiskills import learn
from aiskills.learn import datasets


@pytest.mark.parametrize("name", datasets.names())
def test_file_and_card_agree(name):
    assert datasets.verify(name) == []


@pytest.mark.parametrize("name", datasets.names())
def test_the_generator_makes_the_same_file(name, tmp_path):
    folder = datasets.root() / name
    copy = tmp_path / "datasets" / name
    shutil.copytree(datasets.root(), copy.parent, ignore=shutil.ignore_patterns("__pycache__", "models"))
    original = datasets._file(folder)
    (copy / original.name).unlink()
    done = subprocess.run([sys.executable, "make.py"], cwd=copy, capture_output=True, text=True, timeout=120)
    if "ModuleNotFoundError" in done.stderr or done.returncode == 3:  # 3: the source is not on this machine
        pytest.skip(f"the source of {name} is not installed: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    read = gzip.decompress if original.suffix == ".gz" else bytes
    # Unpacked, because another zlib may pack the same text into other bytes.
    assert read((copy / original.name).read_bytes()) == read(original.read_bytes())


def make_set(root, text, columns, **card):
    """Write a small data set with its card and return its name."""
    folder = root / "small"
    folder.mkdir(parents=True)
    (folder / "small.csv").write_text(text, encoding="utf-8")
    (folder / "make.py").write_text("", encoding="utf-8")
    fields = {
        "title": "Small",
        "source": "us",
        "source_url": "https://example.org",
        "licence": "CC0",
        "licence_url": "https://example.org/l",
        "measures": "nothing",
        "who_is_missing": "all",
        **card,
    }
    lines = [f'{key} = "{value}"' for key, value in fields.items()]
    lines += [
        "generated = false",
        f"rows = {text.count(chr(10)) - 1}",
        'used_by = ["x"]',
        f'sha256 = "{datasets.file_hash(folder / "small.csv")}"',
    ]
    for name, dtype in columns:
        lines += ["[[columns]]", f'name = "{name}"', f'dtype = "{dtype}"', 'unit = ""', 'meaning = "m"']
    (folder / "card.toml").write_text("\n".join(lines), encoding="utf-8")
    return "small"


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "root", lambda: tmp_path / "sets")
    return tmp_path / "sets"


COLUMNS = [("code", "str"), ("day", "datetime64[ns]"), ("n", "Int64"), ("kind", "category")]
TEXT = "code,day,n,kind\nNA,2020-01-31,3,x\nKE,2021-02-01,,y\n"


def test_the_dtypes_are_those_of_the_card_and_namibia_stays(root):
    frame = learn.load(make_set(root, TEXT, COLUMNS))
    assert frame["code"].tolist() == ["NA", "KE"]
    assert [str(frame[c].dtype) for c in ("day", "n", "kind")] == ["datetime64[ns]", "Int64", "category"]
    assert frame["n"].isna().tolist() == [False, True]
    assert frame["day"][1] == pd.Timestamp("2021-02-01")
    assert datasets.verify("small") == []


@pytest.mark.parametrize(
    "change, said",
    [
        (lambda text: text.replace("KE", "UG"), "sha256 differs"),
        (lambda text: text + "TZ,2021-02-02,1,y\n", "has 3 rows, the card says 2"),
        (lambda text: text.replace("code", "land"), "not those of its card"),
        (lambda text: text.replace(",3,", ",three,"), "cannot be read with the dtypes"),
    ],
)
def test_a_changed_file_is_found(root, change, said):
    name = make_set(root, TEXT, COLUMNS)
    (root / name / "small.csv").write_text(change(TEXT), encoding="utf-8")
    assert said in " ".join(datasets.verify(name))


def test_a_card_without_a_licence_is_found(root):
    assert "the card has no licence." in " ".join(datasets.verify(make_set(root, TEXT, COLUMNS, licence="")))


def test_an_unknown_name_names_those_there_are():
    with pytest.raises(learn.CourseError, match="no data set 'gapmider'.*gapminder"):
        learn.load("gapmider")


@pytest.mark.parametrize("name", ["../datasets/gapminder", "", None, 3, "tapes"])
def test_odd_names_are_refused_with_a_sentence(name):
    with pytest.raises(learn.CourseError, match="The course has:"):
        learn.load(name)


def test_the_card_shows_itself_as_text_and_as_a_page():
    card = learn.card("gapminder")
    assert "Licence: CC BY 4.0" in repr(card)
    assert "life_expectancy (float64, years)" in repr(card)
    assert "<li><code>life_expectancy</code> (float64, years):" in card._repr_html_()
