"""Facilitator cards are read whole, and a card that departs from their form is refused by name."""

import re

import pytest

from aiskills.catalog import CatalogError, find_root, load_catalog
from aiskills.publishing.cards import FORMATS, CardFault, parse, read_card

from .conftest import add_lesson

ROOT = find_root()
SLUGS = [module.slug for module in load_catalog(ROOT).ready]
CARD = """# Teach: Rain

**The one idea.** Count
twice.

## Before the session

- Print it.

## Run sheets

### Webinar, 90 minutes

| From | To | What happens | Who |
| --- | --- | --- | --- |
| 0 | 30 | Welcome | all |
| 30 | 90 | Make: a \\| b. *Checkpoint* | pairs |

### Hybrid

| When | What | Minutes |
| --- | --- | --- |
| Before, alone | Read | 15 |

## Where people stumble

- **"It lies."** Ask why.
- They guess. Let them.

More words.

## One discussion question

*Who pays?* Listen for names.

## Without computers

- **Not a point.** Of this list.
"""


@pytest.mark.parametrize("slug", SLUGS)
def test_every_card_is_read_whole(slug):
    text = (ROOT / f"book/teach/{slug}.md").read_text(encoding="utf-8")
    card = read_card(ROOT, slug)
    assert set(card.sheets) == set(FORMATS)
    assert card.sheet("webinar").minutes == 90 and card.sheet("workshop").minutes == 180
    rows = [line for line in re.search(r"## Run sheets(.*?)\n## Where", text, re.S)[1].splitlines() if line[:1] == "|"]
    assert sum(len(sheet.steps) for sheet in card.sheets.values()) == len(rows) - 2 * len(card.sheets)
    assert sum(step.checkpoint for sheet in card.sheets.values() for step in sheet.steps) == sum(
        "*Checkpoint*" in row for row in rows
    )
    assert len(card.stumbles) >= 5 and all(one.seen and one.helps for one in card.stumbles)
    assert card.idea and card.outcomes and card.discussion.startswith("*") and "](../questions/" in card.before


def test_a_card_with_a_list_of_points():
    card = parse(CARD, "x01-rain", "Rain")
    assert card.idea == "Count twice." and card.before == "- Print it."
    assert [(one.seen, one.helps) for one in card.stumbles] == [
        ('"It lies."', "Ask why."),
        ("They guess.", "Let them."),
    ]
    assert card.stumbles_more == "More words."
    last = card.sheet("webinar").steps[-1]
    assert (last.start, last.end, last.minutes, last.who, last.checkpoint) == (30, 90, 60, "pairs", True)
    assert last.what.startswith("Make: a \\| b.")
    assert card.sheet("hybrid").steps[0].when == "Before, alone"
    assert card.discussion == "*Who pays?* Listen for names."


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (
            "| 30 | 90 |",
            "| 30 | soon |",
            r"'Webinar, 90 minutes' has a row whose minutes are not whole numbers: 30 \| soon",
        ),
        ("| From | To |", "| Start | To |", "'Webinar, 90 minutes' must hold a table with the columns From, To"),
        ("| When | What |", "| What |", "'Hybrid' must hold a table with the columns When, What, Minutes"),
        ('- **"It lies."** Ask why.\n- They guess. Let them.\n', "", "'Where learners stumble' must hold"),
        ("*Who pays?* Listen for names.", "", "'One discussion question' holds no question"),
        ("### ", "#### ", "'Run sheets' holds none of Webinar, Workshop, Hybrid"),
    ],
)
def test_a_card_of_another_form_is_refused_with_its_heading(was, now, said):
    assert was in CARD
    with pytest.raises(CardFault, match=said):
        parse(CARD.replace(was, now), "x01-rain", "Rain")


def test_a_format_that_the_card_lacks_and_a_lesson_that_is_not_there():
    with pytest.raises(SystemExit, match="x01-rain has no run sheet 'workshop'; it has: webinar, hybrid"):
        parse(CARD, "x01-rain", "Rain").sheet("workshop")
    with pytest.raises(CatalogError, match="f02-honest-evaluation"):
        read_card(ROOT, "f98")


def test_the_card_with_the_fault_is_named(library):
    add_lesson(library)
    with pytest.raises(SystemExit, match=r"book/teach/f99-new\.md is missing: write the facilitator card"):
        read_card(library, "f99")
    (library / "book/teach").mkdir()
    (library / "book/teach/f99-new.md").write_text(CARD.replace("*Who pays?* Listen for names.", ""))
    with pytest.raises(SystemExit, match=r"book/teach/f99-new\.md: the part 'One discussion question' holds no"):
        read_card(library, "f99")
