"""The economy against the plain oracle: named worlds and random books, today and with fences down and measures done."""

from pathlib import Path

import pytest

from oracle import plain
from oracle.reader import read
from unfence.book import read_book
from unfence.economy import Economy, InfeasibleError, UnboundedError
from worlds import worlds
from worlds.random_book import random_book
from worlds.writing import World, write

NAMED = {
    "autarky": worlds.three_regions("autarky"),
    "time": worlds.three_regions("time"),
    "fee": worlds.three_regions("fee"),
    "two_bridges": worlds.two_bridges(),
    "toll_paradox": worlds.toll_paradox(),
    "lossy_pipe": worlds.lossy_pipe(),
    "terminal_change": worlds.terminal_change(),
    "quota_shared": worlds.quota_shared(),
    "directed_fence": worlds.directed_fence(),
    "waste_dump": worlds.waste_dump(),
    "commuters": worlds.commuters(),
    "tie_fee": worlds.tie_fee(),
    "one_side": worlds.one_side(),
    "no_fences": worlds.no_fences(),
    "emptyish": worlds.emptyish(),
    "joint_plant": worlds.joint_plant(),
    "sloped_supply": worlds.sloped_supply(),
    "sloped_demand_at_its_end": worlds.sloped_supply(300),
    "two_towns": worlds.two_towns(),
    "under_way": worlds.under_way(),
    "named_alike": worlds.named_alike(),
    "chained_measures": worlds.chained_measures(),
}


def states(folder: Path) -> list[dict[str, list[str]]]:
    """Today, all open, each fence alone down, each measure alone done, and some of both."""
    book = read(folder)
    fences = [row["id"] for row in book["fences"]]
    decided = [row["id"] for row in book["measures"] if row["status"] == "building"]
    choices = [row["id"] for row in book["measures"] if row["status"] in ("idea", "agreed")]
    downs = [[], fences, fences[::2], *([fence] for fence in fences)]
    return [
        *({"fences_down": down, "measures": decided} for down in downs),
        *({"fences_down": [], "measures": [*decided, choice]} for choice in choices),
        {"fences_down": fences[:2], "measures": [*decided, *choices[1:]]},
    ]


def compare(found, folder: Path, **state: list[str]) -> None:
    """One state: welfare, private objective and who collects what, to one part in a million."""
    expected = plain.welfare(folder, **state)
    close = {"rel": 1e-6, "abs": 1e-6 * max(1.0, abs(expected.welfare))}
    assert found.welfare == pytest.approx(expected.welfare, **close), state
    assert found.private == pytest.approx(expected.private, **close), state
    payees = sorted(expected.collected.keys() | found.collected.keys())
    assert [found.collected.get(payee, 0.0) for payee in payees] == pytest.approx(
        [expected.collected.get(payee, 0.0) for payee in payees], **close
    ), (state, payees)


def compare_all(folder: Path) -> None:
    """Every state of a book, all solved by one economy, one after the other."""
    economy = Economy(read_book(folder))
    for state in states(folder):
        compare(economy.solve(economy.state(**state)), folder, **state)


@pytest.mark.parametrize("world", NAMED.values(), ids=NAMED)
def test_named_worlds(world: World, tmp_path: Path):
    compare_all(write(*world, tmp_path))


@pytest.mark.parametrize("world", NAMED.values(), ids=NAMED)
def test_today(world: World, tmp_path: Path):
    economy = Economy(read_book(write(*world, tmp_path)))
    compare(economy.solve(economy.today()), tmp_path)


@pytest.mark.parametrize(
    ("world", "verdict"), [(worlds.must_short(), InfeasibleError), (worlds.endless(), UnboundedError)]
)
def test_books_without_an_answer(world: World, verdict: type[Exception], tmp_path: Path):
    economy = Economy(read_book(write(*world, tmp_path)))
    with pytest.raises(verdict):
        economy.solve(economy.today())


@pytest.mark.parametrize("seed", range(5))
def test_random_books(seed: int, tmp_path: Path):
    compare_all(write(*random_book(seed), tmp_path))


@pytest.mark.parametrize("seed", range(10, 13))
def test_random_books_with_slopes(seed: int, tmp_path: Path):
    compare_all(write(*random_book(seed, 3, slopes=True), tmp_path))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1025))
def test_many_random_books(seed: int, tmp_path: Path):
    compare_all(write(*random_book(seed, 3 + seed % 7, slopes=seed % 3 == 0), tmp_path))
