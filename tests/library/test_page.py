"""The documentation of the library is made from its files."""

from pathlib import Path

from unfence.library.pages import refreshed

PAGE = Path(__file__).parents[2] / "docs" / "library.md"


def test_the_page_is_up_to_date():
    text = PAGE.read_text(encoding="utf-8")
    assert refreshed(text) == text, "make it anew with unfence.library.pages.refreshed"
