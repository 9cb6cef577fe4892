"""The terms that fit a fair split, signed as a rule and settled, give that split to the fen."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import unfence
from unfence.economy.accounts import Accounts
from unfence.gains.agreement import agreement_of
from unfence.gains.sharing import Sharing, Split
from unfence.rules import facts_text, rules_of, statement

PLAYERS = ("a", "b", "c")
taxes = st.lists(st.integers(1_000, 10**7), min_size=3, max_size=3)
claims = st.lists(st.integers(-(10**5), 10**5), min_size=2, max_size=2)


def agreement(before, after, transfers, people=(None, None, None)):
    n = len(transfers)
    book = unfence.book.book_from_rows(
        jurisdictions=[
            {"id": p, "name": p, **({"population": heads} if heads else {})}
            for p, heads in zip(PLAYERS[:n], people, strict=False)
        ],
        sites=[{"id": "s", "name": "S", "jurisdiction": "a"}],
    )
    split = Split((0.0,) * n, tuple(map(float, transfers)), True, 0.0, (), ())
    sharing = Sharing(PLAYERS[:n], (0.0,) * 2**n, (0.0,) * n, 0.0, True, False, 0.0, {"nucleolus": split})
    accounts = [
        Accounts({p: {"tax": float(t)} for p, t in zip(PLAYERS, tax, strict=False)}, {}) for tax in (before, after)
    ]
    return {terms.kind: terms for terms in agreement_of(book, sharing, *accounts, gain=1.0).rules}


def settled(kind, terms, before, after):
    """What a rule file with these terms pays, in yuan, by player."""
    n = len(after)
    ids = PLAYERS[:n]
    lines = [f"parties = {{{', '.join(f'{p} = {json.dumps(p)}' for p in ids)}}}", "[[rule]]", 'id = "park"']
    lines += [f'kind = "{kind}"', "from = 2026"]
    if kind == "gap":
        lines += [f"rate = {terms[0]!r}", f"parties = {list(ids)!r}"]
    else:
        lines.append(f"shares = {{{', '.join(f'{p} = {t!r}' for p, t in zip(ids, terms, strict=True))}}}")
    if kind == "increment":
        lines.append(f"base = {{{', '.join(f'{p} = {b}' for p, b in zip(ids, before, strict=True))}}}")
    facts = "party,year,item,value\n" + "".join(f"{p},2026,tax,{t}\n" for p, t in zip(ids, after, strict=True))
    balances = statement(rules_of("\n".join(lines)), facts_text(facts)).balances(2026)
    return [balances[p] / 100 for p in ids]


@given(before=taxes, grown=taxes, claim=claims)
@settings(max_examples=40, deadline=None)
def test_shares_settle_to_the_fair_split(before, grown, claim):
    after = [b + g for b, g in zip(before, grown, strict=True)]
    transfers = [*claim, -sum(claim)]
    for kind in ("ratio", "increment"):
        terms = agreement(before, after, transfers)[kind]
        if terms.signable:
            assert settled(kind, terms.terms, before, after) == pytest.approx(transfers, abs=0.011)


@given(after=st.lists(st.integers(1_000, 10**7), min_size=2, max_size=2, unique=True), share=st.floats(0.01, 0.99))
@settings(max_examples=40, deadline=None)
def test_the_gap_settles_to_the_fair_split(after, share):
    transfers = [share * (after[1] - after[0]) / 2, share * (after[0] - after[1]) / 2]
    terms = agreement(after, after, transfers)["gap"]
    assert terms.terms[0] == pytest.approx(share)
    if abs(after[0] - after[1]) > 100:
        assert settled("gap", terms.terms, after, after) == pytest.approx(transfers, abs=0.02)


def test_by_hand():
    """Taxes 300, 200 grow to 420, 260; the fair split lets a pay 40: 380 of 680, that is 80 of the 180 that grew."""
    found = agreement([300, 200], [420, 260], [-40, 40])
    assert found["ratio"].terms == pytest.approx((380 / 680, 300 / 680))
    assert found["increment"].terms == pytest.approx((80 / 180, 100 / 180))
    assert found["increment"].equal_apart == pytest.approx(10)  # 5:5 lets a pay 30
    assert found["ratio"].equal_apart == pytest.approx(40)  # 5:5 lets a pay 80
    assert found["gap"].terms == pytest.approx((0.5,))  # 80 above the mean of 340
    assert all(terms.signable for terms in found.values())


def test_people_count_where_they_are_known():
    """a has 30 of 40 people and 300 of 400 of the tax: no gap to share, so no rate can pay anything."""
    found = agreement([300, 100], [300, 100], [-10, 10], people=(30, 10, None))
    assert found["gap"].terms == ()
    assert found["gap"].apart == pytest.approx(10)


def test_nothing_grew():
    found = agreement([300, 200], [300, 200], [-40, 40])
    assert found["increment"].terms == ()
    assert not found["increment"].signable
    assert found["increment"].apart == pytest.approx(40)


def test_three_players_and_one_rate():
    """No single rate gives this; the nearest in least squares leaves 20 between."""
    found = agreement([0, 0, 0], [100, 200, 300], [60, -40, -20])["gap"]
    z, t = np.array([100, 0, -100.0]), np.array([60, -40, -20.0])
    assert found.terms == pytest.approx((z @ t / (z @ z),))
    assert found.apart == pytest.approx(np.abs(found.terms[0] * z - t).max())


def test_more_than_all_cannot_be_signed():
    assert not agreement([0, 100], [0, 100], [-10, 10])["ratio"].signable


def test_nobody_to_agree_with():
    from economy.books import book_of
    from worlds import worlds

    assert unfence.study(book_of(worlds.one_side())).agreement is None
