"""Fewer letters, the same drawing."""

import re

from hypothesis import given
from hypothesis import strategies as st

from unfence.report.facts import facts_of
from unfence.report.sections import plan_map
from unfence.report.thrift import thrifty

places = st.integers(-5000, 5000).map(lambda tenths: tenths / 10)
lines = st.lists(st.tuples(places, places, places, places, st.sampled_from(["red", "blue"])), max_size=12)


@given(lines)
def test_every_line_is_drawn_where_it_was_and_in_its_colour(drawn):
    svg = "".join(
        f'<line transform="translate({x},{y})" x2="{dx}" y2="{dy}" stroke="{ink}"/>' for x, y, dx, dy, ink in drawn
    )
    found = []
    for tag in re.findall(r"<[^>]*>", thrifty(svg)):
        if tag.startswith("<g"):
            shared = re.search(r'stroke="(\w+)"', tag)
        elif tag.startswith("<line"):
            found.append((*map(float, re.findall(r"-?\d+\.?\d*(?=[,)\"])", tag.replace("x2", "").replace("y2", ""))),
                          re.search(r'stroke="(\w+)"', tag)[1]))  # fmt: skip
        elif tag.startswith("<path"):
            ink = (re.search(r'stroke="(\w+)"', tag) or shared)[1]
            steps = re.findall(r"M([^,]*),([^l]*)l([^,]*),([^M\"]*)", tag)
            found += [(*map(float, step), ink) for step in steps]
    assert found == drawn


@given(st.lists(st.tuples(st.sampled_from(["red", "blue"]), st.sampled_from(["1", "2"]), places), min_size=1))
def test_a_group_says_what_all_its_marks_say_and_no_more(marks):
    svg = "".join(f'<text fill="{ink}" stroke-width="{w}" transform="translate({x},0)">é</text>' for ink, w, x in marks)
    short = thrifty(svg)
    shared = dict(re.findall(r' ([\w-]+)="([^"]*)"', short.split("<text")[0]))
    own = [dict(re.findall(r' ([\w-]+)="([^"]*)"', text)) for text in short.split("<text")[1:]]
    said = [shared | mark for mark in own]
    assert [(mark["fill"], mark["stroke-width"]) for mark in said] == [(ink, width) for ink, width, _ in marks]
    assert "transform" not in shared
    assert len(short) <= len(svg) + len('<g fill="blue" stroke-width="1"></g>')


def test_the_four_views_of_the_map_are_small(two_towns):
    views = next(block for block in plan_map.section(facts_of(two_towns, "en")).blocks if block.block == "choice")
    assert [word for word, _ in views.pictures] == ["today", "open", "best", "links"]
    assert all(len(picture.svg) < 6_000 for _, picture in views.pictures)
