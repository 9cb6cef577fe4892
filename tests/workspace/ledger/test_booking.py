"""Booking: the ledger comes to what the rules say, by new lines only, and adds up to 0 at each step."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from unfence import rules
from unfence.errors import UnfenceError
from unfence.workspace.ledger.balances import balances, beside, years_of
from unfence.workspace.ledger.booking import agree, broken, clear, difference, net_of, pay, pending, settled, sign
from unfence.workspace.ledger.facts import QuickerError, Report, facts_of, last_reports
from unfence.workspace.ledger.facts import report as reported
from unfence.workspace.ledger.models import ACCRUED, DUE, Agreement, Fact, Line, Posting, Version
from unfence.workspace.ledger.texts import version_for
from workspace.deals import PARK, TEXT, cell, entered, full_year, in_force, report

pytestmark = pytest.mark.django_db


def _sums(agreement, **where):
    """Each account's sum over all parties, counted by the database's own rows."""
    sums = {}
    for line in agreement.lines.filter(**where).exclude(account="appraisal"):
        net = net_of([line])
        sums[line.account] = sums.get(line.account, 0) + sum(net.values())
    return set(sums.values()) or {0}


def _due(agreement, who, **where):
    return {b.office.key: b.due for b in balances(agreement, **where)}[who]


def test_months_accrue_the_year_is_cleared_late_numbers_are_corrected(area):
    agreement = in_force(area)
    report(area, agreement, "west", {1: 1000, 2: "500.50"})
    assert [(x.month, x.payer, x.payee, x.fen) for x in agreement.lines.all()] == [
        (1, "west", "east", 60000),
        (2, "west", "east", 30030),
    ]
    assert _due(agreement, "east") == 0, "nothing is due before the year is cleared"
    report(area, agreement, "west", {1: 900})
    assert {b.office.key: b.accrued for b in balances(agreement)} == {"east": 84030, "west": -84030}
    with pytest.raises(UnfenceError, match="cannot be cleared yet"):
        clear(area.member("secretary"), agreement, 2026)
    report(area, agreement, "west", dict.fromkeys(range(3, 13), 1000))
    posting = clear(area.member("officer"), agreement, 2026)
    total = (90000 + 50050 + 10 * 100000) * 6 // 10
    assert _due(agreement, "east") == total
    assert {b.accrued for b in balances(agreement)} == {0}, "the monthly parts are released"
    assert posting.lines.filter(stage="cleared").get().fen == total
    assert pending(agreement, 2026) == []
    report(area, agreement, "west", {12: 2000})
    assert _due(agreement, "east") == total, "a report alone changes nothing that was cleared"
    assert [(x.stage, x.payer, x.fen) for x in pending(agreement, 2026)] == [("corrected", "west", 60000)]
    clear(area.member("secretary"), agreement, 2026)
    assert _due(agreement, "east") == total + 60000
    with pytest.raises(UnfenceError, match="nothing to correct"):
        clear(area.member("secretary"), agreement, 2026)
    assert _sums(agreement) == {0}
    assert broken(agreement) is None


def test_what_was_cleared_is_what_settle_says_of_the_same_facts(area):
    agreement = in_force(area, TEXT)
    full_year(area, agreement, "33.33")
    report(area, agreement, "west", {0: 8000}, item="output")
    report(area, agreement, "ford", dict(zip(range(1, 13), [3, "Ⅳ", "II"] * 4, strict=True)), "class", role="secretary")
    clear(area.member("secretary"), agreement, 2026)
    made = rules.statement(rules.rules_of(TEXT), facts_of(agreement), 2026)
    held = {b.office.key: b.due for b in balances(agreement)}
    assert held == made.balances()
    assert held["east"] == 23998 + (8 - 4) * 10000, "0.6 x 399.96 = 239.976, to the nearest fen"
    counted = {(x.payee, x.item): x.fen for x in agreement.lines.filter(account="appraisal")}
    assert counted == made.counted() == {("east", "output"): 800000, ("west", "output"): 800000}
    assert _sums(agreement) == {0}
    report(area, agreement, "west", {0: 7000}, item="output")
    clear(area.member("secretary"), agreement, 2026)
    last = agreement.lines.filter(account="appraisal", stage="corrected")
    assert sorted((x.payee, x.fen) for x in last) == [("east", -100000), ("west", -100000)]


def test_balance_at_any_date(area, monkeypatch):
    agreement = in_force(area)
    days = {"now": date(2027, 1, 20)}
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: days["now"])
    full_year(area, agreement)
    clear(area.member("secretary"), agreement, 2026)
    days["now"] = date(2027, 2, 10)
    pay(area.member("officer", "east"), agreement, "west", 500000, 2026, "voucher 7")
    days["now"] = date(2027, 3, 1)
    report(area, agreement, "west", {6: 0})
    clear(area.member("secretary"), agreement, 2026)
    at = [_due(agreement, "east", on=date(2027, *day)) for day in ((1, 19), (1, 20), (2, 9), (2, 10), (3, 1))]
    assert at == [0, 720000, 720000, 220000, 160000]
    assert all(sum(b.due for b in balances(agreement, date(2027, m, 1))) == 0 for m in range(1, 5))


def test_payments_are_booked_by_who_received_and_only_what_is_owed(area):
    agreement = in_force(area)
    full_year(area, agreement)
    clear(area.member("secretary"), agreement, 2026)
    for member, payer, fen in (
        (area.member("officer", "west"), "east", 100),  # the east owes nothing
        (area.member("officer", "east"), "west", 720001),
        (area.member("officer", "east"), "west", 0),
        (area.member("officer", "east"), "east", 100),
    ):
        with pytest.raises(UnfenceError, match="cannot be booked"):
            pay(member, agreement, payer, fen, 2026)
    pay(area.member("officer", "east"), agreement, "west", 720000, 2026)
    assert [b.due for b in balances(agreement)] == [0, 0]
    assert _sums(agreement) == {0}
    report(area, agreement, "west", {1: 0})
    clear(area.member("secretary"), agreement, 2026)
    assert _due(agreement, "west") == 60000, "paid before the correction: the difference comes back"


def test_in_force_only_when_both_leaders_signed(area):
    version = entered(area)
    agreement = version.agreement
    reported(area.member("officer", "west"), agreement, [Report(cell("west", 2026, 1), "1000")])
    agree(area.member("leader", "east"), version)
    assert version_for(agreement, 2026) is None
    assert not agreement.lines.exists()
    with pytest.raises(UnfenceError, match="signed"):
        agree(area.member("leader", "east"), version)
    agree(area.member("leader", "west"), version)
    assert version_for(agreement, 2026) == version
    assert version_for(agreement, 2025) is None
    assert agreement.lines.get().fen == 60000, "with the last signature what is known is booked"


def test_versions_hold_by_year_and_never_touch_what_was_cleared(area):
    agreement = in_force(area)
    full_year(area, agreement)
    clear(area.member("secretary"), agreement, 2026)
    before = _due(agreement, "east")
    half = PARK.replace("east = 6, west = 4", "east = 5, west = 5")
    with pytest.raises(UnfenceError, match="2027 or later"):
        entered(area, half, 2026)
    full_year(area, agreement, year=2027)
    in_force(area, half, 2027)
    assert version_for(agreement, 2026).number == 1
    assert version_for(agreement, 2028).number == 2
    assert {b.accrued for b in balances(agreement, year=2027)} == {600000, -600000}, "booked 6:4, then taken to 5:5"
    clear(area.member("secretary"), agreement, 2027)
    report(area, agreement, "west", {1: 2000})
    clear(area.member("secretary"), agreement, 2026)
    assert _due(agreement, "east", year=2026) == before + 60000, "2026 is corrected by the text of 2026"
    assert _due(agreement, "east", year=2027) == 600000
    assert [(y.year, y.cleared, y.changed) for y in years_of(agreement)] == [(2027, True, False), (2026, True, False)]


def test_a_text_has_to_fit_the_offices(area):
    for text, said in (
        (PARK.replace("west", "north"), "north"),
        (
            'parties = {east = "E"}\n[[rule]]\nid = "a"\nkind = "ratio"\nfrom = 2026\nshares = {east = 1}',
            "at least two",
        ),
    ):
        with pytest.raises(UnfenceError, match=said):
            entered(area, text)
    entered(area)
    with pytest.raises(UnfenceError, match="EUR"):
        entered(area, 'currency = "EUR"\n' + PARK)
    with pytest.raises(rules.RulesError):
        entered(area, PARK.replace("ratio", "ration"))
    assert Version.objects.count() == 1


def test_numbers_are_their_offices_and_nobody_is_overtaken(area):
    agreement = in_force(area)
    west, east = area.member("officer", "west"), area.member("officer", "east")
    first = reported(west, agreement, [Report(cell("west", 2026, 1), "1000")])[0]
    with pytest.raises(UnfenceError, match="not east's"):
        reported(east, agreement, [Report(cell("west", 2026, 1), "1", first.pk)])
    with pytest.raises(UnfenceError, match="not west's"):
        reported(west, agreement, [Report(cell("ford", 2026, 1, "class"), "II")])
    with pytest.raises(QuickerError):
        reported(west, agreement, [Report(cell("west", 2026, 1), "7")])
    with pytest.raises(UnfenceError, match="no number"):
        reported(west, agreement, [Report(cell("west", 2026, 2), "twelve")])
    with pytest.raises(UnfenceError, match="nothing"):
        reported(west, agreement, [Report(cell("west", 2026, 1), "1000", first.pk)])
    reported(west, agreement, [Report(cell("west", 2026, 1), "", first.pk)])
    assert facts_of(agreement).rows == ()
    assert [f.value for f in Fact.objects.all()] == ["1000", ""]


def test_signatures_are_of_the_parties_once(area):
    agreement = in_force(area)
    full_year(area, agreement)
    posting = clear(area.member("officer"), agreement, 2026)
    assert [p.number for p in years_of(agreement)[0].unsigned] == [posting.number]
    for office in ("east", "west"):
        assert sign(area.member("leader", office), posting).digest == posting.digest
    assert years_of(agreement)[0].unsigned == []
    with pytest.raises(UnfenceError):
        sign(area.member("leader", "east"), posting)
    with pytest.raises(UnfenceError, match="nothing to sign"):
        sign(area.member("leader", "east"), agreement.postings.get(number=1))


@pytest.mark.parametrize("table", ["agreement", "version", "consent", "fact", "posting", "line", "signature"])
def test_the_database_refuses_changes(area, table):
    agreement = in_force(area)
    full_year(area, agreement)
    sign(area.member("leader"), clear(area.member("officer"), agreement, 2026))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in ("UPDATE ledger_{} SET id = id", "DELETE FROM ledger_{}"):
        with pytest.raises(DatabaseError, match="not changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(table))


def test_who_changes_the_database_itself_is_found_out(area):
    from unfence.workspace.audit import triggers

    agreement = in_force(area)
    full_year(area, agreement)
    clear(area.member("secretary"), agreement, 2026)
    assert broken(agreement) is None
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    triggers.allow(connection, "ledger_line")
    line = Line.objects.filter(stage="cleared").get()
    Line.objects.filter(pk=line.pk).update(fen=line.fen + 1)
    triggers.forbid(connection, "ledger_line")
    assert broken(agreement) == line.posting


def test_a_line_that_moves_no_money_cannot_be_stored(area):
    agreement = in_force(area)
    report(area, agreement, "west", {1: 10})
    posting = agreement.postings.get()
    for held in ({"payer": "", "fen": 5}, {"payer": "west", "fen": 0}, {"payer": "west", "fen": -5}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Line.objects.create(
                posting=posting,
                agreement=agreement,
                account=DUE,
                stage="cleared",
                year=2026,
                payee="east",
                reason={},
                **held,
            )


def test_the_fair_split_stands_beside_a_cleared_year(area):
    from unfence.examples import example
    from unfence.studies import study
    from unfence.workspace.jobs.models import Job, ask

    agreement = in_force(area)
    member, version = area.member("officer"), version_for(agreement, 2026)
    full_year(area, agreement, 10)
    assert beside(member, agreement, version, 2026).why_not == "not_cleared"
    clear(member, agreement, 2026)
    assert beside(member, agreement, version, 2026).why_not == "no_study"
    figures = study(example("two_towns")).to_dict()
    job = ask("jobs.study", member, 1)
    Job.objects.filter(pk=job.pk).update(state="done", result=figures)
    found = beside(member, agreement, version, 2026)
    assert found.why_not == ""
    east, west = found.parties
    assert (east.ledger, west.ledger) == (7200, -7200)
    assert (east.fair, west.fair) == tuple(round(x * 100) for x in figures["agreement"]["transfers"])
    more = east.ledger > east.fair
    assert ("better off" if more else "worse off") in east.say("en")
    assert ("worse off" if more else "better off") in west.say("en")
    assert "72" in east.say("zh")


_NUMBERS = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 10**6), st.booleans()), min_size=1, max_size=8)


@settings(max_examples=15, deadline=None)
@given(steps=_NUMBERS)
def test_whatever_is_reported_in_whatever_order_comes_to_the_same_ledger(django_db_blocker, steps):
    """Law: after every step each account adds up to 0; what is due is what ``settle`` says of the facts."""
    from workspace.area import make_area

    with django_db_blocker.unblock(), transaction.atomic():
        area = make_area()
        agreement = in_force(area)
        full_year(area, agreement, 500)
        clear(area.member("secretary"), agreement, 2026)
        for month, fen, corrects in steps:
            held = last_reports(agreement)[cell("west", 2026, month)]
            value = f"{fen / 100:.2f}"
            if held.value != value:
                report(area, agreement, "west", {month: value})
            if corrects and pending(agreement, 2026):
                clear(area.member("secretary"), agreement, 2026)
            assert _sums(agreement) == {0}
        if pending(agreement, 2026):
            clear(area.member("secretary"), agreement, 2026)
        made = rules.statement(rules.rules_of(PARK), facts_of(agreement), 2026)
        assert {b.office.key: b.due for b in balances(agreement)} == made.balances()
        assert difference(settled(agreement, 2026).target(cleared=True), list(agreement.lines.all())) == []
        assert broken(agreement) is None
        transaction.set_rollback(True)


def test_only_parties_see_it(area):
    in_force(area)
    assert [Agreement.objects.seen_by(area.member("viewer", o)).count() for o in ("east", "west")] == [1, 1]
    third = type(area.own).objects.create(key="north", name="North")
    stranger = type(area.member("viewer")).objects.join("north.viewer", "pw-of-north-77", third, "viewer")
    assert Agreement.objects.seen_by(stranger).count() == 0
    assert Agreement.objects.seen_by(area.member("secretary")).count() == 1
    assert Posting.objects.count() == 0
    assert not Line.objects.filter(account=ACCRUED).exists()
