"""Conflicts made by hand, one by one, each with its twin that is none."""

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan.towns import found, link, plan, plant, site, squares, towns
from unfence.examples import example
from unfence.network.plan import Limits, conflicts_of, plan_of, plan_of_book, shapes_of


def only(kind, *rows):
    return {(kind, frozenset(rows))}


def test_a_clean_plan_has_none():
    assert found(plan()) == set()
    assert conflicts_of(plan_of_book(example("two_towns")), shapes_of(None)) == ()


STUB = {"sites": [site("stub", "east", 1, "junction")], "links": [link("spur", "e2", "stub")]}


class TestWaysThatEnd:
    def test_a_road_that_ends_at_the_line(self):
        assert found(plan(**STUB)) == only("ends", "spur", "stub")
        (conflict,) = conflicts_of(plan(**STUB), squares())
        assert conflict.sides == ("east", "west")
        assert conflict.values["km"] == pytest.approx(0.99, abs=0.01)  # to the area of the west, not to its town

    def test_of_one_that_is_only_planned_half_a_plan(self):
        stub = {**STUB, "links": [link("spur", "e2", "stub", status="planned")]}
        assert found(plan(**stub)) == only("half_planned", "spur", "stub")

    @pytest.mark.parametrize("status", ["existing", "planned"])
    def test_none_where_it_goes_on_over_there(self, status):
        links = [*STUB["links"], link("on", "stub", "w2", status=status)]
        assert found(plan(sites=STUB["sites"], links=links)) == set()

    @pytest.mark.parametrize(
        "more",
        [
            {"sites": [site("stub", "east", 1, "plant")]},
            {"sites": [site("stub", "east", 9, "junction")]},
            {"plants": [plant("kiln", "stub")]},
            {"markets": [{"id": "shop", "site": "stub", "commodity": "coal", "side": "demand", "quantity": "1"}]},
            {"trips": [{"id": "walk", "from": "e1", "to": "stub"}]},
        ],
        ids=["a works", "far from the line", "a plant stands there", "a market", "people go there"],
    )
    def test_none_where_a_way_may_end(self, more):
        assert found(plan(**{**STUB, **more})) == set()

    def test_none_where_it_is_the_way_over(self):
        assert found(plan(sites=STUB["sites"], links=[link("over", "stub", "w2")])) == set()

    def test_a_road_for_two_modes_is_one(self):
        modes = [{"id": "car", "carries": "people"}]
        links = [*STUB["links"], link("spur_car", "e2", "stub", "car")]
        assert found(plan(sites=STUB["sites"], links=links, modes=modes)) == only("ends", "spur", "spur_car", "stub")

    def test_without_shapes_the_nearest_site_over_there_counts(self):
        assert found(plan(**STUB), shapes_of(None)) == only("ends", "spur", "stub")  # w2 is 3 km away
        assert conflicts_of(plan(**STUB), shapes_of(None), Limits(near=2.5)) == ()


PIPES = [link("pe", "e1", "e2", "pipe"), link("pw", "w1", "w2", "pipe")]


class TestNetworksApart:
    def test_pipes_that_come_near_and_do_not_meet(self):
        assert found(plan(links=PIPES)) == only("apart", "e2", "w2")

    @pytest.mark.parametrize("status", ["existing", "planned"])
    def test_none_where_they_are_joined_or_will_be(self, status):
        assert found(plan(links=[*PIPES, link("px", "e1", "w1", "pipe", status=status)])) == set()

    def test_a_pipe_that_ends_where_nothing_stands_is_told_once(self):
        pipes = [link("pe", "e1", "stub", "pipe"), PIPES[1]]
        assert found(plan(sites=STUB["sites"], links=pipes)) == only("ends", "pe", "stub")

    def test_none_where_one_side_has_no_pipes(self):
        assert found(plan(links=PIPES[:1])) == set()

    def test_none_where_they_are_far_apart(self):
        assert conflicts_of(plan(links=PIPES), squares(), Limits(near=3.5)) == ()


LINK = link("new", "e1", "w1", status="planned")
OPENS = {"measure": "road", "on": "link", "id": "new", "change": "open"}


