"""Passages in other languages: named by a table's own column, or by the list, once and only where they are read."""

import pytest

from aiskills.publishing.languages import attributes, mark_languages, passages

G02 = "notebooks/generative/g02-tokens-and-languages"


def table(heads, *rows):
    cells = "".join(f"<th>{head}</th>" for head in heads)
    body = "".join(f"<tr><th>0</th>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="dataframe"><thead><tr><td></td>{cells}</tr></thead><tbody>{body}</tbody></table>'


def test_a_table_that_names_the_language_of_its_rows_marks_their_names():
    page = mark_languages(table(["locale", "name"], ("am", "አንዶራ"), ("ar", "أندورا"), ("fr", "Andorre")), "any")
    assert '<td lang="am">አንዶራ</td>' in page
    assert '<td dir="rtl" lang="ar">أندورا</td>' in page
    assert '<td lang="fr">Andorre</td>' in page
    assert mark_languages(page, "any") == page


@pytest.mark.parametrize("heads", [["language", "name"], ["locale", "tokens"]])
def test_any_other_table_stays_as_it_is(heads):
    page = table(heads, ("am", "አንዶራ"))
    assert mark_languages(page, "any") == page


def test_a_listed_passage_is_marked_where_it_is_read():
    page = '<title>ኢትዮጵያ</title><script>x = "ኢትዮጵያ"</script><p title="a > ኢትዮጵያ">Say ኢትዮጵያ now.</p>'
    marked = mark_languages(page, G02)
    assert marked == page.replace("Say ኢትዮጵያ", 'Say <span lang="am">ኢትዮጵያ</span>')
    assert mark_languages(marked, G02) == marked
    assert mark_languages(page, "book/glossary") == page


def test_scripts_that_run_from_right_to_left_say_so():
    assert attributes("ar") == 'lang="ar" dir="rtl"'
    assert attributes("fr-CA") == 'lang="fr-CA"'


def test_the_list_names_pages_and_languages():
    listed = passages()
    assert listed and all(page and 2 <= len(language) <= 11 and text.strip() for page, language, text in listed)
