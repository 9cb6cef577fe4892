"""``unfence settle``: who pays whom by agreed rules, printed, and as a workbook or as JSON."""

from typing import TYPE_CHECKING

import click

from unfence.cli.outputs import place, put
from unfence.cli.spoken import Spoken, number, option
from unfence.words import Lang, say

if TYPE_CHECKING:
    from unfence.rules import Statement

STDOUT = "-"


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        click.Argument(["rules"], metavar="RULES.toml"),
        option("settle", "--facts", lang, metavar="FACTS.csv", required=True),
        option("settle", "--year", lang, metavar="Y", callback=number(lang, 1, "whole")),
        option("settle", "--json", lang, "as_json", metavar="FILE"),
        option("settle", "--xlsx", lang, metavar="FILE"),
        option("settle", "--force", lang, is_flag=True),
    ]
    return Spoken("settle", lang, params, run)


def run(
    rules: str, *, facts: str, year: int | None, as_json: str | None, xlsx: str | None, force: bool, lang: Lang
) -> None:
    """Settle; where the results go is looked at before the work begins."""
    book = place(xlsx, force=force) if xlsx else None
    data = place(as_json, force=force) if as_json and as_json != STDOUT else None
    made = settled(rules, facts, year, lang)
    if as_json == STDOUT:
        click.echo(made.to_json().encode() + b"\n", nl=False)  # JSON is UTF-8 wherever it goes
    else:
        for line in printed(made, lang):
            click.echo(line)
    if data:
        put(data, made.to_json() + "\n")
        click.echo(say("command.settle.written", lang, path=str(data)), err=True)
    if book:
        made.to_xlsx(book, lang)
        click.echo(say("command.settle.written", lang, path=str(book)), err=True)


def settled(rules: str, facts: str, year: int | None, lang: Lang) -> "Statement":
    """The statement; of files that are not in order every finding is shown on stderr."""
    from unfence.rules import RulesError, settle  # noqa: PLC0415  help must not wait for it

    try:
        return settle(rules, facts, year)
    except RulesError as error:
        for finding in error.findings:
            click.echo(finding.say(lang), err=True)
        raise


def printed(made: "Statement", lang: Lang) -> list[str]:
    """The statement's lines as text: payments, counts, remarks, and what each party gains in all."""
    from unfence.rules.fen import shown  # noqa: PLC0415

    names = {who: party.say(lang) for who, party in made.parties.items()}
    lines = []
    for line in made.lines:
        if line.stage != "accrued":
            key = "pays" if line.payer else "counts"
            values = {"booked": line.booked, "payer": names.get(line.payer, ""), "payee": names[line.payee]}
            values |= {"amount": shown(line.fen), "rule": line.rule, "reason": line.reason.say(lang)}
            lines.append(say(f"command.settle.{key}", lang, **values))
    lines += [
        say("command.settle.remark", lang, booked=r.year, rule=r.rule, reason=r.reason.say(lang)) for r in made.remarks
    ]
    if not made.payable():
        return [*lines, say("command.settle.nothing", lang)]
    return lines + [
        say("command.settle.balance", lang, party=names[who], amount=shown(fen)) for who, fen in made.balances().items()
    ]