class TestOneSideAsked:
    def asked(self, parties):
        return plan(links=[LINK], measures=[{"id": "road", "parties": parties}], effects=[OPENS])

    def test_a_measure_that_names_one_side(self):
        assert found(self.asked("east")) == only("one_side", "road", "new")

    @pytest.mark.parametrize("parties", ["", "east;west", "west; east; far"])
    def test_none_if_both_or_nobody_is_named(self, parties):
        assert found(self.asked(parties)) == set()

    def test_none_if_another_measure_asks_both(self):
        measures = [{"id": "road", "parties": "east"}, {"id": "joint", "parties": "east;west"}]
        effects = [OPENS, {**OPENS, "measure": "joint"}]
        assert found(plan(links=[LINK], measures=measures, effects=effects)) == set()


PLANTS = [plant("old", "w2"), plant("new", "e2", status="planned")]
PIPE = [link("steam_link", "e2", "w2", "pipe", km="4", status="planned")]


class TestTheSameTwice:
    def twice(self, used, plants=PLANTS, **more):
        return found(plan({("plants", key): value for key, value in used.items()}, plants=plants, **more))

    def test_planned_while_the_other_side_has_room(self):
        assert self.twice({"old": 80}, links=PIPE) == only("twice", "new", "old")

    def test_none_while_the_other_side_is_full_or_nobody_knows(self):
        assert self.twice({"old": 95}, links=PIPE) == set()
        assert self.twice({}, links=PIPE) == set()

    def test_none_where_nothing_carries_what_they_make(self):
        assert self.twice({"old": 80}) == set()

    def test_within_reach_by_the_network_not_as_the_crow_flies(self):
        pipe = [link("steam_link", "e2", "w2", "pipe", km="31")]
        assert self.twice({"old": 80}, links=pipe) == set()

    def test_both_planned(self):
        plants = [plant("one", "w2", status="planned"), plant("new", "e2", status="planned")]
        assert self.twice({}, plants, links=PIPE) == only("twice", "one", "new")

    def test_another_process_that_makes_the_same_counts_while_one_is_planned(self):
        plants = [plant("old", "w2", "waste_heat"), plant("new", "e2", status="planned")]
        assert self.twice({"old": 80}, plants, links=PIPE) == only("twice", "new", "old")
        standing = [plant("old", "w2", "waste_heat"), plant("new", "e2")]
        assert self.twice({"old": 80, "new": 80}, standing, links=PIPE) == set()

    def test_none_on_one_side(self):
        plants = [plant("old", "e1"), plant("new", "e2", status="planned")]
        assert self.twice({"old": 10}, plants, links=[link("p", "e1", "e2", "pipe")]) == set()

    def test_two_places_for_one_waste(self):
        dumps = [
            {"id": f"dump_{s}", "site": f"{s}2", "commodity": "slag", "side": "demand", "quantity": q}
            for s, q in (("e", "50"), ("w", ""))
        ]
        assert found(plan(markets=dumps)) == only("twice", "dump_e", "dump_w")
        (conflict,) = conflicts_of(plan(markets=dumps), squares())
        assert math.isinf(conflict.values["spare"])
        assert conflict.values["km"] == 4
        sold = [{**dump, "commodity": "coal"} for dump in dumps]
        assert found(plan(markets=sold)) == set()

    def test_what_is_withheld_is_not_guessed(self):
        """The other side's capacity is not seen: whether it has room is not known, whatever the study says."""
        plants = [{k: v for k, v in plant("old", "w2").items() if k != "capacity"}, PLANTS[1]]
        assert self.twice({"old": 10}, plants, links=PIPE) == set()

    def test_kilometres_that_are_withheld_are_straight_ones(self):
        pipe = [{k: v for k, v in PIPE[0].items() if k != "km"}]
        (conflict,) = conflicts_of(plan({("plants", "old"): 10}, plants=PLANTS, links=pipe), squares())
        assert conflict.values["km"] == pytest.approx(3.96, abs=0.01)


