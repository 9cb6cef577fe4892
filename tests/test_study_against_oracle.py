"""What the study's JSON says against the plain oracle: the bill, the best set, incomes, worth, prices."""

import json

import pytest

import unfence
from oracle import choices, incomes, plain
from worlds import worlds
from worlds.random_book import random_book, thin_book
from worlds.writing import World, write

NAMED = {
    "open": worlds.three_regions(),
    "fee": worlds.three_regions("fee"),
    "two_bridges": worlds.two_bridges(),
    "toll_paradox": worlds.toll_paradox(),
    "lossy_pipe": worlds.lossy_pipe(),
    "terminal_change": worlds.terminal_change(),
    "quota_shared": worlds.quota_shared(),
    "waste_dump": worlds.waste_dump(),
    "commuters": worlds.commuters(),
    "tie_fee": worlds.tie_fee(),
    "one_side": worlds.one_side(),
    "bilateral": worlds.bilateral(),
    "joint_plant": worlds.joint_plant(),
    "sloped_supply": worlds.sloped_supply(),
    "two_towns": worlds.two_towns(),
    "chained_measures": worlds.chained_measures(),
}


def random_world(seed: int) -> World:
    """A random book in which what is being built is done already."""
    tables, settings = random_book(seed, 4, slopes=seed % 3 == 0, fees=seed % 2 == 1)
    for measure in tables["measures"]:
        measure["status"] = "done" if measure.get("status") == "building" else measure.get("status", "idea")
    return tables, settings


WORLDS = NAMED | {f"random{i}": random_world(i) for i in range(5)} | {f"thin{i}": thin_book(i) for i in range(5)}


@pytest.fixture(scope="module", params=WORLDS.values(), ids=WORLDS)
def case(request, tmp_path_factory):
    """The folder, the study's JSON, the oracle's states, and how near is near."""
    folder = write(*request.param, tmp_path_factory.mktemp("book"))
    said = unfence.study(unfence.read_book(folder)).to_json()
    books = choices.opened(folder)
    return folder, json.loads(said) if isinstance(said, str) else said, books, 1e-6 * max(1.0, abs(books.today))


def test_welfare(case):
    _, said, books, near = case
    fences = frozenset(row["id"] for row in books.book["fences"])
    best = choices.best(books)
    assert said["welfare"]["today"] == pytest.approx(books.today, abs=near)
    assert said["welfare"]["open"] == pytest.approx(books.welfare(fences, frozenset()), abs=near)
    assert said["welfare"]["best"] == pytest.approx(best.welfare, abs=near)
    assert said["welfare"]["cost"] == pytest.approx(books.cost(best.measures), abs=near)
    assert said["welfare"]["gain"] == pytest.approx(best.net, abs=near)
    assert tuple(sorted(said["best"])) == best.measures


def test_bill(case):
    _, said, books, near = case
    bill = choices.bill(books)
    for kind in ("fences", "measures"):
        lines = {row["id"]: (row["alone"], row["last"], row["shapley"]) for row in said[kind]}
        expected = {key: (item.alone, item.last, item.shapley) for key, item in bill[kind].items()}
        assert {key: lines[key] for key in expected} == {k: pytest.approx(v, abs=4 * near) for k, v in expected.items()}


def test_measures(case):
    _, said, books, near = case
    shares = choices.share_of_best(books)
    for row in said["measures"]:
        if row["id"] in choices.choices(books.book):
            measure = books.book.row("measures", row["id"])
            assert row["yearly_cost"] == pytest.approx(choices.yearly_cost(measure, books.book.rate))
            assert row["in_best"] == pytest.approx(choices.in_best(books, row["id"]), abs=4 * near)
            assert (row["share_of_best"] or 0) == pytest.approx(shares.get(row["id"], 0), abs=4 * near)


def test_plans(case):
    _, said, books, near = case
    plans = choices.plans(books)
    for row in said["plans"]:
        plan = [plan for budget, plan in plans if budget <= row["budget"] + 1e-9][-1]
        assert (tuple(sorted(row["measures"])), row["gain"]) == (plan.measures, pytest.approx(plan.net, abs=4 * near))
    assert {tuple(sorted(row["measures"])) for row in said["plans"]} >= {plan.measures for _, plan in plans}


@pytest.mark.parametrize("state", ["today", "open", "best"])
def test_incomes(case, state):
    folder, said, books, near = case
    best = choices.best(books).measures if state == "best" else ()
    down = [row["id"] for row in books.book["fences"]] if state == "open" else ()
    pay: dict[str, float] = {}
    for measure in best:
        for party, money in incomes.paid(books.book, books.book.row("measures", measure)).items():
            pay[party] = pay.get(party, 0.0) + money
    ranges = incomes.income_range(folder, down, best)
    for party, ends in ranges.items():
        cost = pay.get(party, 0.0)
        expected = [None if end is None else pytest.approx(end - cost, abs=20 * near) for end in ends]
        assert said["income_range"][state][party] == expected, party
    if all(end is not None for ends in ranges.values() for end in ends):
        for party, money in incomes.income(folder, down, best).items():
            assert said["income"][state][party] == pytest.approx(money - pay.get(party, 0.0), abs=20 * near), party


def test_worth(case):
    folder, said, books, near = case
    players = books.book.players()
    assert said["sharing"]["players"] == players
    if choices.choices(books.book):
        assert said["sharing"]["worth"] == pytest.approx(incomes.worth(folder), abs=50 * near)


@pytest.mark.parametrize("state", ["today", "open"])
def test_prices(case, state):
    """A price that supports the oracle's answer lies in the study's interval."""
    folder, said, books, _ = case
    down = [row["id"] for row in books.book["fences"]] if state == "open" else ()
    prices = plain.welfare(folder, down).prices
    found = {(row["site"], row["commodity"]): row[state] for row in said["prices"] if row[state] is not None}
    assert found.keys() >= prices.keys()
    for key, price in prices.items():
        low, high = found[key]
        room = 1e-5 * max(1, abs(price))
        assert low is None or low <= price + room, key
        assert high is None or high >= price - room, key
