"""The price board: who reports, who sees, what the wedge is."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import Entry
from unfence.workspace.books.revise import Edit, revise
from unfence.workspace.priceboard.board import board_seen_by, history
from unfence.workspace.priceboard.factors import factors_of
from unfence.workspace.priceboard.models import Price
from unfence.workspace.priceboard.reporting import Cell, QuickerError, Report, last_reports, report
from unfence.workspace.sharing.models import Grant
from workspace.area import change

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)


def _report(area, office, factor, prices, source=""):
    member = area.member("officer", office)
    held = last_reports(member.office)
    cells = {Cell(factor, date(*ym, 1)): Decimal(str(v)) if v is not None else None for ym, v in prices.items()}
    return report(member, [Report(c, v, source, held[c].pk if c in held else 0) for c, v in cells.items()])


def _grant(owner, viewer):
    return Grant.objects.create(
        owner=owner,
        viewer=viewer,
        table="markets",
        group="money",
        level="values",
        state="granted",
        since=date(2020, 1, 1),
    )


def _line(member, key):
    return next(line for line in board_seen_by(member) if line.factor.key == key)


def test_withheld_until_its_owner_shares_it(area, client_of):
    _report(area, "east", "water", {(2026, 3): "3.20"})
    _report(area, "west", "water", {(2026, 3): "2.987"})
    east = area.member("officer", "east")
    line = _line(east, "water")
    assert [(s.value, s.withheld) for s in line.stands] == [(Decimal("3.2"), False), (None, True)]
    assert line.wedge is None
    for where in ("/prices/", "/prices/factors/water/"):
        page = client_of("officer", "east").get(where).content.decode()
        assert "withheld" in page
        assert "2.987" not in page
    assert _line(area.member("secretary"), "water").wedge == Decimal("0.2130")
    _grant(area.other, area.own)
    line = _line(east, "water")
    assert line.wedge == Decimal("0.2130")
    assert line.share == pytest.approx(0.213 / 2.987)
    assert "2.987" in client_of("officer", "east").get("/prices/factors/water/").content.decode()
    assert _line(area.member("officer", "west"), "water").wedge is None, "a grant goes one way"


def test_of_three_sides_one_that_is_withheld_withholds_the_wedge(area):
    north = type(area.own).objects.create(key="north", name="North")
    type(area.member("officer")).objects.join("north.officer", "pw-of-north-77", north, "officer")
    for office, price in (("east", 3), ("north", 4), ("west", 9)):
        _report(area, office, "water", {(2026, 3): price})
    _grant(north, area.own)
    line = _line(area.member("officer", "east"), "water")
    assert sorted(s.value for s in line.known) == [3, 4]
    assert (line.wedge, line.share) == (None, None)
    _grant(area.other, area.own)
    assert _line(area.member("officer", "east"), "water").wedge == 6


def test_begins_with_the_book(area):
    secretary = area.member("secretary")
    power = {"id": "power", "name": "Power", "name_zh": "电", "unit": "MWh", "kind": "energy"}
    revise(secretary, [Edit("commodities", "power", 0, power)])
    for office, prices in (("east", ("600", "573.62")), ("west", ("746.15",))):
        edits = [
            Edit("markets", f"{office}{n}", 0, {"id": f"{office}{n}", "site": office, "commodity": "power",
                 "side": "supply", "price": price, "quantity": "10"})
            for n, price in enumerate(prices)
        ]  # fmt: skip
        revise(area.member("officer", office), edits)
    line = _line(secretary, "power")
    assert [s.value for s in line.stands] == [Decimal("573.62"), Decimal("746.15")], "the cheapest that is sold"
    assert [s.month for s in line.stands] == [None, None]
    assert line.wedge == Decimal("172.53")
    _report(area, "west", "power", {(2025, 3): 800, (2026, 2): 790, (2026, 3): 700})
    line = _line(secretary, "power")
    assert (line.stands[1].value, line.stands[1].month, line.stands[1].change) == (Decimal(700), MARCH, -0.125)
    assert next(iter(board_seen_by(secretary))).factor.key == "power", "the widest wedge stands first"
    change(secretary, "commodities", "coal", kind="energy")
    assert {"coal", "power", "water"} <= set(factors_of(secretary))


def test_nothing_is_overwritten_and_nobody_is_overtaken(area):
    _report(area, "east", "loan", {(2026, 3): "3.45"}, "bank")
    with pytest.raises(QuickerError, match="loan 2026-03"):
        report(area.member("leader"), [Report(Cell("loan", MARCH), Decimal(4))])
    with pytest.raises(UnfenceError, match="nothing"):
        _report(area, "east", "loan", {(2026, 3): "3.4500"})
    _report(area, "east", "loan", {(2026, 3): "3.1"})
    _report(area, "east", "loan", {(2026, 3): None})
    assert [p.value for p in Price.objects.order_by("pk")] == [Decimal("3.45"), Decimal("3.1"), None]
    assert history(area.member("officer"), factors_of(area.member("officer"))["loan"]) == []
    assert Entry.objects.filter(action="priceboard.reported").count() == 3
    for doing in (lambda: Price.objects.all().delete(), lambda: Price.objects.update(value=1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            doing()


def test_typed_in_kept_on_mistakes_and_two_at_once(area, client_of):
    east, where = client_of("officer"), "/prices/factors/water/"
    for sent, said in (
        ({"month": "2026-13", "price": "1"}, "no month"),
        ({"month": "2999-01", "price": "1"}, "no month"),
        ({"month": "2026-03", "price": "cheap"}, "no price"),
        ({"month": "2026-03", "price": ""}, "nothing"),
    ):
        answer = east.post(where, {"known": 0, "source": "notice 7", **sent})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "notice 7" in answer.content.decode()
    sent = {"known": 0, "month": "2026-03", "price": "3.20", "source": "notice 7"}
    assert east.post(where, sent).status_code == 302
    late = client_of("leader").post(where, sent | {"price": "4"})
    assert late.status_code == 409
    again = late.context["form"]
    assert again["price"].value() == "4"
    assert client_of("leader").post(where, sent | {"price": "4", "known": again["known"].value()}).status_code == 302
    assert [p.value for p in Price.objects.all()] == [Decimal("3.2"), Decimal(4)]
    assert east.get("/prices/factors/coal/").status_code == 404, "coal is a good here"


def _workbook(rows, heading=("factor", "month", "price", "source")):
    book = openpyxl.Workbook()
    for row in [heading, *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "prices.xlsx"
    return stream


def test_a_workbook_shows_its_difference_first(area, client_of):
    _report(area, "east", "water", {(2026, 1): 3})
    east = client_of("officer")
    rows = [("water", "2026-01", 3, ""), ("water", "2026-02", 3.1, "notice"), ("land", date(2026, 3, 1), 96000, None)]
    answer = east.post("/prices/upload/", {"file": _workbook(rows)})
    assert answer.context["changes"] == [("water 2026-02", "", "3.1"), ("land 2026-03", "", "96000")]
    assert answer.context["same"] == 1
    assert Price.objects.count() == 1
    token = answer.context["token"]
    assert client_of("leader").post("/prices/accept/", {"token": token}).status_code == 403
    assert east.post("/prices/accept/", {"token": "forged"}).status_code == 422
    _report(area, "east", "water", {(2026, 2): 5})
    late = east.post("/prices/accept/", {"token": token})
    assert late.status_code == 409
    assert ("water 2026-02", "5", "3.1") in late.context["changes"]
    assert east.post("/prices/accept/", {"token": late.context["token"]}).status_code == 302
    assert {str(c.month): p.value for c, p in last_reports(area.own).items() if c.factor == "water"} == {
        "2026-01-01": 3, "2026-02-01": Decimal("3.1"),
    }  # fmt: skip
    assert Price.objects.get(factor="land").source == "prices.xlsx"
    taken = io.BytesIO(east.get("/prices/prices.xlsx").content)
    taken.name = "again.xlsx"
    assert east.post("/prices/upload/", {"file": taken}).context["changes"] == []


def test_every_wrong_row_is_said_at_once(area, client_of):
    rows = [("gold", "2026-01", 3), ("water", "soon", 3), ("water", "2026-01", "free"), ("water", "2026-02", 1),
            ("water", "2026-02", 2), ("water", "2999-01", 2)]  # fmt: skip
    answer = client_of("officer").post("/prices/upload/", {"file": _workbook(rows)})
    assert answer.status_code == 422
    found = answer.context["findings"]
    assert [f"row {n}" in text for n, text in zip((2, 3, 4, 6, 7), found, strict=True)] == [True] * 5
    answer = client_of("officer").post("/prices/upload/", {"file": _workbook([], ("what", "month"))})
    assert "no column factor, price" in answer.content.decode()
    broken = io.BytesIO(b"PK\x03\x04...")
    broken.name = "a.xlsx"
    assert client_of("officer").post("/prices/upload/", {"file": broken}).status_code == 422


@pytest.mark.parametrize(("lang", "named"), [("en", "East Town"), ("zh", "东镇")])
def test_the_chart_is_drawn_of_what_is_seen_and_brings_no_style_of_its_own(area, client_of, lang, named):
    east = client_of("officer")
    east.post("/language/", {"lang": lang, "next": "/"})
    _report(area, "east", "loan", {(2026, 1): "3.45", (2026, 2): "3.35"})
    _report(area, "west", "loan", {(2026, m): "4.15" for m in range(1, 5)})
    assert "<svg" not in east.get("/prices/factors/loan/").content.decode(), "two months: the table says enough"
    _grant(area.other, area.own)
    page = east.get("/prices/factors/loan/").content.decode()
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert named in drawn
    assert [drawn.count(f">2026-0{m}<") for m in range(1, 6)] == [1, 1, 1, 1, 0], "each month once"
    assert "style=" not in drawn
    assert "<script" not in drawn


def test_what_the_study_says_of_a_wedge_is_for_who_may_see_it(area, client_of):
    from unfence.workspace.jobs.models import Job, ask

    wedge = {"commodity": "water", "cheap": "east", "dear": "west", "wedge": 2.0, "policy": 0.5, "distance": 0.7}
    wedge |= {"fence": 0.8, "way": "open", "kept_by": ["fences.checkpoint"]}
    job = ask("jobs.study", area.member("officer"), 1)
    Job.objects.filter(pk=job.pk).update(state="done", result={"factors": {"wedges": [wedge]}})
    assert "fences.checkpoint" in client_of("secretary").get("/prices/factors/water/").content.decode()
    assert "fences.checkpoint" not in client_of("officer").get("/prices/factors/water/").content.decode()
