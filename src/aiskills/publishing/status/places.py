"""The places in which a learner can open a lesson, and what was tried for each."""

from __future__ import annotations

from dataclasses import dataclass

ALL = "*"  # the slug of a record that holds for every lesson


@dataclass(frozen=True)
class Place:
    """One column of the page. ``checks``: what tests record, True where a lesson "works" only with it."""

    heading: str
    checks: dict[str, bool]
    explanation: str


PLACES = {
    "lab": Place(
        "JupyterLab",
        {"as committed": True, "with solutions": True, "opened": False},
        "the lesson ran from the first cell to the last in a fresh kernel, once as it is published and once with every"
        " exercise solved. The results that must be the same everywhere were compared.",
    ),
    "binder": Place(
        "Binder",
        {"recipe": True},
        "the recipe from which Binder makes its image was checked with Binder's own program, and the lesson ran in the"
        " versions that the recipe asks for (column JupyterLab). The image itself was not built here.",
    ),
    "colab": Place(
        "Google Colab",
        {"alone": True},
        "the notebook, alone in its folder, ran in an environment of its own with the versions that Google Colab has."
        " The service itself was not used.",
    ),
    "browser": Place(
        "Without a kernel",
        {"runs": True},
        "the lesson ran inside the web browser, without Python on the computer.",
    ),
    "page": Place(
        "Page of this book",
        {"quiz": True},
        "the published page was opened from a folder in Chromium, without a network, and its first quiz was answered"
        " with the keyboard alone.",
    ),
}
