"""``unfence check``: everything that is wrong or doubtful about a book; ``--fix`` writes a copy in plain writing."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from unfence.cli.spoken import Spoken, option
from unfence.errors import Finding
from unfence.words import Lang, say

if TYPE_CHECKING:
    from unfence.book import Change


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        click.Argument(["book"], metavar="BOOK"),
        option("check", "--json", lang, "as_json", is_flag=True),
        option("check", "--fix", lang, is_flag=True),
    ]
    return Spoken("check", lang, params, run)


def run(book: str, *, as_json: bool, fix: bool, lang: Lang) -> None:
    """Print every finding; exit code 1 if one of them is an error. With ``fix`` they are those of the copy."""
    from unfence.studies.check import check  # noqa: PLC0415  help must not wait for it

    path = _fixed(book, lang, quiet=as_json) if fix else book
    _, findings = check(path)
    if as_json:
        text = json.dumps([as_dict(f, lang) for f in findings], ensure_ascii=False, indent=1)
        click.echo(text.encode() + b"\n", nl=False)  # JSON is UTF-8 wherever it goes
    else:
        for finding in findings:
            click.echo(say(f"command.check.{finding.level}", lang, finding=finding.say(lang)))
        click.echo(summary(path, findings, lang))
    if any(f.level == "error" for f in findings):
        raise click.exceptions.Exit(1)


def _fixed(book: str, lang: Lang, *, quiet: bool) -> str:
    """Write the copy and list what is written otherwise there; its path, or the book's own if nothing is."""
    from unfence.book import fix_book  # noqa: PLC0415  help must not wait for it

    copy, changes = fix_book(book, lang)
    if copy is None:
        click.echo(say("command.check.nothing_to_fix", lang, path=book), err=True)
        return book
    if not quiet:
        for change in changes:
            click.echo(_listed(change, lang))
    click.echo(say("command.check.fixed", lang, path=str(copy), original=book, count=len(changes)), err=quiet)
    return str(copy)


def _listed(change: "Change", lang: Lang) -> str:
    """One change in a line: a cell's old and new writing, else the sentence of its note."""
    if change.place.column and change.was:
        key, values = "command.check.changed", {"was": change.was, "now": change.now}
        return say(key, lang, place=change.place.say(lang), **values)
    return say("command.check.changed_so", lang, place=change.place.say(lang), what=change.note().what(lang))


def as_dict(finding: Finding, lang: Lang) -> dict[str, object]:
    """A finding as ``--json`` gives it; ``row`` and ``column`` are null where it concerns the whole file."""
    return {
        "level": finding.level,
        "code": finding.code,
        "file": finding.place.file,
        "row": finding.place.row or None,
        "column": finding.place.column or None,
        "what": finding.what(lang),
        "mend": finding.mend(lang),
    }


def summary(book: str, findings: Sequence[Finding], lang: Lang) -> str:
    """How many errors and warnings there are, and what that means."""
    errors = sum(f.level == "error" for f in findings)
    warnings = sum(f.level == "warning" for f in findings)
    key = "errors" if errors else "warnings" if warnings else "noted" if findings else "clean"
    return say(f"command.check.{key}", lang, path=book, errors=errors, warnings=warnings)
