"""What a member sees of the book: own rows whole, others' by what was granted, no figure by any way round."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.books.models import Row
from unfence.workspace.jobs.models import Job, ask
from unfence.workspace.pages import all_pages
from unfence.workspace.people.models import Office
from unfence.workspace.sharing.granting import ask_for, give, refuse, revoke
from unfence.workspace.sharing.groups import GROUPS, group_of, groups_in
from unfence.workspace.sharing.models import EXISTS, NOTHING, SUMS, VALUES, Grant
from unfence.workspace.sharing.seen_book import book_seen_by
from unfence.workspace.sharing.sight import sight_of
from unfence.workspace.sharing.sums import sums_of
from workspace.area import change


def grant(area, level, table="plants", group="amounts", **days):
    """West lets east see."""
    made = Grant(owner=area.other, viewer=area.own, table=table, group=group, level=level, **days)
    return give(made, area.member("leader", "west"))


def kiln(area, role="officer", office="east"):
    """West's plant as somebody sees it; None if they do not."""
    return next(iter(Row.objects.filter(table="plants", key="kiln").seen_by(area.member(role, office))), None)


def test_the_own_side_and_the_secretariat_see_it_whole(area):
    assert kiln(area, office="west").values["capacity"] == "2000"
    assert kiln(area, role="viewer", office="west").whole
    assert kiln(area, role="secretary").whole


def test_the_other_side_sees_names_and_places_but_no_figure(area):
    seen = kiln(area)
    assert (seen.values["name"], seen.values["site"], seen.owner) == ("West Town kiln", "west", "west")
    assert {"capacity", "cost", "tax", "owners", "note"} <= seen.withheld
    assert not seen.withheld & set(seen.values)
    assert "2000" not in seen.values.values()


def test_shared_words_are_everybodys(area):
    coal = Row.objects.filter(table="commodities", key="coal").seen_by(area.member("viewer"))
    assert coal[0].whole


@pytest.mark.parametrize(
    ("level", "there", "valued"),
    [(NOTHING, True, False), (EXISTS, True, False), (SUMS, True, False), (VALUES, True, True)],
)
def test_levels_of_figures(area, level, there, valued):
    grant(area, level)
    seen = kiln(area)
    assert (seen is not None, "capacity" in seen.values) == (there, valued)
    assert "cost" in seen.withheld, "the price group was not granted"


def test_levels_of_the_row_itself(area):
    grant(area, EXISTS, group="identity")
    assert set(kiln(area).values) == {"id"}
    grant(area, NOTHING, group="identity")
    assert kiln(area) is None


def test_days(area):
    today, day = timezone.localdate(), timedelta(days=1)
    for since, until, seen in ((today + day, None, False), (None, today - day, False), (today, today, True)):
        Grant.objects.all().delete()
        grant(area, VALUES, since=since, until=until)
        assert ("capacity" in kiln(area).values) == seen


def test_asked_is_not_granted_refused_neither_and_revoked_no_longer(area):
    east, west = area.member("officer"), area.member("leader", "west")
    wanted = Grant(owner=area.other, viewer=area.own, table="plants", group="amounts", level=VALUES)
    ask_for(wanted, east)
    assert "capacity" in kiln(area).withheld
    refuse(wanted, west)
    assert "capacity" in kiln(area).withheld
    granted = grant(area, VALUES)
    assert "capacity" in kiln(area).values
    revoke(granted, west)
    assert "capacity" in kiln(area).withheld


def test_a_later_word_replaces_an_earlier_one_about_the_same(area):
    first = grant(area, VALUES)
    grant(area, EXISTS)
    first.refresh_from_db()
    assert first.state == "revoked"
    assert "capacity" in kiln(area).withheld


def test_a_word_about_one_table_goes_before_a_word_about_all(area):
    grant(area, VALUES, table="*", group="*")
    assert kiln(area).whole
    grant(area, EXISTS, table="plants", group="money")
    assert {"cost", "tax"} == kiln(area).withheld


def test_grants_are_between_two_sides(area):
    for owner, viewer in ((area.own, area.own), (area.neutral, area.own), (area.own, area.neutral)):
        with pytest.raises(UnfenceError, match="not two sides"):
            give(Grant(owner=owner, viewer=viewer, table="*", group="*", level=VALUES), area.member("leader"))


