"""The rules are read from one file, and what does not fit the modules is said in one sentence."""

from __future__ import annotations

import pytest

from aiskills.catalog import CatalogError, find_root, load_catalog
from aiskills.certificates.rules import KINDS, load

from .library import RULES, rules, write

ROOT = find_root()


@pytest.fixture(scope="module")
def real():
    return load(load_catalog(ROOT))


def test_the_rules_of_the_library_are_those_of_the_curriculum(real):
    levels = real.levels
    assert (levels["essentials"].threshold, levels["foundation"].threshold, levels["advanced"].threshold) == (
        0.7,
        0.7,
        0.75,
    )
    advanced = levels["advanced"]
    assert advanced.safety_items and advanced.essentials and advanced.capstone and advanced.written_minimum == 0.75
    assert not levels["foundation"].safety_items and not levels["foundation"].capstone
    assert list(real.certificates()) == [
        "essentials",
        *(f"foundation-{letter}" for letter in "abcde"),
        *(f"advanced-{letter}" for letter in "abcde"),
    ]
    assert {"essentials", "foundation-a", "foundation-b"} <= set(real.available())
    assert "f00-start-here" not in {slug for one in real.certificates().values() for slug in one.modules}


def test_texts_of_the_certificates_are_filled_in(real):
    for one in real.certificates().values():
        assert one.title and "{" not in one.description + one.criteria
        assert f"{100 * real.level(one).threshold:g} %" in one.criteria
        assert ("one of them is enough" in one.criteria) is ((one.track or "") in real.level(one).one_lane)
        assert one.frameworks and not any("certified" in name for name in one.frameworks)
        assert (one.valid_years == 3) is (one.level == "advanced")
        for entry in real.alignments()[one.id]:
            assert entry["name"] and entry["framework"] and entry["url"].startswith("https://")


def test_lanes_and_safety_items_are_tested_parts_of_modules_that_exist(real):
    lanes = {slug: work.lanes for slug, work in real.works.items() if work.lanes}
    assert set(lanes) == {"g02-tokens-and-languages", "g05-hallucination-measured", "p02-bias-audit"}
    for slug, groups in lanes.items():  # the lanes share no part and leave none out
        parts = [part for names in groups.values() for part in names]
        assert sorted(parts) == sorted(real.works[slug].tested)
    safety = {slug: work.safety for slug, work in real.works.items() if work.safety}
    assert safety["p02-bias-audit"]["rates-small"] == "subgroup"
    assert safety["f02-honest-evaluation"]["score-inside"] == "leakage"
    assert safety[real.capstone]["data-privacy"] == "privacy"
    assert {kind for items in safety.values() for kind in items.values()} <= set(KINDS)


def test_a_planned_module_or_a_draft_cannot_be_taken_yet(tmp_path):
    found = rules(tmp_path / "one")
    assert found.available() == ("essentials", "foundation-a", "foundation-e", "advanced-a")
    assert found.missing("advanced-e") == ("f09-later",)
    found = rules(tmp_path / "two", draft=("f01-plain", "capstone"))
    assert found.available() == ("foundation-e",)
    assert found.missing("advanced-a") == ("capstone", "f01-plain")


def test_certificates_carry_what_the_file_says(tmp_path):
    found = rules(tmp_path)
    one = found.certificates()["advanced-a"]
    assert (one.level, one.track, one.modules, one.valid_years) == ("advanced", "a", ("f03-safe", "f04-other"), 3)
    assert (one.title, one.description) == ("Advanced certificate: Track One", "Advanced of Track One.")
    assert one.criteria == "75 % and 75 %." and one.frameworks == ()
    badge = found.certificates()["essentials"]
    assert (badge.title, badge.level, badge.track, badge.valid_years) == ("Small badge", "badge", None, None)
    assert badge.frameworks == ("Framework: 1.2 Name",)
    entry = {"framework": "Framework", "name": "Name", "url": "https://example.org/fr", "code": "1.2"}
    assert found.alignments()["essentials"] == [entry]


