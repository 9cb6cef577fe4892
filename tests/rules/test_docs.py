"""Every example on the page gives what the page says."""

import json
import re
from dataclasses import fields

import pytest

from rules.page import PAGE, as_written, examples, paid
from unfence.rules import KINDS, facts_text, rules_of, statement

EXAMPLES = examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.kind)
def test_example_gives_what_the_page_says(example):
    rules = rules_of(example.toml)
    assert paid(statement(rules, facts_text(example.csv)), rules.unit) == as_written(example.rows)


def test_every_kind_has_an_example():
    assert {example.kind for example in EXAMPLES} == set(KINDS)


def test_the_page_names_every_field_of_the_json():
    text = PAGE.read_text(encoding="utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", text, re.DOTALL)[1])
    example = EXAMPLES[0]
    made = json.loads(statement(rules_of(example.toml), facts_text(example.csv)).to_json())
    assert shown.keys() == made.keys()
    assert shown["lines"][0].keys() == made["lines"][0].keys()
    assert shown["lines"][0]["basis"][0].keys() == made["lines"][0]["basis"][0].keys()


def test_the_page_names_every_key_of_every_kind():
    text = PAGE.read_text(encoding="utf-8")
    for name, kind in KINDS.items():
        missing = [key for key in [f.name for f in fields(kind)] if not re.search(rf"\b{key}\b", text)]
        assert not missing, (name, missing)
