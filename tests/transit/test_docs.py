"""Every example on the page runs, and every sentence about timetables is said somewhere."""

import doctest
import re
from pathlib import Path

import unfence.network.transit
from unfence.words import sentences

PAGE = Path(__file__).parents[2] / "docs" / "transit.md"
CODE = Path(unfence.network.transit.__file__).parent


def test_examples_on_the_page():
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, optionflags=flags, encoding="utf-8")
    assert tried > 8
    assert not failed


def test_no_sentence_is_left_over_and_none_is_missing():
    code = "".join(file.read_text(encoding="utf-8") for file in sorted(CODE.glob("*.py")))
    said = {key.rpartition(".")[2] for key in sentences() if key.startswith("error.transit.")}
    named = set(re.findall(r'TransitError\(\s*"(\w+)"', code))
    assert named <= said
    assert {key for key in said if f'"{key}"' not in code} == set()
