"""Cards: written by the own office, read by both, figures as the sharing rules say; nothing typed is lost."""

from unfence.workspace.audit.models import Entry
from unfence.workspace.firms.models import Firm, Ware

CARD = {"version": 0, "name": "East Brick Yard", "name_zh": "东镇砖厂", "site": "east"}
WARE = {"version": 0, "kind": "need", "commodity": "coal", "thing": "heating", "quantity": "600", "price": "350.5"}


def made(client_of):
    client = client_of("officer")
    where = client.post("/firms/new/", CARD).headers["Location"]
    client.post(f"{where}wares/new/", WARE)
    return client, where


def test_a_card_and_what_stands_on_it(client_of):
    client, where = made(client_of)
    firm, ware = Firm.objects.get(), Ware.objects.get()
    assert (firm.office.key, firm.version, ware.unit, ware.quantity) == ("east", 1, "t", 600.0)
    page = client.get(where).content.decode()
    assert "350.5 yuan" in page
    assert "600 t" in page
    assert [e.action for e in Entry.objects.filter(action__startswith="firms").order_by("pk")] == [
        "firms.card",
        "firms.ware",
    ]
    assert (
        "East Brick Yard" in client_of("viewer", "west").get("/firms/?q=brick&kind=need&office=east").content.decode()
    )
    assert "No card is like that" in client_of("viewer").get("/firms/?q=steel").content.decode()


def test_figures_of_the_other_side_are_withheld_until_the_firm_shows_them(client_of):
    client, where = made(client_of)
    theirs = client_of("leader", "west")
    for address in (where, "/firms/"):
        page = theirs.get(address).content.decode()
        assert "withheld" in page
        assert "350.5" not in page
        assert "600" not in page
    assert "350.5 yuan" in client_of("secretary").get(where).content.decode()
    client.post(f"{where}wares/{Ware.objects.get().pk}/", WARE | {"version": 1, "public": "on"})
    assert "350.5 yuan" in theirs.get(where).content.decode()


def test_who_comes_second_keeps_what_they_typed(client_of):
    client, where = made(client_of)
    assert client.post(f"{where}edit/", CARD | {"version": 1, "person": "Li"}).status_code == 302
    late = client_of("leader").post(f"{where}edit/", CARD | {"version": 1, "about": "grün & 绿"})
    page = late.content.decode()
    assert late.status_code == 409
    assert "grün &amp; 绿" in page
    assert 'name="version" value="2"' in page
    assert Firm.objects.get().about == ""
    ware = f"{where}wares/{Ware.objects.get().pk}/"
    assert client.post(ware, WARE | {"version": 1, "price": "351"}).status_code == 302
    late = client.post(ware, WARE | {"version": 1, "price": "352"})
    assert late.status_code == 409
    assert 'value="352"' in late.content.decode()
    assert Ware.objects.get().price == 351.0


def test_a_card_with_mistakes_is_refused_in_words(client_of):
    client, where = made(client_of)
    again = client.post("/firms/new/", CARD)
    assert again.status_code == 422
    assert "has a card of East Brick Yard already" in again.content.decode()
    for wrong, said in (
        ({"commodity": "", "thing": ""}, "say what it is"),
        ({"thing": "mine", "commodity": "bricks"}, "neither makes nor uses"),
        ({"quantity": "-1"}, "greater than or equal to 0"),
        ({"price": "nan"}, "Enter a number"),
    ):
        answer = client.post(f"{where}wares/new/", WARE | wrong)
        assert answer.status_code == 422, wrong
        assert said in answer.content.decode()
    assert Ware.objects.count() == 1


def test_the_secretary_says_for_which_side(client_of):
    secretary = client_of("secretary")
    assert secretary.post("/firms/new/", CARD).status_code == 422
    assert secretary.post("/firms/new/", CARD | {"office": "west"}).status_code == 302
    assert Firm.objects.get().office.key == "west"


def test_taken_off_and_closed(client_of):
    client, where = made(client_of)
    client.post(f"{where}wares/{Ware.objects.get().pk}/out/")
    assert not Ware.objects.exists()
    assert Entry.objects.get(action="firms.ware_out").before["commodity"] == "coal"
    client.post(f"{where}edit/", CARD | {"version": 1, "closed": "on"})
    assert "East Brick Yard" not in client.get("/firms/").content.decode()
    assert "This card is closed" in client.get(where).content.decode()


def test_what_somebody_typed_is_never_markup(client_of):
    client, where = made(client_of)
    client.post(f"{where}edit/", CARD | {"version": 1, "about": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get(where).content.decode()
