"""Every table, column, unit and finding is explained in both languages, and the page on disk is up to date."""

import re
from pathlib import Path

import pytest

from unfence.book import tables_markdown
from unfence.book.explanations import about_column, cells, comment, refreshed, when_empty
from unfence.book.schema import TABLES, columns
from unfence.words import sentences

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_column_is_explained(table, lang):
    for name, said in columns(table).items():
        assert about_column(table, name, lang)
        assert comment(table, name, lang)
        assert cells(said, lang)
        assert said.required is (when_empty(said, lang) in ("required", "必填"))


def test_a_table_shows_its_limits():
    lines = tables_markdown("en").splitlines()
    assert "| **id** | id: a-z, 0-9, _ and - | required | names the row; other tables refer to it |" in lines
    assert "| minutes | number, minutes, 0 or more | km / speed of the mode | time of travel |" in lines


def test_the_page_is_up_to_date():
    page = (ROOT / "docs" / "book.md").read_text(encoding="utf-8")
    assert page == refreshed(page)


def test_every_finding_of_the_package_has_words():
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "src/unfence/book").glob("*.py"))
    codes = set(re.findall(r'Finding\(\s*"(?:error|warning)", "(\w+)"', source))
    assert len(codes) > 40
    assert not [code for code in codes if {f"finding.{code}.what", f"finding.{code}.mend"} - set(sentences())]