def test_a_range_of_a_withheld_figure_is_withheld(area):
    west = area.member("officer", "west")
    from unfence.workspace.books.revise import Edit, revise

    values = {"table": "plants", "key": "kiln", "column": "capacity", "low": "1900", "high": "2100"}
    values |= {"source": "", "confidence": "", "note": ""}
    revise(west, [Edit("ranges", "plants;kiln;capacity", 0, values)])
    ranges = Row.objects.filter(table="ranges")
    assert ranges.seen_by(area.member("viewer")) == ()
    assert len(ranges.seen_by(west)) == 1


def test_every_column_is_in_a_group_and_every_figure_in_one_that_is_withheld():
    from unfence.book.schema import TABLES, columns

    for table in TABLES:
        assert {group_of(table, c) for c in columns(table)} == set(groups_in(table)) <= set(GROUPS)
    for table, column in (
        ("links", "km"),
        ("markets", "price"),
        ("fences", "size"),
        ("tariffs", "amount"),
        ("ranges", "low"),
    ):
        assert group_of(table, column) != "identity"


def test_the_seen_book_is_a_book_without_what_is_withheld(area):
    seen = book_seen_by(area.member("officer"))
    assert seen["sites"]["id"].to_list() == ["east", "west", "far"]
    assert seen["plants"].height == 0, "its capacity is withheld, and a plant needs one"
    assert seen["recipes"].height == 2
    assert book_seen_by(area.member("secretary"))["plants"].height == 1
    grant(area, VALUES, table="*", group="*")
    assert book_seen_by(area.member("officer"))["plants"]["capacity"].to_list() == [2000]


def test_sums_of_few_are_withheld(area):
    west = area.member("officer", "west")
    grant(area, SUMS)
    (few,) = [s for s in sums_of("plants", sight_of(area.member("viewer"))) if s.column == "capacity"]
    assert (few.count, few.value) == (1, None)
    kiln_row = Row.objects.get(key="kiln")
    for n in (1, 2):
        Row.objects.create(table="plants", key=f"k{n}", values=kiln_row.values | {"capacity": "10"}, owner=area.other)
    (some,) = [s for s in sums_of("plants", sight_of(area.member("viewer"))) if s.column == "capacity"]
    assert (some.count, some.value, some.added) == (3, 2020, True)
    assert sums_of("plants", sight_of(west)) == [], "one's own are seen, not summed"


MARK = "73519"
"""A figure that stands nowhere else."""


@pytest.fixture
def marked(area):
    """The book with a figure of west's that its neighbour must not see, and a study of it."""
    west = area.member("officer", "west")
    change(west, "plants", "kiln", capacity=MARK, note=f"as said: {MARK}")
    change(west, "plants", "kiln", capacity="2000", note=f"was {MARK}")
    from unfence.studies import study
    from unfence.workspace.books.content import current_book

    job = ask("jobs.study", west, 3)
    figures = study(current_book()).to_dict()
    Job.objects.filter(pk=job.pk).update(
        state="done", result=figures | {"plants": [{"id": "kiln", "today": int(MARK)}]}
    )
    return area


ADDRESSES = {
    "table": ["plants", "links"],
    "key": ["kiln"],
    "number": [1, 2, 3],
    "token": [],
    "name": [],
}


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_no_page_says_a_withheld_figure(marked, client_of, role):
    client, mine = client_of(role, "east"), client_of(role, "west")
    told, shown = 0, 0
    for where in _all_addresses():
        told += MARK.encode() in _body(mine.get(where))
        body = _body(client.get(where))
        shown += len(body) > 0
        assert MARK.encode() not in body, where
        assert b"as said" not in body, where
    assert shown > 15
    assert told >= 3, "the other side's pages do say it, so that this test looks at something"


def _all_addresses():
    """Every address that can be looked at, with each thing that it may be about."""
    for page in all_pages():
        if page.see:
            found = [{}]
            for part in [p.split(":")[1].split(">")[0] for p in page.path.split("<")[1:]]:
                found = [held | {part: value} for held in found for value in ADDRESSES.get(part, [])]
            yield from (reverse(page.name, kwargs=held) for held in found)


def _body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_offices_are_as_many_as_players(area):
    assert Office.objects.count() == 3
