"""Small rules in one line each, and facts without a file."""

from unfence.rules import facts_text, rules_of, statement

PARTIES = ("a", "b", "c")


def rules(kind, first=2026, unit=1, of=PARTIES, extra="", **keys):
    """A rules file of one rule for the parties ``of``; values are written as TOML."""
    named = ", ".join(f'{party} = "{party.upper()}"' for party in of)
    written = [
        f"unit = {unit}",
        f"parties = {{{named}}}",
        "[[rule]]",
        'id = "r"',
        f'kind = "{kind}"',
        f"from = {first}",
    ]
    written += [f"{name} = {value}" for name, value in keys.items()]
    return rules_of("\n".join([*written, extra]))


def facts(*rows):
    """Facts from tuples (party, year, month or None, item, value[, tax[, reported]])."""
    head = "party,year,month,item,value,tax,reported"
    return facts_text("\n".join([head, *(",".join("" if c is None else str(c) for c in row) for row in rows)]))


def settled(some_rules, *rows, year=None):
    return statement(some_rules, facts(*rows), year)


def paid(made, year=None):
    """(payer, payee, fen) of the lines to pay."""
    return [(li.payer, li.payee, li.fen) for li in made.payable() if year in (None, li.booked)]


def yearly(item, year, **values):
    """One fact of the whole year for each party."""
    return [(party, year, None, item, value) for party, value in values.items()]


def monthly(party, year, item, values, **more):
    """Facts from January on."""
    return [(party, year, month, item, value) for month, value in enumerate(values, start=1)]
