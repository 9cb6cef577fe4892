"""Laws: settlements add up to nothing to the fen, and each kind keeps the promises of its formula."""

import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import drawn
from unfence.rules import split
from unfence.rules.fen import payments, whole
from unfence.rules.kinds.factors import apportioned
from unfence.rules.kinds.gap import evened, extra
from unfence.rules.kinds.growth_pool import limited
from unfence.rules.kinds.index import payment
from unfence.rules.kinds.ratio import bounded
from unfence.rules.kinds.relocated import origin_shares

FEN = st.integers(0, 10**13)
PARTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=7).filter(any)
DRAWS = st.randoms(use_true_random=False)


def settle_many(draw, times, seed):
    """Settle random rules of one kind; every one adds up to 0 and every payment is above 0 between two parties."""
    source = random.Random(seed)
    moved = 0
    for _ in range(times):
        terms, rows = draw(drawn.Draw(source))
        made = drawn.outcome(terms, rows)
        net = made.net()
        assert sum(net.values()) == 0
        assert all(t.fen > 0 and t.payer != t.payee and type(t.fen) is int for t in made.transfers)
        moved += bool(made.transfers)
    return moved


@pytest.mark.parametrize("draw", drawn.CASH, ids=lambda d: d.__name__)
def test_random_settlements_add_up_to_nothing(draw):
    assert settle_many(draw, 200, draw.__name__) > 50


@pytest.mark.slow
@pytest.mark.parametrize("draw", drawn.CASH, ids=lambda d: d.__name__)
def test_a_million_random_settlements_add_up_to_nothing(draw):
    times = 1_000_000 // len(drawn.CASH) + 1
    assert settle_many(draw, times, draw.__name__ + " million") > times // 4


@given(FEN, PARTS)
def test_a_split_loses_nothing_and_is_within_a_fen(amount, parts):
    shares = split(amount, parts)
    assert sum(shares) == amount
    assert all(abs(share - Fraction(amount * part, sum(parts))) < 1 for share, part in zip(shares, parts, strict=True))
    assert split(-amount, parts) == tuple(-share for share in shares)
    assert split(amount, [Fraction(part, 7) for part in parts]) == shares


@given(FEN, st.integers(1, 7))
def test_of_equals_the_earlier_comes_first(amount, n):
    shares = split(amount, [1] * n)
    assert list(shares) == sorted(shares, reverse=True)
    assert shares[0] - shares[-1] <= 1


@given(st.lists(st.fractions(-1000, 1000, max_denominator=50), min_size=1, max_size=6))
def test_rounding_keeps_the_sum(amounts):
    amounts.append(-sum(amounts, Fraction(0)))
    rounded = whole(amounts)
    assert sum(rounded) == 0
    assert all(abs(r - a) < 1 for r, a in zip(rounded, amounts, strict=True))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=8))
def test_payments_give_the_balances_with_few_payments(net):
    net.append(-sum(net))
    left = [0] * len(net)
    found = payments(net)
    for payer, payee, fen in found:
        assert fen > 0
        left[payer] -= fen
        left[payee] += fen
    assert left == net
    assert len(found) < len(net)


@given(FEN, st.lists(st.tuples(st.integers(0, 99), FEN, FEN), min_size=2, max_size=5))
def test_shares_keep_their_bounds(pool, drawn_bounds):
    parts = [part for part, _, _ in drawn_bounds]
    floors = list(split(min(pool, sum(f for _, f, _ in drawn_bounds)), [f + 1 for _, f, _ in drawn_bounds]))
    caps = [max(floor, cap) for floor, (_, _, cap) in zip(floors, drawn_bounds, strict=True)]
    caps[0] = max(caps[0], pool)
    shares = bounded(pool, parts, floors, caps)
    assert sum(shares) == pool
    assert all(f <= s <= c for f, s, c in zip(floors, shares, caps, strict=True))


@given(FEN, FEN, st.integers(1, 99), st.integers(1, 99), FEN)
def test_a_larger_pool_takes_from_nobody(pool, more, a, b, floor):
    floors = [min(pool, floor), 0]
    before, after = (bounded(p, [a, b], floors, [p, p]) for p in (pool, pool + more))
    assert all(x <= y for x, y in zip(before, after, strict=True))


