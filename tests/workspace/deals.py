"""An agreement between the two towns, and the numbers of its years."""

from unfence.workspace.ledger.booking import agree, report_and_accrue
from unfence.workspace.ledger.facts import Cell, Report, last_reports
from unfence.workspace.ledger.models import Agreement
from unfence.workspace.ledger.texts import Draft, enter_version

TEXT = """
title = "Park tax and river"
title_zh = "园区税收与河流"
parties = {east = "East Town", west = "West Town"}

[[rule]]
id = "park"
kind = "ratio"
from = 2026
accrual = "month"
shares = {east = 6, west = 4}
collects = ["west"]

[[rule]]
id = "river"
kind = "bet"
from = 2026
section = "ford"
upstream = "east"
downstream = "west"
stake = 100
target = 3
needs = "class"

[[rule]]
id = "output"
kind = "appraisal"
from = 2026
items = ["output"]
counts = {east = 1, west = 1}
reports = ["west"]
"""
PARK = TEXT.partition('[[rule]]\nid = "river"')[0]


def entered(area, text=PARK, since=2026, key="park"):
    """A version that nobody has signed."""
    return enter_version(area.member("secretary"), Draft(key, since, text))


def in_force(area, text=PARK, since=2026, key="park") -> Agreement:
    """An agreement that both leaders have signed."""
    version = entered(area, text, since, key)
    for office in ("east", "west"):
        agree(area.member("leader", office), version)
    return version.agreement


def cell(who, year, month, item="tax", tax=""):
    return Cell(who, year, month, item, tax)


def report(area, agreement, who, values, item="tax", year=2026, role="officer"):
    """Report numbers by month (0: the whole year) on top of what stands."""
    held = last_reports(agreement)
    member = area.member(role, who) if role != "secretary" else area.member("secretary")
    reports = [
        Report(c, str(value), held[c].pk if c in held else 0)
        for c, value in ((cell(who, year, month, item), value) for month, value in values.items())
    ]
    return report_and_accrue(member, agreement, reports)


def full_year(area, agreement, amount=1000, year=2026):
    """Every month of the park's tax, collected by the west."""
    report(area, agreement, "west", dict.fromkeys(range(1, 13), amount), year=year)
