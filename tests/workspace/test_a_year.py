"""A year of two offices, day by day, through the pages; whatever happens the books stay right after every step.

Each month three people apply at the east's counter: one case runs smoothly, one lacks papers for twenty days, one is
slow and, where the quarter does not end, given up. Both offices report the taxes of the month before, the secretariat
the river's class; both report a price. In January the year is cleared, signed and paid; a tax that was reported wrong
is corrected, signed and paid.

    tax     east 200 a month; west 1000 + 10 m in month m: 12 780 a year, in May 2 000 more once it is corrected
    shares  6 : 4 of 15 180, so the east gets 9 108 - 2 400 = 6 708, and 1 200 more once it is corrected
    river   ten good months and two bad ones at 100 each: the west pays 800
"""

import io
import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection, connections

from unfence import rules
from unfence.workspace.audit.models import Entry
from unfence.workspace.counter.clock import Kept
from unfence.workspace.counter.models import Case, Item, Leg, Step
from unfence.workspace.counter.pages.cases import records
from unfence.workspace.ledger.booking import broken, net_of
from unfence.workspace.ledger.models import ACCRUED, APPRAISAL, DUE, Agreement, Fact, Line, Posting, Signature
from unfence.workspace.priceboard.models import Price
from workspace.cases import item
from workspace.deals import TEXT

YEAR = 2026
BOTH = TEXT.replace('collects = ["west"]', 'collects = ["east", "west"]')
BAD = (4, 9)
"""The months in which the river is worse than what was agreed."""
WRONG, MORE = 5, 2000
KILLED = 7
"""The month in which the machine dies."""
DONE, SENT_ON = 0, 302
LEDGER, WATER = "/ledger/park/", "/prices/factors/water/"
WHY = "the plan lies in the flood plain"
Plan = dict[tuple[str, int, str], str]
"""What is reported: (who, month, item) -> value; month 0 is the whole year."""


@dataclass(frozen=True)
class Act:
    """Something that somebody does on a day; ``killed``: the process dies at each of its statements first."""

    day: date
    do: Callable[[], object]
    killed: bool = False


@dataclass(frozen=True)
class Offices:
    """The two offices at work: clients by role and office, and the codes of the cases by the day they came."""

    client_of: Callable
    codes: dict[date, list[str]]

    def post(self, role, office, where, sent=None, expect=SENT_ON):
        answer = self.client_of(role, office).post(where, sent or {})
        assert answer.status_code == expect, answer.content.decode()[-3000:]
        return answer

    def apply(self, day):
        """Somebody comes to the east's counter; the receipt names the case."""
        client = self.client_of("officer", "east")
        sent = {"applicant": f"Applicant of {day}", "contact": "1380", "first": "east"}
        answer = client.post("/counter/items/permit/apply/", sent, follow=True)
        self.codes.setdefault(day, []).append(answer.context["case"].code)

    def step(self, day, nth, office, action, note=""):
        """The office does a step with the n-th case of a day."""
        made = Case.objects.get(code=self.codes[day][nth])
        papers = [made.papers[0][0].pk] if action == "ask" else []
        sent = {"version": made.version, "action": action, "note": note, "papers": papers}
        self.post("officer", office, f"/counter/cases/{made.code}/", sent)

    def type_in(self, who, month, what, value, role="officer"):
        """Type one number into the form, on top of what the form showed."""
        where = f"{LEDGER}facts/row/?year={YEAR}&item={what}&who={who}"
        office = who if role == "officer" else ""
        form = self.client_of(role, office).get(where).context["pairs"]
        sent = {field.name: field.value() for pair in form for field in pair}
        self.post(role, office, where, sent | {f"value{month}": value})

    def send_in(self, who, month, what, value):
        """Send one number as a workbook and accept the difference that is shown."""
        book = openpyxl.Workbook()
        for row in (("party", "year", "month", "item", "value"), (who, YEAR, month, what, Decimal(value))):
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        stream.seek(0)
        stream.name = f"{who}-{month}.xlsx"
        shown = self.post("officer", who, f"{LEDGER}upload/", {"file": stream}, expect=200)
        assert [new for _, _, new in shown.context["changes"]] == [value]
        self.post("officer", who, f"{LEDGER}accept/", {"token": shown.context["token"]})

    def price(self, office, month, value):
        """Report what water costs this month."""
        known = Price.objects.filter(office__key=office).order_by("-pk").values_list("pk", flat=True).first()
        sent = {"known": known or 0, "month": f"{YEAR}-{month:02}", "price": value, "source": "invoice"}
        self.post("officer", office, WATER, sent)


