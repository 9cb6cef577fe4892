"""A side is a jurisdiction first, then a province; ``+`` joins."""

import polars as pl
import pytest

from unfence.book import sides

TOWNS = pl.DataFrame(
    {"id": ["a", "b", "c", "hunan"], "province": ["贵州", "湖南", "湖南", "贵州"]},
)


@pytest.mark.parametrize(
    ("between", "first", "second"),
    [
        (["a", "b"], {"a"}, {"b"}),
        (["贵州", "湖南"], {"a", "hunan"}, {"b", "c"}),
        (["a+hunan", "湖南"], {"a", "hunan"}, {"b", "c"}),
        (["hunan", "a + 湖南"], {"hunan"}, {"a", "b", "c"}),
        (["nobody", "a"], set(), {"a"}),
    ],
)
def test_sides(between, first, second):
    assert sides(between, TOWNS) == (frozenset(first), frozenset(second))


def test_an_id_that_is_a_province_too_is_the_jurisdiction():
    towns = TOWNS.with_columns(pl.Series("province", ["hunan", "b", "b", ""]))
    assert sides(["hunan", "b"], towns) == (frozenset({"hunan"}), frozenset({"b"}))
