"""Where a workbook's settings may stand: a sheet of keys, a sheet of headings, a book.toml beside it, or nowhere."""

import openpyxl
import pytest

from unfence.book import check_book

SHEETS = {
    "keys": [("key", "value"), ("title", "Two"), ("currency", "CNY"), ("year", 2024), ("discount_rate", 0.04)],
    "headings": [("title", "currency", "year", "discount_rate"), ("Two", "CNY", 2024, 0.04)],
    "keys without a heading": [("title", "Two"), ("currency", "CNY"), ("year", 2024), ("discount_rate", 0.04)],
}


def workbook(path, settings=None):
    book = openpyxl.Workbook()
    book.active.title = "jurisdictions"
    rows = {"jurisdictions": [("id", "name"), ("a", "A")], "sites": [("id", "name", "jurisdiction"), ("s", "S", "a")]}
    for name, lines in [*rows.items(), *([("book", settings)] if settings else [])]:
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


@pytest.mark.parametrize("settings", SHEETS.values(), ids=SHEETS)
def test_a_sheet(settings, tmp_path):
    book, findings = check_book(workbook(tmp_path / "two.xlsx", settings))
    assert findings == ()
    assert (book.settings.title, book.settings.year, book.settings.discount_rate) == ("Two", 2024, 0.04)


def test_a_toml_beside_it(tmp_path):
    (tmp_path / "book.toml").write_text('title = "Beside"\ncurrency = "CNY"\nyear = 2023\ndiscount_rate = 0.03\n')
    book, findings = check_book(workbook(tmp_path / "two.xlsx"))
    assert findings == ()
    assert (book.settings.title, book.settings.discount_rate) == ("Beside", 0.03)


def test_nowhere_is_a_warning(tmp_path):
    book, findings = check_book(workbook(tmp_path / "two.xlsx"))
    assert [(f.level, f.code) for f in findings] == [("warning", "no_settings_sheet")]
    assert book.settings.title == "two"
