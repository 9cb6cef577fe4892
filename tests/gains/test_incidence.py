"""Whom a measure makes richer or poorer: by hand, and the law that the changes add up to what it adds."""

import pytest

import unfence
from worlds import worlds
from worlds.writing import write


def studied(name, folder):
    return unfence.study(unfence.read_book(write(*getattr(worlds, name)(), folder)))


def barred():
    """The ferry excludes the bridge, which stands already: no plan can hold the ferry."""
    tables, settings = worlds.chained_measures()
    tables["measures"][0]["status"] = "done"
    return tables, settings


def test_two_towns_by_hand():
    """On paper: east earns 45,000 today and 65,500 after paying 1,500 of 3,000 a year; west 55,500 and 62,500."""
    found = unfence.study(unfence.examples.example("two_towns")).incidence["one_check"]
    assert found.parties == ("east", "west")
    assert found.payers == {"east": 0.5, "west": 0.5}
    assert found.instead == ()
    assert found.change == pytest.approx({"east": 20500, "west": 7000, "outside": 0}, abs=1e-6)


def test_what_would_be_done_instead(tmp_path):
    """Without the ramp, or the bridge that it needs, the ferry is best (4,200 of 4,400); forced in, it is alone."""
    found = studied("chained_measures", tmp_path).incidence
    assert {name: one.instead for name, one in found.items()} == {
        "bridge": ("ferry",),
        "ramp": ("ferry",),
        "ferry": ("ferry",),
    }
    for name, gained in (("bridge", 200), ("ramp", 200), ("ferry", -200)):
        assert sum(found[name].change.values()) == pytest.approx(gained, abs=1e-6)


def test_what_no_plan_can_hold_changes_nothing(tmp_path):
    study = unfence.study(unfence.read_book(write(*barred(), tmp_path)))
    assert study.incidence["ferry"].change is None
    assert study.incidence["ramp"].change is not None


@pytest.mark.parametrize("name", ["two_towns", "chained_measures", "two_bridges", "joint_plant"])
def test_the_changes_add_up_to_what_the_measure_adds(name, tmp_path):
    study = studied(name, tmp_path)
    for price in study.measures.prices:
        change = study.incidence[price.id].change
        near = 1e-6 * max(1, abs(study.fences.today))
        assert sum(change.values()) == pytest.approx(price.in_best, abs=near)
