"""The ledger's pages, asked for without a browser: what they say, refuse, keep."""

import io

import openpyxl
import pytest

from unfence.workspace.audit.models import Entry
from unfence.workspace.ledger.booking import agree, clear, pending
from unfence.workspace.ledger.facts import last_reports
from unfence.workspace.ledger.models import Agreement, Version
from workspace.deals import PARK, TEXT, cell, entered, full_year, in_force, report

pytestmark = pytest.mark.django_db


def _text(answer):
    return answer.content.decode()


def test_first_things_first(area, client_of):
    assert "secretary enters" in _text(client_of("officer").get("/ledger/"))
    assert "first with the button" in _text(client_of("secretary").get("/ledger/"))
    entered(area)
    page = _text(client_of("officer").get("/ledger/park/"))
    assert "leader signs the text" in page


def test_a_text_is_entered_mended_in_place_and_signed(area, client_of):
    secretary = client_of("secretary")
    wrong = PARK.replace("ratio", "ration").replace("from = 2026", "from = 26")
    answer = secretary.post("/ledger/new/", {"key": "park", "since": 2026, "text": wrong})
    assert answer.status_code == 422
    assert "ration" in _text(answer)
    assert len(answer.context["findings"]) >= 1
    assert "ration" in answer.context["form"]["text"].value(), "what was typed is kept"
    file = io.BytesIO(PARK.encode())
    file.name = "park.toml"
    answer = secretary.post("/ledger/new/", {"key": "park", "since": 2026, "file": file})
    assert answer.headers["Location"] == "/ledger/park/versions/1/"
    assert "Sign for east" in _text(client_of("leader").get("/ledger/park/versions/1/"))
    assert "Sign for" not in _text(client_of("officer").get("/ledger/park/versions/1/"))
    for office in ("east", "west"):
        assert "ledger" in _text(client_of("leader", office).get("/")), "it waits on the home page"
        assert client_of("leader", office).post("/ledger/park/versions/1/").status_code == 302
    assert Version.objects.get().signed
    again = client_of("leader").post("/ledger/park/versions/1/")
    assert again.status_code == 422
    assert [e.action for e in Entry.objects.filter(action__startswith="ledger").order_by("pk")] == [
        "ledger.entered",
        "ledger.consented",
        "ledger.consented",
    ]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"key": "new", "since": 2026, "text": PARK}, "cannot be the name"),
        ({"key": "Park Tax", "since": 2026, "text": PARK}, "Enter a valid value"),
        ({"key": "park", "since": 2026, "text": ""}, "there is no text"),
        ({"key": "park", "since": 1800, "text": PARK}, "1990"),
        ({"key": "park", "since": 2026, "text": PARK.replace("west", "north")}, "north"),
        ({"key": "park", "since": 2026, "text": "\x00["}, "park"),
    ],
)
def test_what_cannot_be_entered_is_said(area, client_of, sent, said):
    answer = client_of("secretary").post("/ledger/new/", sent)
    assert answer.status_code == 422
    assert said in _text(answer)
    assert not Agreement.objects.exists()


def test_a_file_that_is_no_text_is_said(area, client_of):
    for data, said in ((b"\xff\xfe\x00", "UTF-8"), (b"#" * 200_001, "200 kB")):
        file = io.BytesIO(data)
        file.name = "x.toml"
        answer = client_of("secretary").post("/ledger/new/", {"key": "park", "since": 2026, "file": file})
        assert answer.status_code == 422
        assert said in _text(answer)


def test_numbers_are_typed_in_and_two_at_once_lose_nothing(area, client_of):
    agreement = in_force(area)
    west = client_of("officer", "west")
    where = "/ledger/park/facts/row/?year=2026&item=tax"
    form = west.get(where).context["pairs"]
    assert len(form) == 13
    sent = {f"seen{m}": 0 for m in range(13)} | {"value1": "1,000", "value2": "x"}
    answer = west.post(where, sent)
    assert answer.status_code == 422
    assert "is no number" in _text(answer)
    assert 'value="1,000"' in _text(answer)
    assert west.post(where, sent | {"value2": "200"}).headers["Location"] == "/ledger/park/facts/?year=2026"
    assert agreement.lines.count() == 2
    late = client_of("leader", "west").post(where, sent | {"value1": "7", "value2": "200"})
    assert late.status_code == 409
    assert 'value="7"' in _text(late)
    seen = {f"seen{m}": p[1].value() for m, p in enumerate(late.context["pairs"])}
    assert client_of("leader", "west").post(where, seen | {"value1": "7", "value2": "200"}).status_code == 302
    assert last_reports(agreement)[cell("west", 2026, 1)].value == "7"
    page = _text(west.get(where))
    assert page.count("1,000") == 1, "the first report stands in the history"
    assert client_of("officer", "east").post(where + "&who=west", sent).status_code == 403
    assert client_of("secretary").get("/ledger/park/facts/row/?year=2026&item=class&who=ford").status_code == 200
    assert client_of("secretary").get("/ledger/park/facts/row/?year=2026&item=class").status_code == 422


