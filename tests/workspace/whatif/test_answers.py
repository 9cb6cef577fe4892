"""What of a scenario a member sees: the area's sums, the own side; nothing that would give a withheld figure away."""

from unfence.workspace.sharing.granting import give
from unfence.workspace.sharing.models import VALUES, Grant
from unfence.workspace.whatif.answers import reader_of
from workspace.scenarios import figures, kept


def answer(area, role="viewer", office="east"):
    return reader_of(area.member(role, office), "en").answer(figures())


def incomes(found):
    return {side.thing.key: side.income for side in found.sides}


def test_the_secretary_sees_all(area):
    found = answer(area, "secretary")
    assert incomes(found) == {"east": 20_500, "west": 7_000}
    assert found.reach is not None
    assert not found.withheld


def test_the_other_side_is_withheld_and_cannot_be_reckoned(area):
    found = answer(area)
    assert incomes(found) == {"east": 20_500, "west": None, "outside": None}, "gain - east - outside would be west"
    assert found.welfare["gain"] == 27_500
    assert found.withheld
    assert found.reach is None
    assert incomes(answer(area, office="west")) == {"east": 20_500, "west": 7_000}, "three of east's stand behind it"


def test_a_grant_opens_it(area):
    give(Grant(owner=area.other, viewer=area.own, table="*", group="*", level=VALUES), area.member("leader", "west"))
    assert incomes(answer(area)) == {"east": 20_500, "west": 7_000}


def test_the_page_says_so_at_the_place(area, client_of):
    page = client_of("viewer").get(f"/whatif/{kept(area).pk}/").content.decode()
    assert page.count('<span class="withheld">withheld</span>') >= 4
    assert "fewer than three of that side’s plants and markets" in page
    assert "7,000 yuan" not in page
    assert "Withheld: minutes rest on every link" in page


def test_comparing_withholds_too(area, client_of):
    page = client_of("viewer").get(f"/whatif/compare/?s={kept(area).pk}").content.decode()
    assert "7,000 yuan" not in page
    assert "+20,500 yuan" in page
    assert "withheld" in page


def test_parties_stand_in_the_books_order_whatever_the_database_keeps(area):
    shuffled = figures() | {
        "income": {state: dict(reversed(sums.items())) for state, sums in figures()["income"].items()}
    }
    found = reader_of(area.member("secretary"), "en").answer(shuffled)
    assert [side.thing.key for side in found.sides] == ["east", "west"]
