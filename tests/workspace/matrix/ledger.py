from unfence.workspace.ledger.booking import clear
from workspace.access import ALL, Access
from workspace.deals import entered, full_year, in_force, report


def _agreement(area):
    return {"key": in_force(area).key}


def _year(area):
    agreement = in_force(area)
    report(area, agreement, "west", {1: 1000})
    return {"key": agreement.key, "year": 2026}


def _posting(area):
    agreement = in_force(area)
    full_year(area, agreement)
    return {"key": agreement.key, "number": clear(area.member("secretary"), agreement, 2026).number}


def _version(area):
    return {"key": entered(area).agreement.key, "number": 1}


LINES = (
    Access("ledger.ledger", see=ALL),
    Access("ledger.new", see="S", act="S"),
    Access("ledger.agreement", see=ALL, make=_agreement),
    Access("ledger.received", act="OL", make=_agreement),
    Access("ledger.export", see=ALL, make=_agreement),
    Access("ledger.version", see=ALL, act="L", make=_version),
    Access("ledger.facts", see=ALL, make=_agreement),
    Access("ledger.row", see="OLS", act="OLS", make=_agreement),
    Access("ledger.facts_file", see="OLS", make=_agreement),
    Access("ledger.upload", see="OLS", act="OLS", make=_agreement),
    Access("ledger.accept", act="OLS", make=_agreement),
    Access("ledger.statement", see=ALL, make=_year),
    Access("ledger.book", act="OLS", make=_year),
    Access("ledger.signed", act="L", make=_posting),
)
