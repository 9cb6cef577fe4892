"""Sides: which jurisdictions stand on each side of a fence.

A side as written is read as a jurisdiction's id first, then as a province (all its jurisdictions);
parts joined by ``+`` are each read so. A part that is neither stands for nobody.
"""

from collections.abc import Mapping, Sequence

import polars as pl

Sides = tuple[frozenset[str], frozenset[str]]


def sides(between: Sequence[str], jurisdictions: pl.DataFrame) -> Sides:
    """The two sides of a fence as sets of jurisdiction ids; ``between`` holds the two as written.

    >>> towns = pl.DataFrame({"id": ["a", "b", "c"], "province": ["East", "West", "West"]})
    >>> first, second = sides(["a", "West"], towns)
    >>> sorted(first), sorted(second)
    (['a'], ['b', 'c'])
    """
    first, second = between
    provinces = provinces_of(jurisdictions)
    return side(first, provinces), side(second, provinces)


def provinces_of(jurisdictions: pl.DataFrame) -> Mapping[str, str]:
    """Each jurisdiction's province ("" for none)."""
    named = jurisdictions.drop_nulls("id")
    return dict(zip(named["id"], named["province"], strict=True))


def side(written: str, provinces: Mapping[str, str]) -> frozenset[str]:
    """The jurisdictions of one side, given each jurisdiction's province.

    >>> sorted(side("a+West", {"a": "East", "b": "West"}))
    ['a', 'b']
    """
    return frozenset().union(*(_part(part.strip(), provinces) for part in written.split("+")))


def _part(part: str, provinces: Mapping[str, str]) -> frozenset[str]:
    if part in provinces:
        return frozenset({part})
    return frozenset(j for j, province in provinces.items() if part and province == part)
