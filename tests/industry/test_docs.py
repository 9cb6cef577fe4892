"""Every example on the page runs."""

import doctest
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "industry.md"


def test_examples_on_the_page():
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags, encoding="utf-8")
    assert tried > 20
    assert not failed
