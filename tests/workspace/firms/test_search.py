"""Who here can supply what, at what delivered cost: as the study's book says, and no withheld figure."""

import json

import pytest

from unfence.examples import example
from unfence.industry import plain
from unfence.industry.deliveries import deliveries_of
from unfence.studies import study
from unfence.workspace.firms.models import Firm, Ware
from unfence.workspace.firms.park import park_seen_by
from unfence.workspace.firms.quotes import latest, quotes_for, quotes_seen_by
from unfence.workspace.jobs.doing import do
from unfence.workspace.jobs.holding import claim
from unfence.workspace.jobs.models import Job, ask
from unfence.workspace.sharing.granting import give
from unfence.workspace.sharing.models import VALUES, Grant


@pytest.fixture(scope="module")
def figures():
    return json.loads(study(example("two_towns")).to_json())


@pytest.fixture
def studied(area, figures):
    Job.objects.filter(pk=ask("jobs.study", None, 1).pk).update(state="done", result=figures)
    return area


@pytest.fixture
def quoted(studied):
    job = ask("firms.quotes", None, 1)
    result = {"deliveries": plain(deliveries_of(example("two_towns")))}
    Job.objects.filter(pk=job.pk).update(state="done", result=result)
    return studied


def lines(member, commodity="coal", *, need=True):
    park = park_seen_by(member)
    ends = park.users(commodity) if need else park.makers(commodity)
    own = [dealer for dealer in ends if member.neutral or member.of(dealer.owner)]
    return quotes_for(park, quotes_seen_by(member, latest(member)), commodity, own, need=need)


def test_the_worker_computes_what_the_page_shows(studied, client_of):
    secretary = client_of("secretary")
    assert "have not been computed" in secretary.get("/firms/find/?commodity=coal").content.decode()
    made = secretary.post("/firms/quotes/")
    assert made.status_code == 302
    assert "being computed" in secretary.get("/firms/find/").content.decode()
    do(claim("w"), "w")
    job = Job.objects.get(kind="firms.quotes")
    assert job.state == "done", job.note
    assert job.result == json.loads(json.dumps({"deliveries": plain(deliveries_of(example("two_towns")))}))
    page = secretary.get("/firms/find/?commodity=coal&at=kiln").content.decode()
    assert "372 yuan" in page
    assert "318 yuan" in page


def test_the_cheapest_at_the_door_comes_first(quoted):
    found = [q for q in lines(quoted.member("secretary")) if q.buyer.id == "kiln"]
    assert [(q.seller.id, q.today, q.open) for q in found] == [("far_coal", 340.0, 340.0), ("mine", 372.0, 318.0)]
    assert [q.spare for q in found] == [None, 600.0]


def test_whatever_rests_on_a_withheld_row_is_withheld(quoted, client_of):
    found = lines(quoted.member("officer", "west"))
    assert [(q.seller.id, q.withheld, q.today) for q in found if q.seller.id == "mine"] == [("mine", True, None)]
    page = client_of("officer", "west").get("/firms/find/?commodity=coal").content.decode()
    assert "372" not in page
    assert "withheld" in page
    give(
        Grant(owner=quoted.own, viewer=quoted.other, table="*", group="*", level=VALUES),
        quoted.member("leader", "east"),
    )
    assert "372 yuan" in client_of("officer", "west").get("/firms/find/?commodity=coal").content.decode()


def test_withheld_lines_stand_in_an_order_that_tells_nothing(quoted):
    member = quoted.member("officer", "west")
    before = [q.seller.id for q in lines(member)]
    job = Job.objects.get(kind="firms.quotes")
    for entry in job.result["deliveries"]:
        if entry["seller"] == "mine":
            entry["today"]["delivered"] = 1.0
    job.save()
    assert [q.seller.id for q in lines(member)] == before
    secretary = lines(quoted.member("secretary"))
    assert secretary[0].seller.id == "mine"


def test_who_has_looks_for_who_takes(quoted):
    found = lines(quoted.member("secretary"), "bricks", need=False)
    assert {(q.seller.id, q.buyer.id) for q in found} == {("kiln", "east_bricks"), ("kiln", "west_bricks")}


def test_before_a_commodity_is_chosen_the_studys_matches_stand_there(quoted, client_of):
    page = client_of("secretary").get("/firms/find/").content.decode()
    assert "West Town kiln" in page
    assert "fenced off" in page
    assert "8,800 yuan" in page, "22 a tonne, 400 tonnes"
    hidden = client_of("officer", "east").get("/firms/find/").content.decode()
    assert "8,800" not in hidden


def test_cards_of_the_other_side_stand_beside_the_book(quoted, client_of):
    firm = Firm.objects.create(office=quoted.own, name="East Colliery")
    Ware.objects.create(firm=firm, kind="offer", commodity="coal", quantity=100, unit="t", price=290)
    page = client_of("officer", "west").get("/firms/find/?commodity=coal").content.decode()
    assert "East Colliery" in page
    assert "290" not in page
    assert "East Colliery" not in client_of("officer", "east").get("/firms/find/?commodity=coal").content.decode()
    Ware.objects.update(public=True)
    assert "290 yuan per t" in client_of("officer", "west").get("/firms/find/?commodity=coal").content.decode()


@pytest.mark.parametrize("query", ["commodity=nothing", "commodity=coal&at=nobody", "way=x&commodity=%00", "page=9"])
def test_odd_questions_have_answers(quoted, client_of, query):
    assert client_of("viewer").get(f"/firms/find/?{query}").status_code == 200
    assert client_of("viewer").get(f"/firms/?q=%00&office=%00&{query}").status_code == 200
    assert client_of("officer").get(f"/firms/contacts/new/?seller=%00&other=x&{query}").status_code == 200
