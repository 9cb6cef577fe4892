"""The book changes in one way: own rows, as one looked at them, into a book; nothing is ever lost."""

import threading

import pytest
from django.db import connection

from unfence.errors import UnfenceError
from unfence.workspace.books.content import book_at, content_at, current_book, current_content, digest_of
from unfence.workspace.books.models import Change, Revision, Row, latest_revision
from unfence.workspace.books.pages.revisions import restored
from unfence.workspace.books.revise import Edit, RefusedError, TouchedError, load_book, revise
from unfence.workspace.people.models import Office
from workspace.area import change, edit

SITE = {"id": "mill", "name": "Mill", "name_zh": "", "jurisdiction": "east", "lon": "", "lat": "", "kind": "plant"}
SITE |= {"source": "", "confidence": "", "note": ""}


def test_a_change_is_a_revision_and_the_book_follows(area):
    made = change(area.member("officer"), "links", "road", km="25")
    assert made.number == 2
    assert current_book()["links"].filter(id="road")["km"].item() == 25
    assert book_at(1)["links"].filter(id="road")["km"].item() == 20
    assert Row.objects.get(key="road").version == 2


def test_every_revision_can_be_made_again_from_its_changes(area):
    east, west = area.member("officer", "east"), area.member("officer", "west")
    steps = (
        lambda: change(east, "links", "road", km="25"),
        lambda: change(west, "plants", "kiln", capacity="1500"),
        lambda: revise(east, [Edit("sites", "mill", 0, SITE)]),
        lambda: revise(east, [Edit("sites", "mill", 1, None)]),
    )
    digests = [latest_revision().digest, *(step().digest for step in steps)]
    assert [digest_of(content_at(n)) for n in range(1, 6)] == digests
    assert digests[4] == digests[2], "a row that came and went leaves the book as it was"
    rows = {(row.table, row.key): row.values for row in Row.objects.all()}
    assert rows == current_content()


def test_rows_of_others_are_left_alone(area):
    east, secretary = area.member("officer", "east"), area.member("secretary")
    for member, table, key, cells in (
        (east, "plants", "kiln", {"capacity": "1"}),
        (east, "commodities", "coal", {"name": "x"}),
        (secretary, "links", "road", {"km": "1"}),
        (east, "links", "road", {"a": "west", "b": "far"}),  # it would become the other side's
    ):
        with pytest.raises(UnfenceError) as error:
            change(member, table, key, **cells)
        assert error.value.code == "workspace.not_yours"
    assert change(secretary, "commodities", "coal", name="Hard coal").number == 2
    with pytest.raises(UnfenceError, match="belongs to west"):
        revise(east, [Edit("sites", "mill", 0, SITE | {"jurisdiction": "west"})])


def test_what_would_be_no_book_is_refused_whole(area):
    east = area.member("officer")
    edits = [edit("links", "road", km="-1"), edit("fences", "checkpoint", kind="wall")]
    with pytest.raises(RefusedError) as error:
        revise(east, edits)
    draft = error.value.draft
    assert [f.place.column for f in draft.at("links", "road")] == ["km"]
    assert [f.place.column for f in draft.at("fences", "checkpoint")] == ["kind"]
    assert latest_revision().number == 1
    with pytest.raises(RefusedError):
        revise(area.member("officer", "west"), [Edit("sites", "west", 1, None)])


def test_who_comes_second_sees_both(area):
    east, leader = area.member("officer"), area.member("leader")
    mine, theirs = edit("links", "road", km="25"), edit("links", "road", km="30")
    revise(east, [mine])
    with pytest.raises(TouchedError) as error:
        revise(leader, [theirs])
    row = error.value.rows["links", "road"]
    assert (row.values["km"], row.version) == ("25", 2)
    revise(east, [Edit("links", "road", 2, None), Edit("links", "way", 0, mine.after | {"id": "way"})])
    with pytest.raises(TouchedError) as error:
        revise(leader, [theirs])
    assert error.value.rows["links", "road"] is None


def test_a_new_row_does_not_replace_one_that_is_there(area):
    with pytest.raises(TouchedError):
        revise(area.member("officer"), [Edit("links", "road", 0, edit("links", "road", km="1").after)])