def planned() -> Plan:
    """Every number of the year as it is first reported."""
    plan = {("west", 0, "output"): "8000"}
    for m in range(1, 13):
        plan |= {("east", m, "tax"): "200", ("west", m, "tax"): str(1000 + 10 * m)}
        plan["ford", m, "class"] = "IV" if m in BAD else "II"
    return plan


def stated(plan: Plan) -> rules.Statement:
    """The statement of the year by the rules alone, from a table that never saw the workspace."""
    rows = "".join(f"{who},{YEAR},{month or ''},{what},{value}\n" for (who, month, what), value in plan.items())
    return rules.statement(rules.rules_of(BOTH), rules.facts_text("party,year,month,item,value\n" + rows), YEAR)


def counter_acts(offices: Offices, first: date, quarter: bool) -> list[Act]:
    """What happens to the three cases that come on one day."""
    smooth = ((2, "east", "take"), (7, "east", "hand_over"), (9, "west", "take"), (17, "west", "granted"))
    papers = ((3, "east", "ask"), (23, "east", "came"), (34, "east", "hand_over"))
    papers += ((36, "west", "take"), (40, "west", "refused"))
    slow = ((9, "east", "take"), (35, "east", "hand_over"), (45, "west", "take"), (47, "west", "granted"))
    dropped = ((3, "east", "take"), (12, "east", "withdrawn"))
    acts = [Act(first, lambda: offices.apply(first)) for _ in range(3)]
    for nth, steps in enumerate((smooth, papers, slow if quarter else dropped)):
        for days, office, action in steps:
            note = WHY if action in ("refused", "withdrawn") else ""
            do = lambda n=nth, o=office, a=action, t=note: offices.step(first, n, o, a, t)  # noqa: E731
            acts.append(Act(first + timedelta(days=days), do, killed=first.month == KILLED and action == "hand_over"))
    return acts


