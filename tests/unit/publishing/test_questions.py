"""The printed questions hold what the lesson asks, and the right letters."""

import re
import tomllib

from aiskills.catalog import load_catalog
from aiskills.publishing.questions import LETTERS, question_pages

CATALOG = load_catalog()


def test_every_question_and_option_is_on_the_page_with_the_right_letter():
    pages = question_pages(CATALOG)
    assert set(pages) == {f"book/questions/{module.slug}.md" for module in CATALOG.ready}
    for module in CATALOG.ready:
        path = CATALOG.root / "src/aiskills/learn/lessons" / f"{module.slug.replace('-', '_')}.toml"
        texts, page = tomllib.loads(path.read_text(encoding="utf-8")), pages[f"book/questions/{module.slug}.md"]
        asked, answered = page.split("## Answers and reasons")
        questions = [*texts["recall"], texts["poll"], *texts["exit"]]
        answers = re.findall(r"^\*\*\d+\.\*\* The best answer is \*\*([A-H](?: or [A-H])*)\*\*", answered, re.M)
        assert len(answers) == len(questions), module.slug
        for question, letters in zip(questions, answers, strict=True):
            assert question["question"] in asked
            for letter, option in zip(LETTERS, question["options"], strict=False):
                assert f"- **{letter}.** {option['text']}\n" in asked
                right = option.get("right", False) or option.get("id", "") == question.get("right", ...)
                assert (letter in letters.split(" or ")) == right, (module.slug, question["question"])
                assert option.get("reason", "") in answered
