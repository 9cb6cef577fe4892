"""The start catalogue of the Da-Xin park: a proposal, whole in both languages, bound to nothing before both agree."""

import tomllib
from importlib import resources

import pytest

from unfence.errors import UnfenceError
from unfence.workspace.counter.models import KINDS, MODES, Item, Paper
from unfence.workspace.counter.proposal import FILE, proposal_here, read_proposal, take_up
from unfence.workspace.people.models import Office

TEXT = resources.files("unfence.examples").joinpath("daxin", FILE).read_text(encoding="utf-8")


@pytest.fixture
def daxin(area):
    """The two offices of the Da-Xin park in place of the two towns."""
    for office, key in ((area.own, "xinhuang"), (area.other, "dalong")):
        Office.objects.filter(pk=office.pk).update(key=key)
    return area


def test_it_holds_every_mode_and_what_the_issue_names():
    held = read_proposal("daxin", TEXT)
    assert {item["mode"] for item in held.items} == set(MODES)
    assert {item["kind"] for item in held.items} >= set(KINDS) - {"other"}
    for item in held.items:
        assert item["name"]
        assert item["name_zh"]
        assert item["text"]
        assert item["text_zh"]
        assert item["papers"]
        assert all(paper["name_zh"] for paper in item["papers"])
    assert "PROPOSAL" in TEXT


def test_taken_up_once_and_agreed_to_by_nobody(daxin, client_of):
    proposal = proposal_here()
    assert take_up(proposal, daxin.member("secretary")) == len(proposal.items) == Item.objects.count()
    assert not any(item.in_force for item in Item.objects.all())
    assert take_up(proposal, daxin.member("secretary")) == 0, "what is there is not touched"
    page = client_of("viewer").get("/counter/items/").content.decode()
    assert page.count("proposal; waits for") == len(proposal.items)
    daxin.own.refresh_from_db()
    daxin.other.refresh_from_db()
    spared = Item.objects.get(key="plot-permit").asked(daxin.own, daxin.other)[1]
    assert [paper.same for paper in spared] == ["applicant", "drawings", "survey"]


def test_other_sides_get_no_proposal(area, client_of):
    assert proposal_here() is None
    assert client_of("leader").post("/counter/items/").status_code == 422


def test_a_slip_in_a_catalogue_is_named():
    for wrong, named in (('mode = "online"', 'mode = "onlin"'), ('by = ["xinhuang"', 'by = ["xinhuan"')):
        with pytest.raises(UnfenceError, match=named.split('"')[1]):
            read_proposal("x", TEXT.replace(wrong, named, 1))
    assert tomllib.loads(TEXT)["sides"] == ["xinhuang", "dalong"]


def test_an_item_is_written_changed_and_agreed_anew(area, client_of):
    leader = client_of("leader")
    form = {"key": "Permit-1", "name": "Permit", "kind": "permit", "mode": "together"}
    assert leader.post("/counter/items/new/", form).status_code == 302
    assert leader.post("/counter/items/new/", form).status_code == 422, "the key is taken"
    made = Item.objects.get(key="permit-1")
    made.agreed.add(area.own, area.other)
    change = {"version": 1, "name": "Building permit", "kind": "permit", "mode": "online"}
    assert leader.post("/counter/items/permit-1/edit/", change).status_code == 302
    again = client_of("secretary").post("/counter/items/permit-1/edit/", change | {"name": "Typed by the second"})
    assert again.status_code == 409
    assert "Typed by the second" in again.content.decode()
    made = Item.objects.get()
    assert (made.name, made.version, made.in_force) == ("Building permit", 2, False)


def test_a_side_changes_its_own_papers_only(area, client_of):
    leader, west = client_of("leader"), client_of("leader", "west")
    made = Item.objects.create(key="permit", name="Permit", kind="permit", mode="together")
    leader.post("/counter/items/permit/papers/", {"same": "identity", "name": "Identity card"})
    paper = Paper.objects.get()
    assert paper.office == area.own
    assert west.post(f"/counter/items/permit/papers/{paper.pk}/").status_code == 403
    leader.post(f"/counter/items/permit/papers/{paper.pk}/")
    assert Paper.objects.get().recognises
    leader.post("/counter/items/permit/papers/", {"same": "identity", "name": "Passport"})
    assert Paper.objects.get().name == "Passport"
    leader.post(f"/counter/items/permit/papers/{paper.pk}/", {"do": "drop"})
    assert not Paper.objects.exists()
    made.refresh_from_db()
    assert made.version == 5
