"""Where each lesson works: what the tests wrote down while they ran, kept in one file and shown on one page.

A test that runs a lesson somewhere leaves a record in ``_build/status`` (tests/recording.py). `aiskills status` takes
these records into ``book/status.json``; `aiskills derive` writes the page from that file alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from aiskills.catalog import load_catalog

from ..writing import write_changed
from .page import page, state
from .places import ALL, PLACES

RECORDS = "_build/status"
STATUS = "book/status.json"

__all__ = ["RECORDS", "STATUS", "keep", "page", "read"]


def keep(root: Path, say: Callable[[str], None] = print) -> list[str]:
    """Take the records of the last test runs into book/status.json; returns the paths that changed.

    A record replaces an older one of the same check; what was not run stays as it was. Taken records are removed.
    Raises SystemExit with a sentence when book/status.json cannot be read.
    """
    catalog = load_catalog(root)
    known = {ALL, *(module.slug for module in catalog.written)}
    status = read(root)
    files, records = _records(root, known, say)
    if not records:
        say(f"There is no new record in {RECORDS}: run tests that try lessons, `make test` for all.")
    _merge(status, records)
    status["lessons"] = {slug: checks for slug, checks in sorted(status["lessons"].items()) if slug in known}
    changed = _write(root, status) if records else []
    for file in files:
        file.unlink(missing_ok=True)
    for line in _table(status, [module.slug for module in catalog.ready]):
        say(line)
    return changed


def read(root: Path) -> dict:
    """The kept status; an empty one where nothing was kept. SystemExit with a sentence for a file that is damaged."""
    path = root / STATUS
    if not path.is_file():
        return {"places": {}, "lessons": {}}
    try:
        status = json.loads(path.read_text(encoding="utf-8"))
        for checks in status["lessons"].values():
            for place in checks.values():
                for check in place.values():
                    check["outcome"], check["date"]
        status["places"].items()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(f"{STATUS} is damaged ({error!r}): take it from an earlier version, or delete it.") from None
    return status


def _records(root: Path, known: set[str], say: Callable[[str], None]) -> tuple[list[Path], list[dict]]:
    """The files of records that were understood, and their content, oldest first. Others are named and left there."""
    files, records = [], []
    for file in sorted((root / RECORDS).glob("*.json")):
        try:
            record = json.loads(file.read_text(encoding="utf-8"))
            place, check, slug = record["place"], record["check"], record["slug"]
            if record["outcome"] not in ("green", "red") or not record["date"]:
                raise ValueError(f"outcome {record['outcome']!r}")
            if check not in PLACES[place].checks or slug not in known:
                raise ValueError(f"{place}, {check}, {slug}")
        except (ValueError, KeyError, TypeError) as error:
            say(f"{RECORDS}/{file.name} is no record that can be used ({error!r}): it is left out.")
            continue
        files.append(file)
        records.append(record)
    return files, sorted(records, key=lambda record: record["date"])


def _merge(status: dict, records: list[dict]) -> None:
    """Records into the status: the newest of each check counts, and of several tests of one check the red one."""
    together: dict[tuple, list[dict]] = {}
    for record in records:
        together.setdefault((record["slug"], record["place"], record["check"]), []).append(record)
    for (slug, place, check), several in together.items():
        checks = status["lessons"].setdefault(slug, {}).setdefault(place, {})
        former, newest = checks.get(check), several[-1]
        if former and former["date"] > newest["date"]:
            continue
        red = [record["date"] for record in several if record["outcome"] == "red"]
        checks[check] = {"outcome": "red" if red else "green", "date": newest["date"]}
        if red:
            checks[check]["since"] = former.get("since", red[0]) if former and former["outcome"] == "red" else red[0]
    for record in records:
        former = status["places"].get(record["place"])
        if record.get("versions") and not (former and former["date"] > record["date"]):
            facts = {"date": record["date"], "versions": record["versions"], "differs": record.get("differs", [])}
            status["places"][record["place"]] = facts


def _write(root: Path, status: dict) -> list[str]:
    text = json.dumps(status, indent=1, sort_keys=True) + "\n"
    return [STATUS] if write_changed(root / STATUS, text) else []


def _table(status: dict, slugs: list[str]) -> list[str]:
    """The state of each lesson in each place, as lines of equal columns."""
    rows = [("lesson", *(place.heading for place in PLACES.values()))]
    rows += [(slug, *(state(status, slug, name) for name in PLACES)) for slug in slugs]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
