"""Passages of the library's own pages that are not true in every edition, and what stands there in their place.

A test holds each passage against its page: a page that is written anew must not lose its change silently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """``pattern`` on the page with this name gives way to ``text`` in editions for which ``when`` is true.

    ``when``: ``no-address`` (no public address),
    ``no-certificate`` (the pages about certificates are not taken),
    ``no-capstone``, ``no-foundation``, ``no-advanced``, ``no-tracks`` (nobody can earn such a certificate),
    ``no-demonstration`` (a module that it needs is absent), ``decide`` and ``build`` (an edition with one lane),
    ``always``.
    """

    page: str
    when: str
    pattern: str
    text: str


PASSAGES = (
    Passage("how-to-learn", "no-address", r"## Three ways to use a lesson", "## Two ways to use a lesson"),
    Passage("how-to-learn", "no-address", r"3\. \*\*Run it in the browser\.\*\*.*?(?=\n\n)", ""),
    Passage(
        "how-to-learn",
        "decide",
        r"## Two lanes\n",
        "## Two lanes\n\n**This edition is taught in the decide lane.** The cells for builders are in it too:\n"
        "read past them, or run the folded solution.\n",
    ),
    Passage(
        "how-to-learn",
        "build",
        r"## Two lanes\n",
        "## Two lanes\n\n**This edition is taught in the build lane.** The steps of the decide lane are in them too:\n"
        "take them first.\n",
    ),
    Passage(
        "your-computer",
        "no-address",
        r"To get a lesson back as it was, type for example\s+`git restore [^`]*`",
        "To get a lesson back as it was, take it from what you were given once more",
    ),
    Passage("your-computer", "no-address", r", the program `make`, and `git`", " and the program `make`"),
    Passage("instructors", "no-certificate", r"\n## From marks to certificates\n.*\Z", ""),
    Passage("instructors", "no-capstone", r"\s\[The capstone\]\(\S*\) has a form for it\.", ""),
    Passage("certificates/index", "no-capstone", r"\s\[The capstone\]\(\S*\) is for examiners\.", ""),
    Passage("instructors", "always", r"\n\| `tests/assignments/` \|[^\n]*", ""),
    Passage("certificates/index", "no-foundation", r"\n\| \*\*Foundation\*\* certificate[^\n]*", ""),
    Passage("certificates/index", "no-advanced", r"\n\| \*\*Advanced\*\* certificate[^\n]*", ""),
    Passage(
        "certificates/index", "no-tracks", r"The \[tracks\]\(\S*\) say which modules count, and which are ready\. ", ""
    ),
    Passage("certificates/index", "no-demonstration", r"\n`aiskills certificates demo.*?\.\n(?=\n|\Z)", ""),
)


def changed(page: str, text: str, states: set[str]) -> str:
    """The text of a page with the passages that are meant for an edition in these states."""
    for passage in PASSAGES:
        if passage.page == page and (passage.when == "always" or passage.when in states):
            text = re.sub(passage.pattern, lambda found, passage=passage: passage.text, text, flags=re.S)
    return text
