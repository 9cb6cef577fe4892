"""On which links a fence stands: place, direction, mode and goods; the same as the study's own crossings."""

import numpy as np
import pytest

from plan.towns import link, plan
from unfence.examples import example
from unfence.network import arcs_of, carried, crossings_of
from unfence.network.crossings import carries_people
from unfence.network.plan import bearing, plan_of_book

ONE_WAY = link("down", "w1", "e1", both_ways="no")
PIPE = link("steam_link", "e2", "w2", "pipe")


def met(**fence):
    found = bearing(plan(links=[ONE_WAY, PIPE], fences=[{"id": "f", "between": "east;west", **fence}]))
    return {one.id for one in found["f"]}


@pytest.mark.parametrize(
    ("fence", "links"),
    [
        ({}, {"bridge", "down", "steam_link"}),
        ({"modes": "pipe"}, {"steam_link"}),
        ({"commodities": "slag"}, {"bridge", "down"}),
        ({"commodities": "utility"}, {"steam_link"}),
        ({"commodities": "people"}, {"bridge", "down"}),
        ({"direction": "first_to_second"}, {"bridge", "steam_link"}),
        ({"direction": "first_to_second", "between": "west;east"}, {"bridge", "down", "steam_link"}),
        ({"between": "east;far"}, set()),
        ({"between": ""}, set()),
    ],
)
def test_by_hand(fence, links):
    assert met(**fence) == links


@pytest.mark.parametrize("name", ["two_towns", "daxin"])
def test_it_is_what_the_study_reckons_with(name):
    book = example(name)
    arcs = arcs_of(book)
    crossings = crossings_of(book, arcs)
    goods = crossings.commodities @ carried(book).T | (crossings.people[:, None] & carries_people(book)[None, :])
    bears = crossings.arcs & goods[:, arcs.mode]
    ids = book["links"]["id"]
    for fence, row in zip(book["fences"]["id"], bears, strict=True):
        links = {ids[int(arcs.link[k])] for k in np.flatnonzero(row)}
        assert {one.id for one in bearing(plan_of_book(book))[fence]} == links
