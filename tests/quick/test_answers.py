"""People write numbers as they are used to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unfence.quick.answers import Span, span_of


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("120", "count", 120), ("1,200", "count", 1200), ("１２０", "count", 120), ("约120辆", "count", 120),
        ("about 120", "count", 120), ("120 左右", "count", 120), ("1.5万", "count", 15000),
        ("1.5 万人次", "count", 15000),
        ("2 h", "minutes", 120), ("2小时", "minutes", 120), ("25 分钟", "minutes", 25), ("25min", "minutes", 25),
        ("450元", "money", 450), ("0.5", "money", 0.5), (".5", "money", 0.5), ("0", "count", 0),
    ],
)  # fmt: skip
def test_one_number(text, measure, value):
    found = span_of(text, measure, vouched=True)
    assert found == Span(pytest.approx(0.9 * value), value, pytest.approx(1.1 * value))


@pytest.mark.parametrize(
    "text", ["100-140", "100~140", "100 to 140", "100至140", "１００－１４０", "140-100", "约100-140辆"]
)
def test_two_numbers_are_the_ends(text):
    assert span_of(text, "count", vouched=False) == Span(100, 120, 140)


def test_ten_thousand_at_the_end_is_for_both():
    assert span_of("1-2万", "count", vouched=False) == Span(10000, 15000, 20000)


@pytest.mark.parametrize(
    "text", ["many", "-5", "1,20", "12,3456", "25 cups", "1-2-3", "2026-03-05", "", "1e3", "5 min"]
)
def test_what_is_no_number_is_not_guessed(text):
    assert span_of(text, "count", vouched=True) is None


def test_nobody_to_vouch_makes_the_band_wider():
    assert span_of("100", "count", vouched=False) == Span(70, 100, 130)


@given(st.integers(0, 10**9), st.booleans())
def test_thousands_separators_change_nothing(number, vouched):
    assert span_of(f"{number:,}", "count", vouched=vouched) == span_of(str(number), "count", vouched=vouched)
