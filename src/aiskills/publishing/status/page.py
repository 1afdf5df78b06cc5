"""The page of the status: a table for learners, in words, made from the kept records alone."""

from __future__ import annotations

from datetime import datetime

from aiskills.catalog import Catalog

from ..tables import link
from .places import ALL, PLACES

OLD_DAYS = 60
MONTHS = "January February March April May June July August September October November December".split()
BROWSER_PAGE = "in-the-browser"
NAMES = {"python": "Python", "jupyterlab": "JupyterLab", "scikit-learn": "scikit-learn", "torch": "PyTorch"}
NAMES |= {"numpy": "NumPy", "pandas": "pandas", "matplotlib": "Matplotlib", "chromium": "Chromium"}


def state(status: dict, slug: str, place: str) -> str:
    """How a lesson does in a place, in a few words with a date."""
    checks = _checks(status, slug, place)
    red = [check["since"] for check in checks.values() if check["outcome"] == "red"]
    if red:
        return f"does not work since {_day(min(red))}"
    wanted = _wanted(place)
    if not wanted <= checks.keys():
        return "not possible yet" if place == "browser" else "not tried"
    tried = min(checks[check]["date"] for check in wanted)
    if _days(tried, _newest(status)) > OLD_DAYS:
        return f"worked on {_day(tried)}, not tried since"
    return f"{'recipe checked' if place == 'binder' else 'works'}, {_day(tried)}"


def page(catalog: Catalog, status: dict) -> str:
    """The page's Markdown. It links to pages that the table of contents names, and to no other."""
    contents = (catalog.root / "_toc.yml").read_text(encoding="utf-8")
    where = " [How to contribute](contributing.md) says where." if "book/contributing\n" in contents else ""
    rows = [[link(module, catalog, "book"), *_cells(status, module.slug)] for module in catalog.ready]
    return (
        "# Where the lessons work\n\n"
        "Each lesson can be opened in several places. Programs try the lessons there, and write down what happened.\n"
        f"This page is made from these records. The newest one is of {_day(_newest(status))}.\n\n"
        f"{_summary(status, catalog)}\n\n"
        f"{_table(['Lesson', *(place.heading for place in PLACES.values())], rows)}\n"
        "## What the columns say\n\n"
        + "".join(f"- **{one.heading}:** {one.explanation}{_more(name, contents)}\n" for name, one in PLACES.items())
        + f"{_opened(status, catalog)}\n"
        "*Works* means: no fault was found on that day. *Not tried* means that nobody knows. A date that is more than\n"
        f"{OLD_DAYS} days older than the newest record is marked with *not tried since*.\n\n"
        "## When a lesson does not work\n\n"
        "1. Open it in another place: the links stand under its title. The files are the same.\n"
        "2. On your own computer, type `aiskills doctor` in a terminal. It says what is missing, and what to do.\n"
        "3. If it still stops, tell the maintainers: the lesson, the place, the number of the cell, and the last line\n"
        f"   of the message.{where}\n\n"
        "You lose no progress: answers and notes stay in the file of your progress.\n\n"
        "## With which versions\n\n" + "".join(_versions(name, status) for name in PLACES)
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    """A table whose first column holds the headings of the rows."""
    lines = [":::{list-table} Each lesson in each place", ":header-rows: 1", ":stub-columns: 1", ":class: status", ""]
    for row in [head, *rows]:
        lines += [f"{'* -' if number == 0 else '  -'} {cell}" for number, cell in enumerate(row)]
    return "\n".join(lines) + "\n:::\n"


def _cells(status: dict, slug: str) -> list[str]:
    said = [state(status, slug, name) for name in PLACES]
    return [f"**{words}**" if words.startswith("does not") else words for words in said]


def _summary(status: dict, catalog: Catalog) -> str:
    """One sentence that a learner can stop at."""
    slugs = [module.slug for module in catalog.ready]
    red = [(slug, name) for slug in slugs for name in PLACES if state(status, slug, name).startswith("does not")]
    if not red:
        return "**No lesson is known not to work.**"
    lessons = len({slug for slug, _ in red})
    verb = "does" if lessons == 1 else "do"
    return f"**{lessons} of {len(slugs)} lessons {verb} not work in every place.** See the table."


def _more(name: str, contents: str) -> str:
    if name == "browser" and f"book/{BROWSER_PAGE}\n" in contents:
        return f" [What is possible, and what is missing]({BROWSER_PAGE}.md)."
    return ""


def _opened(status: dict, catalog: Catalog) -> str:
    """Which lessons were opened in a real JupyterLab too: few, because it takes long."""
    dates = {module.title: status["lessons"].get(module.slug, {}).get("lab", {}) for module in catalog.ready}
    green = [
        f"*{title}* ({_day(checks['opened']['date'])})"
        for title, checks in dates.items()
        if checks.get("opened", {}).get("outcome") == "green"
    ]
    return f"\nOpened and run in a real JupyterLab in Chromium as well: {', '.join(green)}.\n" if green else ""


def _versions(name: str, status: dict) -> str:
    facts, told = status["places"].get(name, {}), PLACES[name].told
    found = facts.get("versions", {})
    names = [package for package in dict.fromkeys([*NAMES, *found]) if package in found]
    said = ", ".join(f"{NAMES.get(one, one)} {found[one]}" for one in names if told is None or one in told)
    if not said:
        return ""
    locked = _locked(facts["differs"]) if name == "lab" else ""
    return f"- **{PLACES[name].heading}**, {_day(facts['date'])}: {said}.{locked}\n"


def _locked(differs: list[str]) -> str:
    if differs:
        return f" Other than in `requirements.lock`: {', '.join(differs)}."
    return " All packages are those of `requirements.lock`."


def _wanted(place: str) -> set[str]:
    wanted = {check for check, needed in PLACES[place].checks.items() if needed}
    return wanted | ({"as committed"} if place == "binder" else set())


def _checks(status: dict, slug: str, place: str) -> dict[str, dict]:
    """What is known of a lesson in a place: its own checks, and those that hold for every lesson.

    Binder takes the versions of the lock: what a lesson does in them counts there too.
    """
    own = status["lessons"].get(slug, {})
    checks = status["lessons"].get(ALL, {}).get(place, {}) | own.get(place, {})
    ran = own.get("lab", {}).get("as committed")
    if place == "binder" and ran and not status["places"].get("lab", {}).get("differs"):
        checks |= {"as committed": ran}
    return checks


def _newest(status: dict) -> str:
    dates = [
        check["date"] for places in status["lessons"].values() for one in places.values() for check in one.values()
    ]
    return max(dates, default="")


def _days(earlier: str, later: str) -> int:
    return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).days


def _day(date: str) -> str:
    """A date as people write it: 23 November 2026."""
    moment = datetime.fromisoformat(date)
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
