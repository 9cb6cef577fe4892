"""A case goes from office to office, by the clock, and nobody reads who applies but who works on it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import Entry
from unfence.workspace.counter.handling import MovedOnError, do, ways
from unfence.workspace.counter.models import Case, Item, Leg, Step
from unfence.workspace.counter.notices import notices
from unfence.workspace.people.models import Member, Office
from workspace.cases import case, item, school, step

TODAY = timezone.localdate


def fresh(made):
    return Case.objects.whole().get(pk=made.pk)


def test_together_both_decide_one_after_the_other(area):
    made = case(area)
    assert made.handler == area.own
    assert ways(made) == ("take", "ask", "withdrawn")
    step(area, made, "take")
    assert ways(made) == ("ask", "hand_over", "refused", "withdrawn")
    step(area, made, "hand_over")
    made = fresh(made)
    assert (made.handler, made.stage) == (area.other, "got")
    step(area, made, "take")
    assert "granted" in ways(made)
    step(area, made, "granted")
    assert fresh(made).state == "granted"
    assert [s.action for s in made.steps.all()] == ["submitted", "take", "hand_over", "take", "granted"]
    assert all(leg.done for leg in made.legs.all())
    assert ways(fresh(made)) == ()


def test_who_takes_for_the_other_decides_nothing(area):
    made = case(area, mode="for_other")
    step(area, made, "take")
    assert ways(made) == ("ask", "hand_over", "withdrawn")
    for wrong in ("granted", "refused"):
        with pytest.raises(UnfenceError, match="not possible"):
            step(area, made, wrong)


def test_all_online_has_one_office(area):
    made = case(area, mode="online", by=False)
    step(area, made, "take")
    assert ways(made) == ("ask", "granted", "refused", "withdrawn")
    assert made.offices == (area.own,)


def test_missing_papers_stop_the_clock(area):
    made = case(area)
    with pytest.raises(UnfenceError, match="tick the papers"):
        step(area, made, "ask")
    paper = made.item.papers.first()
    step(area, made, "ask", papers=[paper])
    assert made.missing == [{"name": "identity of east", "name_zh": "证"}]
    assert fresh(made).stage == "missing"
    Leg.objects.update(got=TODAY() - timedelta(days=20), asked=TODAY() - timedelta(days=9), answered=TODAY())
    made = fresh(made)
    step(area, made, "came")
    leg = made.legs.get()
    assert (leg.waited, leg.asked, made.missing) == (9, None, [])
    assert leg.part.done_by(TODAY()) == TODAY() + timedelta(days=30 - 20 + 9)


def test_who_refuses_says_why_and_who_comes_second_is_told(area):
    made = case(area)
    step(area, made, "take")
    with pytest.raises(UnfenceError, match="say why"):
        step(area, made, "refused", note="  ")
    with pytest.raises(MovedOnError):
        do(made, area.member("officer"), made.version - 1, "hand_over")
    assert fresh(made).handler == area.own


def test_only_what_both_agreed_to_is_taken(area, client_of):
    made = item(area, agreed=False)
    with pytest.raises(UnfenceError, match="still a proposal"):
        case(area, key=made.key)
    assert client_of("officer").get(f"/counter/items/{made.key}/apply/").status_code == 422
    for side in ("east", "west"):
        assert not Item.objects.get().in_force
        assert client_of("leader", side).post(f"/counter/items/{made.key}/", {"version": 1}).status_code == 302
    assert Item.objects.get().in_force
    client_of("leader").post(f"/counter/items/{made.key}/papers/", {"same": "tax", "name": "Tax record"})
    held = Item.objects.get()
    assert (held.version, held.in_force, held.papers.count()) == (2, False, 5)
    stale = client_of("leader").post(f"/counter/items/{made.key}/", {"version": 1})
    assert stale.status_code == 422, "nobody agrees to what they have not seen"


def test_recognised_papers_are_brought_once(area):
    made = item(area)
    bring, spared = made.asked(area.own, area.other)
    assert [p.name for p in bring] == ["identity of east", "deed of east", "plan of west"]
    assert [p.name for p in spared] == ["identity of west"]
    bring, spared = made.asked(area.other, area.own)
    assert (len(bring), len(spared)) == (4, 0), "the east does not recognise the west's"


def test_who_decides_asks_for_papers(area):
    names = lambda made, *way: [paper.name for paper in made.asked(*way)[0]]  # noqa: E731
    for_other = item(area, "for-other", "for_other")
    assert names(for_other, area.own, area.other) == ["identity of east", "plan of west"], "the east's stands in"
    assert names(for_other, area.other, area.own) == ["identity of east", "deed of east"]
    online = item(area, "online", "online")
    assert names(online, area.other, area.own) == ["identity of west", "plan of west"]


def test_a_plot_goes_to_the_side_of_its_larger_part(area, client_of):
    item(area, "plot", kind="plot")
    form = {"applicant": "A", "contact": "1", "first": "east", "area_first": "1.5", "area_second": "4"}
    assert client_of("officer").post("/counter/items/plot/apply/", form).status_code == 302
    made = Case.objects.get()
    assert (made.first, made.second) == (area.other, area.own)
    assert made.areas == {"east": 1.5, "west": 4}
    wrong = client_of("officer").post("/counter/items/plot/apply/", form | {"area_second": "0"})
    assert wrong.status_code == 422
    assert "above 0" in wrong.content.decode()


def test_places_at_a_school_are_never_given_twice(area):
    quota = school(area, places=1)
    first, second = (case(area, "for_other", kind="school", quota=quota) for _ in range(2))
    for made in (first, second):
        step(area, made, "take")
        step(area, made, "hand_over")
    first, second = fresh(first), fresh(second)
    for made in (first, second):
        step(area, made, "take")
    step(area, first, "granted")
    assert (quota.taken, quota.free, quota.waiting) == (1, 0, 1)
    with pytest.raises(UnfenceError, match="all 1 places of West School"):
        step(area, second, "granted")
    assert fresh(second).state == "open"


def test_a_quota_keeps_what_is_granted(area, client_of):
    quota = school(area, places=2, office=area.own)
    made = case(area, "online", kind="school", quota=quota)
    step(area, made, "take")
    step(area, made, "granted")
    leader, where = client_of("leader"), f"/schools/{quota.pk}/"
    assert leader.post(where, {"version": 1, "places": "0"}).status_code == 422
    assert leader.post(where, {"version": 1, "places": "5"}).status_code == 302
    late = leader.post(where, {"version": 1, "places": "9"}).content.decode()
    assert "you typed 9" in late
    quota.refresh_from_db()
    assert (quota.places, quota.version) == (5, 2)
    for wrong in ("-1", "many", "", "9999999"):
        assert leader.post(where, {"version": 2, "places": wrong}).status_code == 422


def test_who_applies_is_read_by_who_works_on_it(area, client_of):
    made = case(area)
    do(made, area.member("officer"), 1, "take", "her mother called")
    client_of("officer").post(f"/counter/cases/{made.code}/notes/", {"document": SimpleUploadedFile("wu.txt", b"deed")})
    secrets = ("Wu Xiaomei", "13800001111", "her mother called", "wu.txt", "a workshop")
    for role, office, reads in (
        *((role, side, role in ("officer", "leader")) for role in ("viewer", "officer", "leader", "auditor")
          for side in ("east", "west")),
        ("secretary", "east", False),
    ):  # fmt: skip
        page = client_of(role, office).get(f"/counter/cases/{made.code}/").content.decode()
        assert [secret in page for secret in secrets] == [reads] * len(secrets), (role, office)
    for entry in Entry.objects.filter(action__startswith="counter."):
        said = f"{entry.thing} {entry.facts} {entry.before} {entry.after}"
        assert not any(secret in said for secret in (secrets[0], secrets[1], secrets[4])), said


def test_a_third_office_sees_nothing(area, client_of):
    north = Office.objects.create(key="north", name="North")
    member = Member.objects.join("north.officer", "x", north, "officer", lang="en")
    item(area, agreed=False).agreed.add(area.own, area.other, north)
    made = case(area, key="permit")
    client = client_of("anonymous")
    client.force_login(member)
    assert client.get(f"/counter/cases/{made.code}/").status_code == 404
    assert made.code not in client.get("/counter/").content.decode()


def test_the_form_keeps_what_was_typed(area, client_of):
    made = case(area)
    where, client = f"/counter/cases/{made.code}/", client_of("officer")
    sent = {"version": 1, "action": "take", "note": "mine"}
    assert client.post(where, sent).status_code == 302
    again = client_of("leader").post(where, sent | {"action": "ask", "note": "hers"})
    assert again.status_code == 409
    page = again.content.decode()
    assert "hers" in page
    assert 'name="version" value="2"' in page
    gone = client_of("leader").post(where, sent)
    assert gone.status_code == 409, "what was chosen is no longer a way"
    assert "mine" in gone.content.decode()


def test_history_only_grows(area):
    made = case(area)
    step(area, made, "take")
    for change in (lambda: Step.objects.update(note="x"), lambda: Step.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_late_ones_stand_first_and_are_told(area, client_of):
    late, new = case(area), case(area)
    Leg.objects.filter(case=late).update(got=TODAY() - timedelta(days=8))
    page = client_of("viewer", "west").get("/counter/").content.decode()
    assert page.index(late.code) < page.index(new.code)
    told = {n.values.get("code"): n.key for n in notices(area.member("officer"))}
    assert told == {late.code: "counter.waits.red", new.code: "counter.waits.got"}
    assert list(notices(area.member("officer", "west"))) == []
    assert list(notices(area.member("viewer"))) == []


def test_shares_of_an_office(area, client_of):
    for days in range(12):
        made = case(area)
        Leg.objects.filter(case=made).update(got=TODAY() - timedelta(days=10), answered=TODAY() - timedelta(days=days))
    page = client_of("viewer").get("/counter/").content.decode()
    assert "75 % of 12" in page, "answers 3 to 10 days after the day, and those noted before it, were in time"
