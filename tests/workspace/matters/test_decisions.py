"""A decision: signed by a leader of each side, as it was read, resting on a study that is named."""

import pytest
from django.db import DatabaseError, transaction

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import Entry
from unfence.workspace.matters.models import Decision, Signature
from unfence.workspace.matters.notices import notices
from unfence.workspace.matters.settling import OutdatedError, close_matter, draft, sign
from workspace.affairs import TEXT, decided, raised, studied
from workspace.area import change


def test_it_counts_once_both_have_signed(area, client_of):
    matter = raised(area)
    made = decided(area, matter, signers=["west"])
    assert (matter.state, [o.key for o in made.waiting]) == ("open", ["east"])
    page = client_of("viewer").get(f"/matters/{matter.code}/").content.decode()
    assert "West Town: signed by west.leader" in page
    assert "East Town: not signed yet" in page
    sent = {"decision": made.pk}
    assert client_of("leader").post(f"/matters/{matter.code}/sign/", sent).status_code == 302
    assert (matter.state, matter.agreed) == ("agreed", made)
    again = client_of("leader").post(f"/matters/{matter.code}/sign/", sent)
    assert again.status_code == 422
    assert "has signed" in again.content.decode()


@pytest.mark.parametrize("who", [("officer", "east"), ("secretary", "east"), ("viewer", "west")])
def test_nobody_but_a_leader_signs(area, who):
    matter = raised(area)
    made = decided(area, matter, signers=())
    with pytest.raises(UnfenceError, match="leader of each side"):
        sign(matter, area.member(*who), made.pk)
    assert not Signature.objects.exists()


def test_another_text_is_signed_anew_and_the_old_one_stays(area, client_of):
    matter = raised(area)
    first = decided(area, matter, signers=["east"])
    second = decided(area, matter, "Both checks stay.", signers=["west"])
    assert [o.key for o in second.waiting] == ["east"]
    assert matter.state == "open"
    with pytest.raises(OutdatedError):
        sign(matter, area.member("leader", "west"), first.pk)
    page = client_of("viewer").get(f"/matters/{matter.code}/").content.decode()
    assert page.index("Both checks stay.") < page.index(TEXT)


def test_an_agreed_text_counts_until_the_next_is_agreed(area):
    matter = raised(area)
    first = decided(area, matter)
    decided(area, matter, "Both checks stay.", signers=["west"])
    assert matter.agreed == first


def test_two_write_at_once_and_nothing_typed_is_lost(area, client_of):
    matter = raised(area)
    decided(area, matter, signers=())
    sent = {"text": "Mine is better.", "looked_at": 0}
    answer = client_of("officer", "west").post(f"/matters/{matter.code}/decision/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Mine is better." in page
    assert TEXT in page
    assert f'name="looked_at" value="{matter.decision.pk}"' in page
    assert Decision.objects.count() == 1


def test_texts_and_signatures_cannot_be_changed(area):
    matter = raised(area)
    decided(area, matter)
    for act in (
        lambda: Decision.objects.update(text="Something else."),
        lambda: Signature.objects.all().delete(),
        lambda: Signature.objects.update(office=area.other),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    signed = Entry.objects.filter(action="matters.signed").values_list("who", flat=True)
    assert sorted(signed) == ["east.leader", "west.leader"]


def test_it_names_the_study_it_rests_on_and_says_when_a_newer_one_says_otherwise(area, client_of):
    matter, viewer = raised(area), client_of("viewer")

    def page():
        return viewer.get(f"/matters/{matter.code}/").content.decode()

    first = studied()
    made = decided(area, matter, signers=())
    assert (made.study, made.revision) == (first.pk, 1)
    assert made.figures == {"measures/one_check": 27500.0, "fences/checkpoint": 30500.0}
    assert f"rests on study {first.pk}, of revision 1" in page()
    assert "latest study" not in page().split("Decision</h2>")[1]
    studied()
    assert "of revision 1, says the same" in page()
    change(area.member("officer"), "measures", "one_check", opex="9000")
    newest = studied()
    now = newest.result["measures"][0]["in_best"]
    assert now == 19500  # 8,000 a year more to run it
    assert "says otherwise" in page()
    assert "27,500 yuan → 19,500 yuan" in page()
    assert "30,500 yuan →" not in page(), "the fence costs what it did"


def test_without_a_study_it_rests_on_none(area, client_of):
    matter = raised(area)
    made = decided(area, matter, signers=())
    assert (made.study, made.figures) == (0, {})
    assert "rests on no study" in client_of("viewer").get(f"/matters/{matter.code}/").content.decode()


def test_a_leader_is_told_what_to_sign(area):
    matter = raised(area)
    keys = lambda *who: [n.key for n in notices(area.member(*who))]  # noqa: E731
    assert keys("leader") == []
    decided(area, matter, signers=["east"])
    assert keys("leader", "west") == ["matters.waits.sign"]
    assert keys("leader", "east") == keys("officer", "west") == keys("secretary") == []


def test_what_is_closed_stays_as_it_is(area):
    matter = raised(area)
    made = decided(area, matter, signers=())
    with pytest.raises(UnfenceError, match="say how it ended"):
        close_matter(matter, area.member("officer"), " ")
    close_matter(matter, area.member("officer"), "overtaken")
    for act in (
        lambda: draft(matter, area.member("officer"), "More.", made.pk),
        lambda: sign(matter, area.member("leader"), made.pk),
    ):
        with pytest.raises(UnfenceError, match="is closed"):
            act()
    close_matter(matter, area.member("officer"), "not so")
    sign(matter, area.member("leader"), made.pk)
