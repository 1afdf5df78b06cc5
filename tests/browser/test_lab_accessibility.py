"""A lesson in JupyterLab: our text and our outputs under the rules of axe-core; the program around them is not ours."""

import json

import pytest

from .rules import prepare
from .test_lab import open_lesson, run_all, site, visitor  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser
OURS = [".jp-RenderedMarkdown", ".jp-OutputArea-output"]
WITHOUT = [
    # Judged on a whole page only: a lesson is a part of JupyterLab's page, with the headings and landmarks of that.
    *("region", "page-has-heading-one", "landmark-one-main", "bypass", "heading-order"),
    # The corner of every table that pandas shows; a matter of good practice, not of the standard. The book mends it.
    "empty-table-header",
]
# JupyterLab shows a figure without any words, whatever the notebook says of it. The book's page about accessibility
# tells readers so: the paragraph near the figure states the finding, and its numbers stand in the table under it.
NOT_OURS = ".jp-RenderedImage img"
LOOK = """async ([ours, without, others]) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const whole = ({ top, bottom }) => top >= 0 && bottom <= innerHeight;
    const include = [...document.querySelectorAll(ours)].filter((one) => one.checkVisibility() && !one.dataset.looked);
    if (!include.length) return [0, 0, []];
    const exclude = [...document.querySelectorAll(others)];
    const rules = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
    const options = { preload: false, resultTypes: ["violations"], runOnly: { type: "tag", values: tags }, rules };
    const result = await axe.run({ include, exclude }, options);
    const told = (rule) => rule.nodes.map((one) => [rule.id, one.html.slice(0, 200)]);
    const silent = exclude.filter((image) => !image.alt).length;
    // What lies on the screen as a whole is not looked at again.
    include.forEach((one) => { if (whole(one.getBoundingClientRect())) one.dataset.looked = "yes"; });
    return [include.length, silent, result.violations.flatMap(told)];
}"""


def found_in(lab) -> tuple[int, int, set[str]]:
    """Scroll through the notebook, of which Lab keeps the cells near the screen; count parts and silent figures."""
    prepare(lab)
    seen, silent, faults = 0, 0, set()
    panel = lab.locator(".jp-NotebookPanel .jp-WindowedPanel-outer").first
    panel.evaluate("panel => { panel.scrollTop = 0; }")
    for _ in range(60):
        lab.wait_for_timeout(400)
        count, images, violations = lab.evaluate(LOOK, [",".join(OURS), WITHOUT, NOT_OURS])
        seen, silent = seen + count, silent + images
        faults |= {json.dumps(one) for one in violations}
        at_end = panel.evaluate(
            "panel => { const before = panel.scrollTop; panel.scrollTop += 0.8 * panel.clientHeight;"
            " return panel.scrollTop === before; }"
        )
        if at_end:
            return seen, silent, faults
    raise AssertionError("the notebook has no end")


def test_what_we_show_in_lab_keeps_the_rules(visitor, site):  # noqa: F811
    """Text, quizzes, polls, checks, widgets and tables of a lesson that was run from top to bottom."""
    lab = open_lesson(visitor, site, "foundations", "f02-honest-evaluation")
    run_all(lab)
    lab.wait_for_timeout(1000)
    seen, silent, faults = found_in(lab)
    assert seen > 40, "the notebook was not shown"
    assert faults == set()
    assert silent > 0, "JupyterLab describes figures now: let the rules see them, and tell readers"
    assert visitor.outside == []
