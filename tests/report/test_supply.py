"""Who supplies whom: what the picture of the chain draws, and where each plant stands in it."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import unfence
from report.page_reader import Page
from unfence.report import page
from unfence.report.facts import facts_of
from unfence.report.supply import Supply, steps_of
from unfence.report.supply_drawing import Drawing, narrow, wide
from worlds.neighbours import neighbours
from worlds.writing import write

names = st.sampled_from("abcdefg")
lines = st.lists(st.tuples(names, names).filter(lambda line: line[0] != line[1]), unique=True)


@pytest.fixture(scope="module")
def supply(tmp_path_factory):
    book = unfence.read_book(write(*neighbours(), tmp_path_factory.mktemp("book")))
    return Supply(facts_of(unfence.study(book), "en"))


def test_what_moves_and_what_could(two_towns):
    supply = Supply(facts_of(two_towns, "en"))
    moving, could = ([line for line in supply.lines if line.could is which] for which in (False, True))
    # bricks to the buyers in the east (one box, called by their first market); coal would save 22 on each of 400 t
    assert [(m.commodity, m.start, m.end, m.across) for m in moving] == [("bricks", "kiln", "heating", True)]
    assert [(m.commodity, m.start, m.end, round(m.value)) for m in could] == [("coal", "mine", "kiln", 8800)]


def test_what_comes_from_a_side_is_split_among_its_makers_and_users(two_towns):
    def member(name, home, quantity):
        return {"id": name, "home": home, "quantity": quantity, "price": 2.0}

    brine = {
        "id": "bricks", "kind": "good", "sources": {"east": {"west": 90.0, "east": 10.0}},
        "makers": [member("large", "west", 200.0), member("small", "west", 100.0), member("own", "east", 10.0)],
        "users": [member("u", "east", 75.0), member("v", "east", 25.0)],
    }  # fmt: skip
    facts = facts_of(two_towns, "en")
    steps = [{"plant": name} for name in ("large", "small", "own", "u", "v")]
    said = {**facts.json, "chain": {"commodities": [brine], "steps": steps}, "matches": {"rows": []}}
    values = {(line.start, line.end): line.value for line in Supply(replace(facts, json=said)).lines}
    # 90 t from the west, two thirds of the large works', three quarters for u; at 2 a tonne
    assert values == pytest.approx({
        ("large", "u"): 90, ("large", "v"): 30, ("small", "u"): 45, ("small", "v"): 15,
        ("own", "u"): 15, ("own", "v"): 5,
    })  # fmt: skip


def test_only_what_somebody_on_the_other_side_or_another_plant_uses_is_drawn(supply):
    drawn = {(line.commodity, line.start, line.end, line.could) for line in supply.lines}
    # steel and slag stay with the markets of their own side; power may not cross, paste could
    assert ("paste", "boiler", "paste_use", True) in drawn
    assert not any(line[0] in ("steel", "pulp") for line in drawn)
    assert all(line.across for line in supply.lines)


@given(lines)
def test_whoever_is_supplied_stands_after_unless_the_line_closes_a_circle(drawn):
    steps = steps_of(drawn)
    assert set(steps) == {name for line in drawn for name in line}
    kept = [line for line in drawn if steps[line[0]] < steps[line[1]]]
    for line in drawn:
        if line not in kept:  # the way back leads over lines that were kept
            assert _leads(line[1], line[0], kept)
    for name in steps:
        before = [steps[start] for start, end in kept if end == name]
        assert steps[name] == max(before, default=-1) + 1


def _leads(start, end, kept):
    found, waiting = set(), [start]
    while waiting:
        here = waiting.pop()
        found.add(here)
        waiting += [b for a, b in kept if a == here and b not in found]
    return end in found


@pytest.mark.parametrize("layout", [wide, narrow])
def test_no_box_lies_over_another_or_outside_its_lane(supply, layout):
    laid = layout(supply)
    assert set(laid.places) == set(supply.homes)
    for first, second in itertools.combinations(laid.places.values(), 2):
        assert not first.meets(second)
    lane = {lane.home: lane.box for lane in laid.lanes}
    for name, box in laid.places.items():
        around = lane[supply.homes[name]]
        assert around.left <= box.left < box.right <= around.right
        assert around.top <= box.top < box.bottom <= around.bottom


def test_curves_begin_and_end_at_their_boxes(supply):
    for layout in (wide(supply), narrow(supply)):
        drawing = Drawing(supply, layout)
        for line in supply.lines:
            first, *_, last = drawing._curve(line)
            for (x, y), name in ((first, line.start), (last, line.end)):
                box = layout.places[name]
                assert box.left - 0.1 <= x <= box.right + 0.1
                assert box.top - 0.1 <= y <= box.bottom + 0.1


def test_the_page_draws_it_twice_with_its_names(two_towns):
    html = page(two_towns, "en")
    chain = html[html.index('id="chain"') : html.index('id="prices"')]
    assert chain.count("<svg") == 2
    assert "West Town kiln" in chain
    assert any("supplied across the border" in text for text in Page(html).words)
