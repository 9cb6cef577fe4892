"""A meeting: an agenda, what was said, and minutes that say it all on paper."""

from unfence.workspace.matters.models import Item, Matter, Meeting
from workspace.affairs import TEXT, convened, decided, given, raised, studied

FORM = {"day": "2026-12-01", "place": "East Town hall", "level": "leaders", "present": "Both mayors"}


def test_a_meeting_is_called_and_gets_its_agenda(area, client_of):
    matter = raised(area)
    where = client_of("officer", "west").post("/meetings/new/", FORM).headers["Location"]
    client = client_of("secretary")
    for _twice in range(2):
        assert client.post(f"{where}agenda/", {"matter": matter.code}).status_code == 302
    assert Item.objects.count() == 1
    said = {"version": 1, "text": "The west asks for a year."}
    assert client.post(f"{where}agenda/{matter.code}/", said).status_code == 302
    refused = client.post(f"{where}agenda/", {"matter": matter.code, "do": "off"})
    assert refused.status_code == 422
    assert "stays on the agenda" in refused.content.decode()
    assert client.post(f"{where}agenda/", {"matter": "M-1999-001"}).status_code == 422
    assert "The west asks for a year." in client_of("viewer").get(where).content.decode()


def test_two_take_notes_at_once_and_nothing_typed_is_lost(area, client_of):
    matter = raised(area)
    meeting = convened(area, matter)
    where = f"/meetings/{meeting.pk}/agenda/{matter.code}/"
    assert client_of("officer").post(where, {"version": 1, "text": "one"}).status_code == 302
    answer = client_of("officer", "west").post(where, {"version": 1, "text": "two"})
    assert answer.status_code == 409
    assert ">\ntwo</textarea>" in answer.content.decode()
    assert Item.objects.get().said == "one"
    again = client_of("officer", "west").post(f"/meetings/{meeting.pk}/", FORM | {"version": 7})
    assert again.status_code == 409
    assert "East Town hall" in again.content.decode()
    assert Meeting.objects.get().place == "East Town"


def test_the_minutes_hold_everything(area, client_of):
    studied()
    matter = raised(area)
    decided(area, matter, signers=["east"])
    task = given(area, matter)
    meeting = convened(area, matter)
    Item.objects.update(said="The west asks for a year.")
    page = client_of("viewer", "west").get(f"/meetings/{meeting.pk}/minutes/").content.decode()
    for said in (
        "Both mayors", matter.title, "The west asks for a year.", TEXT, "West Town: not signed yet", task.text,
        "2,292 yuan", "30,500 yuan", "Minutes of the leaders", task.due.isoformat(),
    ):  # fmt: skip
        assert said in page


def test_a_matter_changed_by_two_keeps_what_was_typed(area, client_of):
    matter = raised(area)
    sent = {"version": 1, "title": "One check only", "about": "mine", "measures": ["one_check"]}
    where = f"/matters/{matter.code}/change/"
    assert client_of("officer").post(where, sent | {"about": "theirs"}).status_code == 302
    answer = client_of("officer", "west").post(where, sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "mine" in page
    assert "theirs" in page
    assert 'name="version" value="2"' in page
    assert Matter.objects.get().about == "theirs"
    assert Matter.objects.get().fences == []
    assert client_of("officer", "west").post(where, sent | {"version": 2}).status_code == 302


def test_a_matter_is_raised_on_a_form_that_offers_the_book(client_of):
    page = client_of("officer").get("/matters/new/").content.decode()
    for row in ("one_check", "checkpoint", "stamp"):
        assert f'value="{row}"' in page
    wrong = client_of("officer").post("/matters/new/", {"title": "", "about": "kept", "fences": ["moat"]})
    assert wrong.status_code == 422
    assert "kept" in wrong.content.decode()
    sent = {"version": 0, "title": "The stamp", "fences": ["stamp"]}
    where = client_of("secretary").post("/matters/new/", sent).headers["Location"]
    assert sorted(o.key for o in Matter.objects.get().offices.all()) == ["east", "west"]
    assert client_of("viewer", "west").get(where).status_code == 200