def month_acts(offices: Offices, plan: Plan, m: int) -> list[Act]:
    """What happens about one month: its cases, its prices; and in the next one its numbers, typed in or sent."""
    late = date(YEAR + m // 12, m % 12 + 1, 8)
    east, west = (offices.type_in, offices.send_in)[:: 1 if m % 2 else -1]
    return [
        *counter_acts(offices, date(YEAR, m, 3), quarter=m % 3 == 0),
        Act(date(YEAR, m, 11), lambda: offices.price("east", m, f"3.{m:02}"), killed=m == KILLED),
        Act(date(YEAR, m, 12), lambda: offices.price("west", m, f"2.{m:02}")),
        Act(late, lambda: east("east", m, "tax", plan["east", m, "tax"])),
        Act(late, lambda: west("west", m, "tax", plan["west", m, "tax"])),
        Act(late, lambda: offices.type_in("ford", m, "class", plan["ford", m, "class"], "secretary")),
    ]


def begin(area, offices: Offices) -> None:
    """The agreement and the item of the counter, each signed by both sides' leaders."""
    offices.post("secretary", "", "/ledger/new/", {"key": "park", "since": YEAR, "text": BOTH})
    item(area, agreed=False)
    for office in ("east", "west"):
        offices.post("leader", office, f"{LEDGER}versions/1/")
        offices.post("leader", office, "/counter/items/permit/", {"version": Item.objects.get().version})


def january_acts(offices: Offices, plan: Plan) -> list[Act]:
    """The year is cleared, signed, paid; then corrected, signed, paid."""
    on = lambda day, do, **facts: Act(date(YEAR + 1, 1, day), do, **facts)  # noqa: E731
    post = offices.post

    def sign(office):
        last = Posting.objects.filter(kind__in=("clearing", "correction")).latest("number")
        post("leader", office, f"{LEDGER}postings/{last.number}/sign/")

    def receive(amount):
        post("leader", "east", f"{LEDGER}pay/", {"payer": "west", "amount": amount, "year": YEAR, "note": "bank"})

    clear = lambda office: post("officer", office, f"{LEDGER}{YEAR}/clear/")  # noqa: E731
    wrong = str(int(plan["west", WRONG, "tax"]) + MORE)
    return [
        on(9, lambda: offices.type_in("west", 0, "output", plan["west", 0, "output"])),
        on(11, lambda: clear("west"), killed=True),
        on(12, lambda: sign("east")),
        on(13, lambda: sign("west")),
        on(14, lambda: receive("5000.00")),
        on(18, lambda: receive("2508.00"), killed=True),
        on(20, lambda: offices.type_in("west", WRONG, "tax", wrong)),
        on(21, lambda: clear("east")),
        on(22, lambda: sign("west")),
        on(23, lambda: sign("east")),
        on(29, lambda: receive("1200.00")),
    ]


def rows() -> list[object]:
    """How much there is of everything, and how every case stands."""
    tables = (Case, Leg, Step, Price, Fact, Posting, Line, Signature, Entry)
    standing = Case.objects.order_by("pk").values_list("code", "state", "version")
    return [*(table.objects.count() for table in tables), *standing]


def whole(offices: Offices) -> None:
    """What holds after every step, whatever it was."""
    agreement = Agreement.objects.get()
    assert broken(agreement) is None
    for account in (ACCRUED, DUE):
        assert sum(net_of(agreement.lines.filter(account=account)).values()) == 0
    codes = sorted(code for held in offices.codes.values() for code in held)
    cases = list(Case.objects.order_by("code").prefetch_related("legs", "steps"))
    assert [case.code for case in cases] == codes
    for case in cases:
        lies = [leg for leg in case.legs.all() if not leg.done]
        assert len(lies) == (0 if case.over else 1), case
        assert case.version == len(case.steps.all()), "every version is a step of the history"


def killed_everywhere(act: Act) -> int:
    """Kill an act's process before each statement and its commit: nothing happened. At last it is done; how often."""
    before = rows()
    for nth in range(1, 300):
        if child(act, nth) == DONE:
            return nth - 1
        assert rows() == before, f"killed before statement {nth}, and something is there"
    raise AssertionError("it never ends")


def child(act: Act, nth: int) -> int:
    """Do an act in a child that is killed before its n-th statement, a commit being one; how it ended."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        try:
            left = [nth]

            def count():
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)

            def counted(execute, sql, params, many, context):
                count()
                return execute(sql, params, many, context)

            connection.ensure_connection()
            commit = connection._commit
            connection._commit = lambda: (count(), commit())
            with connection.execute_wrapper(counted):
                act.do()
            os._exit(DONE)
        finally:
            os._exit(1)
    _, status = os.waitpid(pid, 0)
    assert status == DONE or os.WTERMSIG(status) == signal.SIGKILL, f"the act failed by itself: {status}"
    return status


def booked(agreement: Agreement, *stages: str) -> Counter:
    """The lines of the ledger in some stages."""
    names = ("rule", "stage", "year", "month", "payer", "payee", "fen")
    return Counter(agreement.lines.filter(stage__in=stages).values_list(*names))


def by_rules(plan: Plan, *stages: str) -> Counter:
    """The same lines by the rules alone."""
    lines = (line for line in stated(plan).lines if line.stage in stages)
    return Counter((x.rule, x.stage, x.year, x.month, x.payer, x.payee, x.fen) for x in lines)


def at_new_year() -> None:
    """How the offices kept to the clock, counted by hand from the plan above.

    East: of 36 first answers the 4 slow ones came late. Its parts done or overdue: 12 smooth, 11 that lacked papers
    (in time because of the twenty days that they waited), 8 given up, 3 slow ones that were late; December's two are
    open. West got 12 + 11 + 3 of them; the slow ones waited ten days for its answer.
    """
    (_, east), (_, west) = records()
    assert (east.answers, east.wholes) == (Kept(36, 32), Kept(34, 31))
    assert (west.answers, west.wholes) == (Kept(26, 23), Kept(26, 26))
    assert (east.lights, west.lights) == (
        {"green": 32, "amber": 0, "red": 4},
        {"green": 23, "amber": 0, "red": 3},
    )


def at_the_end(client, agreement: Agreement, plan: Plan) -> None:
    """Everything is decided and paid, and the workbook says what the rules say."""
    outcomes = Counter(Case.objects.values_list("state", flat=True))
    assert outcomes == {"granted": 12 + 4, "refused": 12, "withdrawn": 8}
    assert Price.objects.count() == 24
    corrected = stated(plan | {("west", WRONG, "tax"): str(int(plan["west", WRONG, "tax"]) + MORE)})
    owed = sum(line.fen if line.payee == "east" else -line.fen for line in corrected.lines if line.payable)
    due = agreement.lines.filter(account=DUE)
    assert net_of(due.exclude(stage="paid")) == {"east": owed, "west": -owed}
    assert owed == (6708 + 800 + 1200) * 100
    assert net_of(due) == {"east": 0, "west": 0}
    assert net_of(agreement.lines.filter(account=ACCRUED)) == {"east": 0, "west": 0}
    assert Signature.objects.count() == 4
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{LEDGER}ledger.xlsx").content))
    lines, balances, facts, signed = (list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book.worksheets)
    assert [round(row[10] * 100) for row in lines] == list(agreement.lines.order_by("pk").values_list("fen", flat=True))
    assert [row[1:] for row in balances] == [(0, 0), (0, 0)]
    assert (len(facts), len(signed)) == (len(plan) + 1, 4)


def check_the_year_so_far(plan: Plan) -> None:
    """Each month is accrued once its numbers are there; clearing releases them and books what the rules say."""
    agreement = Agreement.objects.get()
    accrued = booked(agreement, "accrued")
    known = set(agreement.facts.values_list("who", "month", "item"))
    for m in range(1, 13):
        park = {(who, m, "tax") for who in ("east", "west")} <= known
        net = 60 * (int(plan["east", m, "tax"]) + int(plan["west", m, "tax"])) - 100 * int(plan["east", m, "tax"])
        assert accrued["park", "accrued", YEAR, m, "west", "east", net] == park
    if agreement.postings.filter(kind="clearing").exists():
        assert booked(agreement, "cleared", "counted") == by_rules(plan, "cleared", "counted")
        assert net_of(agreement.lines.filter(account=ACCRUED)) == {"east": 0, "west": 0}
        assert agreement.lines.filter(account=APPRAISAL).exists()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that cannot be forked cannot be killed at a statement")
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.django_db(transaction=True)
def test_a_year_of_two_offices(area, client_of, monkeypatch):
    today, clients = [date(YEAR, 1, 2)], {}
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: today[0])

    def known(role, office=""):
        if (role, office) not in clients:
            clients[role, office] = client_of(role, office)
        return clients[role, office]

    offices, plan = Offices(known, {}), planned()
    begin(area, offices)
    whole(offices)
    for role, office in (("officer", "east"), ("officer", "west"), ("leader", "east"), ("secretary", "")):
        known(role, office)  # logged in before anything is killed
    acts = [act for m in range(1, 13) for act in month_acts(offices, plan, m)] + january_acts(offices, plan)
    killed = 0
    for act in sorted(acts, key=lambda act: act.day):
        if today[0].year == YEAR < act.day.year:
            at_new_year()
        cleared = Posting.objects.filter(kind="clearing").exists()
        today[0], logged = act.day, Entry.objects.count()
        if act.killed:
            killed += killed_everywhere(act)
        else:
            act.do()
        assert Entry.objects.count() > logged, "the log says it"
        whole(offices)
        if not cleared:
            check_the_year_so_far(plan)
    assert killed > 50
    at_the_end(known("officer", "west"), Agreement.objects.get(), plan)
