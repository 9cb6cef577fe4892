"""Spans: what needs and excludes leave, and states that nothing in the span is better than."""

import numpy as np
import pytest

from gains.many_measures import book_with
from gains.opened import book_of, economy_of
from unfence.gains.choices import choices_of
from unfence.gains.spans import Span, allowed_sets, effects_of, favourable, narrowed
from worlds import worlds

PARTS = ("fences", "links", "terminals", "plants", "markets", "open_links")


def test_narrowing_follows_needs_and_excludes(tmp_path):
    choices = choices_of(book_of(worlds.chained_measures(), tmp_path))
    bridge, ramp, ferry = (choices.mask([m]) for m in ("bridge", "ramp", "ferry"))
    assert narrowed(choices, Span(ramp, 0b111)) == Span(bridge | ramp, bridge | ramp)
    assert narrowed(choices, Span(0, ramp | ferry)) == Span(0, ferry)
    assert narrowed(choices, Span(ramp | ferry, 0b111)) is None


@pytest.mark.parametrize("seed", range(4))
def test_allowed_sets_are_all_that_are_allowed(seed, tmp_path):
    choices = choices_of(book_of(book_with(seed, 8), tmp_path))
    expected = [mask for mask in range(256) if choices.allowed(mask)]
    assert sorted(allowed_sets(choices, 256)) == expected
    assert allowed_sets(choices, len(expected) - 1) == ()


@pytest.mark.parametrize("seed", range(8))
def test_a_span_of_one_plan_is_that_plan(seed, tmp_path):
    economy = economy_of(book_with(seed, 6), tmp_path)
    choices = choices_of(economy.book)
    effects = effects_of(economy.book, choices)
    for mask in range(64):
        state = economy.state(measures=choices.named(mask))
        found = favourable(effects, economy.programme.fence_kind, Span(mask, mask))
        for part in PARTS:
            np.testing.assert_allclose(getattr(found, part), getattr(state, part), rtol=1e-12, err_msg=part)


@pytest.mark.parametrize("seed", range(8))
def test_nothing_in_a_span_is_better_than_its_favourable_state(seed, tmp_path):
    economy = economy_of(book_with(seed, 6), tmp_path)
    choices = choices_of(economy.book)
    kinds = np.array(economy.programme.fence_kind)
    best = favourable(effects_of(economy.book, choices), economy.programme.fence_kind, Span(0b000010, 0b101111))
    for mask in (m for m in range(64) if m & 0b000010 and not m & 0b010000):
        state = economy.state(measures=choices.named(mask))
        for part in PARTS[1:]:
            assert (getattr(best, part) >= getattr(state, part) - 1e-9).all(), part
        lower, standing = best.fences, ~np.isnan(best.fences)
        assert not np.isnan(state.fences[standing]).any()
        better = np.where(kinds == "quota", lower >= state.fences - 1e-9, lower <= state.fences + 1e-9)
        assert better[standing].all()