def test_what_names_a_row_does_not_change(area, client_of):
    with pytest.raises(UnfenceError, match="cannot become way"):
        change(area.member("officer"), "links", "road", id="way")
    page = client_of("officer").post("/book/links/rows/nowhere/", {"id": "way", "version": "0", "do": "save"})
    assert page.status_code == 422
    assert latest_revision().number == 1


def test_the_settings_are_the_secretarys(area, client_of):
    fields = {"title": "Towns", "title_zh": "", "currency": "CNY", "year": "2026", "version": "1"}
    secretary = client_of("secretary")
    assert secretary.post("/book/settings/", fields | {"discount_rate": "5"}).status_code == 422
    assert current_book().settings.discount_rate == 0.05
    assert secretary.post("/book/settings/", fields | {"discount_rate": "0.03"}).status_code == 302
    assert (current_book().settings.title, current_book().settings.discount_rate) == ("Towns", 0.03)


def test_nothing_new_is_no_revision(area):
    with pytest.raises(UnfenceError, match="nothing in it is new"):
        revise(area.member("officer"), [edit("links", "road")])


def test_a_new_player_gets_an_office_and_what_is_handed_over_takes_along_what_stands_there(area):
    secretary = area.member("secretary")
    north = dict.fromkeys(Row.objects.get(table="jurisdictions", key="east").values, "") | {"id": "north", "name": "N"}
    revise(secretary, [Edit("jurisdictions", "north", 0, north)])
    assert Office.objects.get(key="north").name == "N"
    market = next(row.key for row in Row.objects.filter(table="markets", owner=area.neutral))
    change(secretary, "sites", "far", jurisdiction="north")
    assert Row.objects.get(table="markets", key=market).owner.key == "north"
    with pytest.raises(UnfenceError, match="belongs to north"):
        change(secretary, "sites", "far", jurisdiction="")


def test_an_office_brings_back_its_own_rows_the_secretary_all(area):
    change(area.member("officer", "east"), "links", "road", km="25")
    change(area.member("officer", "west"), "plants", "kiln", capacity="1500")
    first = Revision.objects.get(number=1)
    restored(area.member("leader", "east"), first, "back")
    now = current_content()
    assert (now["links", "road"]["km"], now["plants", "kiln"]["capacity"]) == ("20", "1500")
    whole = restored(area.member("secretary"), first, "back")
    assert whole.digest == first.digest
    with pytest.raises(UnfenceError, match="nothing in it is new"):
        restored(area.member("secretary"), first, "back")


def test_a_book_is_loaded_once(area):
    with pytest.raises(UnfenceError, match="loaded already"):
        load_book(current_book())
    assert sorted(Office.objects.values_list("key", flat=True)) == ["east", "secretariat", "west"]


def test_a_link_between_a_revision_and_its_parent_is_kept(area):
    made = change(area.member("officer"), "links", "road", km="25")
    assert (made.parent.number, made.office.key) == (1, "east")
    (only,) = Change.objects.filter(revision=made)
    assert (only.before["km"], only.after["km"]) == ("20", "25")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False], ids=["the same row", "different rows"])
def test_two_at_the_same_moment(transactional_db, same):
    from workspace.area import make_area

    area = make_area()
    edits = {"east": edit("links", "road", km="25"), "west": edit("plants", "kiln", capacity="1500")}
    if same:
        edits = {"east": edits["east"], "leader": edit("links", "road", km="30")}
    members = {
        "east": area.member("officer"), "leader": area.member("leader"), "west": area.member("officer", "west")
    }  # fmt: skip
    ends, gate = {}, threading.Barrier(2)

    def act(who):
        gate.wait()
        try:
            ends[who] = revise(members[who], [edits[who]]).number
        except TouchedError as error:
            ends[who] = error.rows["links", "road"].values["km"]
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(who,)) for who in edits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    if same:
        winner = next(who for who, end in ends.items() if end == 2)
        loser = next(who for who in edits if who != winner)
        assert ends[loser] == edits[winner].after["km"]
        assert Row.objects.get(key="road").values["km"] == edits[winner].after["km"]
    else:
        assert sorted(ends.values()) == [2, 3]
        assert current_content()["links", "road"]["km"] == "25"
        assert current_content()["plants", "kiln"]["capacity"] == "1500"