@given(DRAWS)
def test_a_stage_is_a_ratio(source):
    d = drawn.Draw(source)
    terms, rows = drawn.staged(d)
    assert drawn.outcome(terms, rows).net() == drawn.outcome(drawn.Ratio(terms.stages[0].shares), rows).net()


@given(DRAWS)
def test_taxes_shared_apart_are_taxes_shared_one_by_one(source):
    terms, rows = drawn.by_tax(drawn.Draw(source))
    total: dict[str, int] = {}
    for tax, shares in terms.shares.items():
        for who, fen in drawn.outcome(drawn.Ratio(shares, taxes=(tax,)), rows).net().items():
            total[who] = total.get(who, 0) + fen
    made = drawn.outcome(terms, rows).net()
    assert all(total.get(who, 0) == made.get(who, 0) for who in total | made)


@given(DRAWS)
def test_where_nothing_grew_and_each_collects_its_stock_nothing_moves(source):
    terms, _ = drawn.increment(drawn.Draw(source))
    rows = [drawn.Fact(who, drawn.YEAR, 0, "tax", Fraction(fen, 100)) for who, fen in terms.base.items()]
    assert not drawn.outcome(terms, rows).transfers


@given(DRAWS)
def test_growth_leaves_everybody_at_least_its_stock(source):
    terms, rows = drawn.increment(drawn.Draw(source))
    held = {f.party: int(100 * f.value) for f in rows}
    if sum(held.values()) >= sum(terms.base.values()):
        net = drawn.outcome(terms, rows).net()
        assert all(held[who] + net.get(who, 0) >= base for who, base in terms.base.items())


@given(st.lists(FEN, min_size=1, max_size=6), st.fractions(0, 1, max_denominator=20), FEN)
def test_an_origin_never_gets_more_than_its_cap_or_its_share(taxes, share, cap):
    got = origin_shares(taxes, share, cap)
    assert sum(got) <= cap
    assert all(0 <= g <= t * share + 1 for g, t in zip(got, taxes, strict=True))


@given(DRAWS, st.integers(2, 9))
def test_a_factor_in_another_unit_changes_nothing(source, times):
    terms, rows = drawn.factors(drawn.Draw(source))
    scaled = [drawn.Fact(f.party, f.year, f.month, f.item, f.value * (times if f.item == "wages" else 1)) for f in rows]
    assert drawn.outcome(terms, rows).net() == drawn.outcome(terms, scaled).net()


@given(st.lists(st.tuples(st.integers(1, 99), st.integers(1, 99)), min_size=2, max_size=5), st.fractions(0, 1))
def test_apportioned_shares_are_a_whole(x, a):
    columns = [[Fraction(v) for v in column] for column in zip(*x, strict=True)]
    shares = apportioned([a, 1 - a], columns)
    assert sum(shares) == 1
    assert min(shares) > 0


@given(DRAWS)
def test_costs_alone_and_taxes_alone_make_both_together(source):
    terms, rows = drawn.costs_and_taxes(drawn.Draw(source))
    free = [drawn.Fact(f.party, f.year, f.month, f.item, f.value * (f.item == "tax")) for f in rows]
    idle = [drawn.Fact(f.party, f.year, f.month, f.item, f.value * (f.item == "cost")) for f in rows]
    both, taxes, costs = (drawn.outcome(terms, r).net() for r in (rows, free, idle))
    assert all(both.get(w, 0) == taxes.get(w, 0) + costs.get(w, 0) for w in both | taxes | costs)


@given(DRAWS)
def test_capital_is_a_ratio_by_what_was_paid(source):
    terms, rows = drawn.capital(drawn.Draw(source))
    held = {f.party: int(100 * f.value) for f in rows if f.item == "tax"}
    paid_in = [f.value for f in rows if f.item == "capital"]
    net = drawn.outcome(terms, rows).net()
    shares = [held[who] + net.get(who, 0) for who in terms.parties]
    assert tuple(shares) == split(sum(held.values()), paid_in)


