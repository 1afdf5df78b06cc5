"""The places in which a learner can open a lesson, and what was tried for each."""

from __future__ import annotations

from dataclasses import dataclass

ALL = "*"  # the slug of a record that holds for every lesson


@dataclass(frozen=True)
class Place:
    """One column of the page.

    ``checks``: what tests record, True where a lesson "works" only with it. ``told``: the packages whose versions the
    page tells, None for all that were recorded.
    """

    heading: str
    checks: dict[str, bool]
    explanation: str
    told: tuple[str, ...] | None = None


PLACES = {
    "lab": Place(
        "JupyterLab",
        {"as committed": True, "with solutions": True, "opened": False},
        "the lesson ran from the first cell to the last in a fresh kernel, once as it is published and once with every"
        " exercise solved. The results that must be the same everywhere were compared.",
    ),
    "page": Place(
        "Page of this book",
        {"quiz": True},
        "the published page was opened from a folder in Chromium, without a network, and its first quiz was answered"
        " with the keyboard alone.",
        told=("chromium",),
    ),
    "colab": Place(
        "Google Colab",
        {"alone": True},
        "the notebook, alone in its folder, ran in an environment of its own with the versions of packages that Google"
        " Colab has. The service itself, with its own Python, was not used.",
    ),
    "binder": Place(
        "Binder (image not built)",
        {"recipe": True},
        "the recipe from which Binder makes its image was checked with Binder's own program. The lesson ran here with"
        " the same versions of the packages (column JupyterLab). The image itself, with its own Python and PyTorch, was"
        " not built.",
        told=(),
    ),
    "browser": Place(
        "In the browser",
        {"runs": True},
        "the lesson ran inside the web browser alone, with no Python on the computer and no account anywhere. *Not"
        " possible yet* means that something a lesson needs does not run there.",
    ),
}