class TestTwoStatements:
    def test_both_sides_state_one_link(self):
        links = [link("theirs", "w2", "e2", km="5", minutes="9", capacity="100")]
        assert found(plan(links=links)) == only("statements", "bridge", "theirs")
        (conflict,) = conflicts_of(plan(links=links), squares())
        assert conflict.differ == (("km", 4.0, 5.0), ("capacity", math.inf, 100.0))

    def test_one_plans_what_the_other_has(self):
        (conflict,) = conflicts_of(plan(links=[link("theirs", "w2", "e2", km="4", status="planned")]), squares())
        assert conflict.differ == (("status", "existing", "planned"),)

    @pytest.mark.parametrize(
        "other",
        [
            link("theirs", "w2", "e2", km="4.0"),
            link("theirs", "e2", "w2", km="9"),
            link("theirs", "w2", "e2", "pipe", km="9"),
            link("inner", "e2", "e1", km="9"),
        ],
        ids=["the same", "a second road of one side", "another mode", "not over the line"],
    )
    def test_none(self, other):
        assert found(plan(links=[other])) == set()

    def test_there_and_back_may_differ(self):
        rows = towns(links=[link("theirs", "w2", "e2", km="9", both_ways="no")])
        rows["links"] = [{**row, "both_ways": "no"} if row["id"] == "bridge" else row for row in rows["links"]]
        assert found(plan_of(rows)) == set()


CORNERS = [[109, 26.9], [109.2, 26.9], [109.2, 27.1], [109, 27.1], [109, 26.9]]
BOX = [{"geometry": {"type": "Polygon", "coordinates": [CORNERS]}}]


class TestWrongArea:
    def test_a_site_over_the_line(self):
        assert found(plan(sites=[site("lost", "east", -3)])) == only("wrong_area", "lost")

    def test_outside_but_in_a_players_area(self):
        assert found(plan(sites=[site("lost", "", 3)])) == only("wrong_area", "lost")

    def test_none_on_the_line_nor_where_nothing_is_drawn(self):
        rows = [site("edge", "east", -0.05), site("out", "east", 50), site("town", "far", 40)]
        assert found(plan(sites=rows)) == set()
        assert found(plan(sites=[site("lost", "east", -3)]), shapes_of(None)) == set()

    def test_none_between_two_who_are_no_players(self):
        shapes = shapes_of({"features": [{**feature, "properties": {"jurisdiction": "north"}} for feature in BOX]})
        town = ("wrong_area", frozenset({"town"}))
        assert town not in found(plan(sites=[site("town", "far", 3)]), shapes)
        assert town in found(plan(sites=[site("town", "east", 3)]), shapes)


def test_the_real_case_has_those_that_it_has():
    """Da-Xin: the boiler house planned beside a power station that has steam to spare, and what else is true of it."""
    book = example("daxin")
    used = {("plants", "dl_heat"): 1_320_000.0, ("plants", "dl_acid"): 90_000.0}
    held = {
        (c.kind, *sorted(key for _, key in c.rows))
        for c in conflicts_of(plan_of_book(book, used), shapes_of(book.areas))
    }
    assert held == {
        ("twice", "dl_heat", "xh_new_boiler"),
        ("twice", "dl_mn_dump", "xh_mn_dump"),
        ("twice", "dl_hg_dump", "xh_hg_dump"),
        ("apart", "dl_grid", "xh_park"),
    }


MESS = {
    "sites": [site("stub", "east", 1, "junction"), site("lost", "east", -3)],
    "links": [
        link("spur", "e2", "stub"),
        *PIPES,
        link("theirs", "w2", "e2", km="5"),
    ],
    "plants": [plant("one", "w2", status="planned"), plant("new", "w1", status="planned"), plant("old", "e1")],
}


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(chance: random.Random):
    rows = towns(**MESS)
    for held in rows.values():
        chance.shuffle(held)
    assert found(plan_of(rows)) == found(plan(**MESS))


@settings(max_examples=40, deadline=None)
@given(st.randoms(use_true_random=False))
def test_withholding_figures_shows_nothing_new(chance: random.Random):
    """But for reach, where straight lines stand in for kilometres: no conflict comes up because less is seen."""
    whole = {kind for kind, _ in found(plan(**MESS))}
    rows = towns(**MESS)
    for table, columns in (("links", ("km", "minutes", "capacity")), ("sites", ("lon", "lat"))):
        rows[table] = [
            {c: v for c, v in row.items() if c not in columns or chance.random() < 0.6} for row in rows[table]
        ]
    assert {kind for kind, _ in found(plan_of(rows))} - {"twice"} <= whole