WRONG = {
    "threshold above one": (
        "threshold = 0.75",
        "threshold = 75",
        "advanced.: threshold is 75, but must be a number from 0",
    ),
    "threshold below zero": ("threshold = 0.75", "threshold = -0.1", "threshold is -0.1"),
    "threshold no number": ("threshold = 0.75", 'threshold = "0.75"', "threshold is '0.75'"),
    "threshold true": ("threshold = 0.75", "threshold = true", "threshold is True"),
    "threshold nan": ("threshold = 0.75", "threshold = nan", "threshold is nan"),
    "minimum above one": ("written_minimum = 0.75", "written_minimum = 1.01", "written_minimum is 1.01"),
    "unknown key": ("valid_years = 3", "valid_year = 3", "'valid_year' is not known here; known: threshold"),
    "missing key": ('description = "A badge."\n', "", "rules.essentials.: description is missing"),
    "unknown table": ("[rules.capstone]", "[rules.capstones]", "'capstones' is not known here"),
    "missing table": (
        '[rules.capstone]\nassignment = "capstone"\ntitle = "The capstone"\n',
        "",
        r"rules.capstone. is missing",
    ),
    "years": ("valid_years = 3", "valid_years = 0", "valid_years must be a whole number from 1"),
    "switch": ("safety_items = true", 'safety_items = "yes"', "safety_items must be true or false"),
    "badge of a badge": (
        'essentials = false\ncapstone = false\ndescription = "A b',
        'essentials = true\ncapstone = false\ndescription = "A b',
        "cannot need itself",
    ),
    "lane of no track": (
        'one_lane = ["e"]',
        'one_lane = ["x"]',
        "one_lane must be true, false, or a list of tracks .a, e.",
    ),
    "criteria": ("{threshold} % and {written} %.", "{minimum}", "criteria, threshold and written_minimum do not fit"),
    "description": ("Advanced of {track}.", "Advanced of {name}.", "description may hold {track} and no other name"),
    "empty description": ('description = "A badge."', 'description = ""', "must be sentences"),
    "badge module": ('modules = ["f01-plain"]', 'modules = ["f77-gone"]', "essentials.: there is no module 'f77-gone'"),
    "safety module": (
        "[rules.safety.f03-safe]",
        "[rules.safety.f33-safe]",
        "safety.: there is no assignment 'f33-safe'",
    ),
    "safety of a planned one": (
        "[rules.safety.f03-safe]",
        "[rules.safety.f09-later]",
        "there is no assignment 'f09-later'",
    ),
    "safety part": (
        'leakage = ["s1"]',
        'leakage = ["s9"]',
        "part 's9' does not exist; parts that tests mark: s1, s2, s3",
    ),
    "safety of a written part": ('leakage = ["s1"]', 'leakage = ["TEXT"]', "'TEXT' is marked by a person"),
    "safety kind": ('leakage = ["s1"]', 'leak = ["s1"]', "'leak' is not known here; known: leakage, privacy, inj"),
    "safety without list": ('leakage = ["s1"]', 'leakage = "s1"', "leakage must be a list of parts"),
    "lane part": ('decide = ["d1", "d2"]', 'decide = ["d1", "p2"]', "lanes.f02-lanes.: the part 'p2' does not exist"),
    "framework": ('["fr", "Name", "1.2"]', '["xx", "Name"]', "there is no framework 'xx'"),
    "mapped line": ('["fr", "Name", "1.2"]', '["fr"]', r"\['fr'\] must be \[framework, name\]"),
    "mapped track": ("[rules.mapped.a]", "[rules.mapped.z]", "'z' is not known here"),
    "framework without address": (', url = "https://example.org/fr"', "", "rules.frameworks.fr.: url is missing"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_is_one_sentence(tmp_path, name):
    old, new, words = WRONG[name]
    with pytest.raises(CatalogError, match=words) as error:
        rules(tmp_path, (old, new))
    assert str(error.value).startswith("book/tracks/tracks.toml, [") or "tracks.toml, [rules" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_file_without_rules_says_so(tmp_path):
    text = RULES[: RULES.index("[rules.essentials]")] + RULES[RULES.index("[planned") :]
    with pytest.raises(CatalogError, match=r"holds no \[rules\]"):
        load(load_catalog(write(tmp_path, text)))