@given(st.lists(st.tuples(FEN, st.integers(1, 10**6)), min_size=2, max_size=6), st.fractions(0, 1, max_denominator=30))
def test_the_gap_shrinks_by_its_rate_and_nothing_more(parties, rate):
    own, people = [fen for fen, _ in parties], [Fraction(p) for _, p in parties]
    average = Fraction(sum(own)) / sum(people)
    after = [has + change for has, change in zip(own, evened(own, people, rate), strict=True)]
    for has, now, p in zip(own, after, people, strict=True):
        assert p * average - now == (1 - rate) * (p * average - has)
    assert sum(extra(own, people, Fraction(9, 10), rate), Fraction(0)) == 0


@given(DRAWS)
def test_where_nothing_grew_the_pool_is_empty(source):
    terms, rows = drawn.growth_pool(drawn.Draw(source))
    still = [f for f in rows if f.item != "tax"]
    still += [drawn.Fact(f.party, f.year, 0, "tax", f.value) for f in rows if f.item == "base"]
    assert not drawn.outcome(terms, still).transfers


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=6), st.lists(FEN, min_size=7, max_size=7))
def test_limits_are_kept_and_nobody_changes_sides(net, limits):
    net.append(-sum(net))
    kept = limited(net, limits[: len(net)])
    assert sum(kept) == 0
    for before, after, limit in zip(net, kept, limits, strict=False):
        assert after >= -limit
        assert before * after >= 0
        assert abs(after) <= abs(before) + 1


@given(DRAWS)
def test_a_bet_is_never_more_than_twelve_stakes_and_turns_with_the_water(source):
    terms, rows = drawn.bet(drawn.Draw(source))
    assert abs(drawn.outcome(terms, rows).net().get("a", 0)) <= 12 * terms.stake
    clean, foul = (
        [drawn.Fact("s", f.year, f.month, "class", Fraction(c if f.month else 3)) for f in rows] for c in (1, 5)
    )
    assert drawn.outcome(terms, clean).net()["a"] == 12 * terms.stake == -drawn.outcome(terms, foul).net()["a"]


@given(
    st.lists(st.fractions(0, 2), min_size=2, max_size=8),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 10),
)
def test_worse_water_never_pays_more_and_a_band_has_no_cliff(indexes, first, less, reverse, hundredths):
    tiers = [(Fraction(9, 10), first + less), (Fraction(1), first)]
    band = Fraction(hundredths, 100)
    paid = [payment(p, tiers, reverse, band) for p in sorted(indexes)]
    assert paid == sorted(paid, reverse=True)
    assert all(-reverse <= fen <= first + less for fen in paid)
    if band:
        step = Fraction(1, 10**6)
        steepest = (first + less + reverse) / band
        for p in indexes:
            assert payment(p, tiers, reverse, band) - payment(p + step, tiers, reverse, band) <= steepest * step


@given(DRAWS)
def test_cleaner_sections_never_cost_who_answers_for_them(source):
    terms, rows = drawn.fund(drawn.Draw(source))
    better = [drawn.Fact("s", drawn.YEAR, 0, "compliance", Fraction(1)), rows[1]]
    who = terms.sections[0].deduct.parties[0]
    assert drawn.outcome(terms, better).net().get(who, 0) >= drawn.outcome(terms, rows).net().get(who, 0)


@given(DRAWS)
def test_flow_pays_between_nothing_and_everything(source):
    terms, rows = drawn.flow(drawn.Draw(source))
    paid = drawn.outcome(terms, rows).net().get("a", 0)
    assert 0 <= paid <= terms.amount
    all_met = [drawn.Fact(f.party, f.year, 0, f.item, Fraction(1) if f.item == "compliance" else f.value) for f in rows]
    assert drawn.outcome(terms, all_met).net().get("a", 0) == terms.amount


@given(DRAWS)
@settings(max_examples=50)
def test_one_more_good_month_never_hurts_the_upstream(source):
    terms, rows = drawn.compliance(drawn.Draw(source))
    better = [drawn.Fact("s", f.year, f.month, "class", Fraction(1) if f.month in (0, 5) else f.value) for f in rows]
    assert drawn.outcome(terms, better).net()["a"] >= drawn.outcome(terms, rows).net()["a"]
