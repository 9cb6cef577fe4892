"""Sharing: by hand, with games that are not superadditive or below 0, and with one, seven and no players."""

import pytest

from gains.opened import economy_of, shared
from unfence.economy import Economy
from unfence.examples import example
from worlds import worlds
from worlds.random_book import random_book
from worlds.writing import link, ore, settings, two_sides


def test_two_towns():
    found = shared(Economy(example("two_towns")))
    assert found.players == ("east", "west")
    assert found.worth == pytest.approx((0, 0, 0, 27_500))
    assert found.own_change == pytest.approx((20_500, 7_000))
    for rule in ("shapley", "nucleolus"):
        assert found.splits[rule].shares == pytest.approx((13_750, 13_750))
        assert found.splits[rule].transfers == pytest.approx((-6_750, 6_750))
        assert found.splits[rule].in_core
    assert found.outside_change == pytest.approx(0)


def test_two_bridges_for_one_river(tmp_path):
    """Either side can have all of it alone: the worths do not add, nobody can be content."""
    found = shared(economy_of(worlds.two_bridges(), tmp_path))
    assert found.worth == pytest.approx((0, 8000, 8000, 8000))
    assert not found.superadditive
    assert found.core_empty
    assert "nucleolus" not in found.splits
    split = found.splits["prenucleolus"]
    assert split.shares == pytest.approx((4000, 4000))
    assert (split.in_core, split.complaint) == (False, pytest.approx(4000))


def outsiders_gain():
    """Both markets lie outside; the west would build and pay the road between them: 40 a tonne, all for others."""
    tables = two_sides(
        markets=[row | {"site": site} for row, site in zip(ore(10, 50), ("port", "quay"), strict=True)],
        links=[link("road", a="port", b="quay", status="planned")],
        measures=[{"id": "pave", "name": "Pave", "capex": 20_000, "parties": "west", "payers": "west:1"}],
        effects=[{"measure": "pave", "on": "link", "id": "road", "change": "open"}],
    )
    tables["sites"] += [{"id": "port", "name": "Port"}, {"id": "quay", "name": "Quay"}]
    return tables, settings("A gain of outsiders")


def test_a_worth_below_nothing(tmp_path):
    found = shared(economy_of(outsiders_gain(), tmp_path))
    assert found.worth == pytest.approx((0, -1000, 0, -1000))
    assert found.outside_change == pytest.approx(4000)
    assert "prenucleolus" in found.splits
    assert found.splits["shapley"].shares == pytest.approx((-1000, 0))
    assert found.splits["shapley"].worse_off == ("west",)


@pytest.mark.parametrize("seed", range(5))
def test_shares_add_up_and_transfers_cancel(seed, tmp_path):
    economy = economy_of(random_book(seed), tmp_path)
    found = shared(economy)
    pot = found.worth[-1]
    near = {"rel": 1e-9, "abs": 1e-7 * max(1.0, *map(abs, found.worth), sum(map(abs, found.own_change)))}
    assert sum(found.own_change) == pytest.approx(pot, **near)
    for split in found.splits.values():
        assert sum(split.shares) == pytest.approx(pot, **near)
        assert sum(split.transfers) == pytest.approx(0, **near)


def seven_counties():
    """Seven counties dig 50 t each; all is melted at the first, behind a check on the road from each of the others."""
    ids = [f"c{i}" for i in range(7)]
    tables = two_sides()
    tables["jurisdictions"] = [{"id": c, "name": c, "province": "west" if c < "c4" else "east"} for c in ids]
    tables["sites"] = [{"id": f"s{c}", "name": c, "jurisdiction": c} for c in ids]
    tables["markets"] = [
        {"id": "melt", "site": "sc0", "commodity": "ore", "side": "demand", "price": 60, "quantity": 350},
        *({"id": f"dig{c}", "site": f"s{c}", "commodity": "ore", "side": "supply", "price": 10 + i, "quantity": 50}
          for i, c in enumerate(ids)),
    ]  # fmt: skip
    tables["links"] = [link(f"road{c}", a=f"s{c}", b="sc0", cost=1) for c in ids[1:]]
    tables["fences"] = [
        {"id": f"check{c}", "name": c, "between": f"{c};c0", "kind": "cost", "size": 20} for c in ids[1:]
    ]
    tables["measures"] = [{"id": f"one{c}", "name": c, "opex": 100} for c in ids[1:]]
    tables["effects"] = [{"measure": f"one{c}", "on": "fence", "id": f"check{c}", "change": "remove"} for c in ids[1:]]
    return tables, settings("Seven counties")


def test_seven_players(tmp_path):
    """Removing a check saves 20 on each of the 50 t that cross there, 900 net, and needs the first and that county."""
    found = shared(economy_of(seven_counties(), tmp_path))
    assert found.worth == pytest.approx([900 * ((mask >> 1).bit_count() if mask & 1 else 0) for mask in range(128)])
    assert found.superadditive
    for rule in ("shapley", "nucleolus"):
        assert found.splits[rule].shares == pytest.approx((2700, *[450] * 6))
        assert found.splits[rule].in_core


def test_one_player(tmp_path):
    tables, facts = worlds.one_side()
    tables["links"][0]["status"] = "planned"
    tables["measures"] = [{"id": "pave", "name": "Pave", "opex": 500}]
    tables["effects"] = [{"measure": "pave", "on": "link", "id": "lane", "change": "open"}]
    found = shared(economy_of((tables, facts), tmp_path))
    assert found.worth == pytest.approx((0, 2000))
    assert all(split.shares == pytest.approx((2000,)) for split in found.splits.values())
    assert found.splits["shapley"].transfers == pytest.approx((0,))


def test_no_players(tmp_path):
    tables, facts = worlds.two_bridges()
    for row in tables["jurisdictions"]:
        row["player"] = "no"
    for row in tables["measures"]:
        row["parties"] = ""
    found = shared(economy_of((tables, facts), tmp_path))
    assert (found.players, found.worth, found.splits) == ((), (0.0,), {})


def test_a_book_without_measures_shares_what_falls_with_the_fences(tmp_path):
    """A fence between the two falls only with both: open - today = 3 x 80."""
    tables, facts = worlds.directed_fence()
    found = shared(economy_of((tables, facts), tmp_path))
    assert found.worth == pytest.approx((0, 0, 0, 240))