def _workbook(rows):
    book = openpyxl.Workbook()
    for row in [("party", "year", "month", "item", "value"), *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "numbers.xlsx"
    return stream


def test_a_workbook_shows_its_difference_and_only_the_own_is_accepted(area, client_of):
    agreement = in_force(area)
    report(area, agreement, "west", {1: 1000})
    west = client_of("officer", "west")
    answer = west.post(
        "/ledger/park/upload/",
        {
            "file": _workbook(
                [("west", 2026, 1, "tax", 1000), ("west", 2026, 2, "tax", 12.5), ("east", 2026, 1, "cost", 4)]
            )
        },
    )
    assert answer.context["changes"] == [("west 2026-02 tax", "", "12.5")]
    assert answer.context["foreign"] == ["east 2026-01 cost"]
    assert agreement.facts.count() == 1, "nothing is believed yet"
    token = answer.context["token"]
    assert client_of("leader", "west").post("/ledger/park/accept/", {"token": token}).status_code == 403
    assert west.post("/ledger/park/accept/", {"token": token[:-2] + "xx"}).status_code == 422
    report(area, agreement, "west", {2: 99})
    late = west.post("/ledger/park/accept/", {"token": token})
    assert late.status_code == 409
    assert late.context["changes"] == [("west 2026-02 tax", "99", "12.5")]
    assert west.post("/ledger/park/accept/", {"token": late.context["token"]}).status_code == 302
    fact = last_reports(agreement)[cell("west", 2026, 2)]
    assert (fact.value, fact.source) == ("12.5", "numbers.xlsx")
    assert west.post("/ledger/park/accept/", {"token": late.context["token"]}).status_code == 422, "once"


def test_a_workbook_that_is_none_is_said(area, client_of):
    in_force(area)
    west = client_of("officer", "west")
    for rows, said in (([("west", 2026, 13, "tax", 1)], "13"), ([("west", "soon", 1, "tax", 1)], "soon")):
        answer = west.post("/ledger/park/upload/", {"file": _workbook(rows)})
        assert answer.status_code == 422
        assert said in _text(answer)
    broken = io.BytesIO(b"PK\x03\x04 no workbook")
    broken.name = "a.xlsx"
    assert west.post("/ledger/park/upload/", {"file": broken}).status_code == 422
    assert west.post("/ledger/park/upload/").status_code == 422


def test_facts_go_out_and_come_back_the_same(area, client_of):
    agreement = in_force(area)
    report(area, agreement, "west", {1: "1,000.50", 2: "0.07"})
    west = client_of("officer", "west")
    data = io.BytesIO(west.get("/ledger/park/facts.xlsx").content)
    data.name = "back.xlsx"
    answer = west.post("/ledger/park/upload/", {"file": data})
    assert answer.context["changes"] == []
    assert answer.context["found"].same == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_year_from_the_first_number_to_the_signatures(area, client_of, lang):
    agreement = in_force(area, TEXT)
    west, east = client_of("officer", "west"), client_of("leader", "east")
    for client in (west, east):
        client.post("/language/", {"lang": lang, "next": "/"})
    answer = west.post("/ledger/park/2026/clear/")
    assert answer.status_code == 422
    assert answer.context["troubles"]
    full_year(area, agreement)
    report(area, agreement, "west", {0: 8000}, item="output")
    report(area, agreement, "ford", dict.fromkeys(range(1, 13), "II"), "class", role="secretary")
    assert west.post("/ledger/park/2026/clear/").status_code == 302
    page = east.get("/ledger/park/2026/")
    assert "8,400" in _text(page)
    assert "8,000" in _text(page)
    number = page.context["signings"][0]["posting"].number
    assert east.post(f"/ledger/park/postings/{number}/sign/").status_code == 302
    report(area, agreement, "west", {5: 3000})
    assert pending(agreement, 2026)
    assert ">1,200" in _text(east.get("/ledger/park/2026/"))
    assert east.post("/ledger/park/2026/clear/").status_code == 302
    assert east.post("/ledger/park/pay/", {"payer": "west", "amount": "9999999", "year": 2026}).status_code == 422
    assert east.post("/ledger/park/pay/", {"payer": "west", "amount": "100.25", "year": 2026}).status_code == 302
    for where in (
        "/ledger/",
        "/ledger/park/",
        "/ledger/park/?on=2020-01-01",
        "/ledger/park/?on=x",
        "/ledger/park/facts/",
    ):
        assert east.get(where).status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(east.get("/ledger/park/ledger.xlsx").content))
    lines = list(book.worksheets[0].iter_rows(values_only=True))
    assert len(lines) - 1 == agreement.lines.count()
    assert book.worksheets[1].cell(2, 2).value == 7200 + 1200 + 1200 - 100.25
    assert book.worksheets[1].cell(2, 2).value == -book.worksheets[1].cell(3, 2).value


def test_what_waits_is_on_the_home_page(area, client_of, monkeypatch):
    agreement = in_force(area)
    full_year(area, agreement, year=2026)
    assert "can be cleared" not in _text(client_of("officer").get("/")), "the year is not over"
    from datetime import date

    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2027, 1, 5))
    assert "2026 can be cleared" in _text(client_of("officer").get("/"))
    clear(area.member("officer"), agreement, 2026)
    assert "the clearing of 2026 waits" in _text(client_of("leader").get("/"))
    report(area, agreement, "west", {5: 3000})
    assert "ask for a correction of 2026" in _text(client_of("secretary").get("/"))


def test_another_office_does_not_find_it(area, client_of):
    from unfence.workspace.people.models import Member, Office

    version = entered(area)
    agree(area.member("leader"), version)
    north = Office.objects.create(key="north", name="North")
    Member.objects.join("north.leader", "pw-of-north-77", north, "leader")
    client = client_of("anonymous")
    client.force_login(Member.objects.get(name="north.leader"), "django.contrib.auth.backends.ModelBackend")
    for where in ("", "versions/1/", "facts/", "2026/", "ledger.xlsx", "upload/"):
        assert client.get(f"/ledger/park/{where}").status_code == 404
    assert client.post("/ledger/park/versions/1/").status_code == 404
