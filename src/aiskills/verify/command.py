"""``aiskills verify``: checks files and says for each, in a sentence and a few facts, what it is worth."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from . import trust
from .checking import check
from .reading import MAX_FILE
from .sentences import day, harmless, languages, sentence

_VALID = {True: "yes", False: "no", None: "cannot be said here"}
# Until the signature is known to be good, a file only claims.
_UNPROVEN = frozenset({"unknown-key", "forged", "withdrawn-key"})


def verify(
    files: Iterable[Path | str],
    trust_paths: Iterable[Path | str] = (),
    lang: str = "en",
    email: str | None = None,
    as_json: bool = False,
    now: datetime | None = None,
) -> int:
    """Check each file and print what it is worth; with ``as_json`` one JSON object a line. Exit status 0: all good.

    Trusted are the issuers that come with a checkout and those in ``trust_paths``. Raises SystemExit with a sentence
    for a wrong trust file or an unknown language.
    """
    if lang not in languages():
        raise SystemExit(f"There are no sentences in {lang!r}. Choose one of: {', '.join(languages())}.")
    bundle = trust.load([*trust.default(), *trust_paths])
    now = now or datetime.now(UTC)
    fine = True
    if not bundle["issuers"] and not as_json:
        print("No issuer is pinned here, so no certificate can be trusted. Give a list of issuers with --trust.\n")
    for path in map(Path, files):
        try:
            with path.open("rb") as stream:
                data = stream.read(MAX_FILE + 1)
        except OSError as error:
            print(f"{harmless(str(path))}: this file cannot be read ({error.strerror}).", file=sys.stderr)
            fine = False
            continue
        report = check(data, bundle, now=now, email=email)
        fine = fine and report["outcome"] == "good"
        if as_json:
            print(json.dumps({"file": str(path), "sentence": sentence(report, lang), **report}))
        else:
            print(f"{harmless(str(path))}\n  {sentence(report, lang)}")
            print("".join(f"    {line}\n" for line in lines(report)))
    return 0 if fine else 1


def lines(report: dict) -> list[str]:
    """The facts of a report in short lines, each harmless to print."""
    facts, state, outcome = report["facts"], report["status"], report["outcome"]
    if report["kind"] is None or facts["id"] is None:
        return [f"outcome: {outcome}"]
    trusted = "yes, it is pinned here" if report["trusted"] else "no"
    found = [("outcome", outcome), ("valid", _VALID[report["valid"]]), ("issuer trusted", trusted)]
    if outcome in _UNPROVEN:
        found.append(("note", "what follows is only what the file claims"))
    elif not report["trusted"]:
        found.append(("note", "the issuer chose its name itself, and nobody here knows it"))
    found += [("name", facts["name"]), ("what", _what(facts)), ("issuer", _issuer(facts))]
    found += [("issued", day(facts["validFrom"])), ("valid until", day(facts["validUntil"]))]
    found += [("result", _result(one)) for one in facts["results"]]
    for member in facts["members"]:
        found.append(("holds", member["achievement"]))
        found += [("result", _result(one)) for one in member["results"]]
    found += [("aligned to", " ".join(filter(None, one.values()))) for one in facts["alignments"]]
    found += [("evidence", one) for one in facts["evidence"]]
    found += [("id", facts["id"]), ("key", facts["keyId"])]
    if state["made"] is not None:
        found.append(("status list", f"made {day(state['made'])}, {state['ageDays']} days ago"))
    if report["personChecked"]:
        found.append(("e-mail", "another one" if outcome == "other-person" else "fits"))
    return [f"{name}: {harmless(value)}" for name, value in found if value]


def _what(facts: dict) -> str | None:
    kind = facts["achievementType"]
    return f"{facts['achievement']} ({kind})" if facts["achievement"] and kind else facts["achievement"]


def _issuer(facts: dict) -> str:
    return f"{facts['issuer']} ({facts['issuerId']})" if facts["issuer"] else facts["issuerId"]


def _result(one: dict) -> str:
    return f"{one['name'] or 'without a name'}: {one['value']}"
