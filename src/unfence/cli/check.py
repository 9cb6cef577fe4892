"""``unfence check``: everything that is wrong or doubtful about a book."""

import json

import click

from unfence.cli.spoken import Spoken, option
from unfence.errors import Finding
from unfence.words import Lang, say


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [click.Argument(["book"], metavar="BOOK"), option("check", "--json", lang, "as_json", is_flag=True)]
    return Spoken("check", lang, params, run)


def run(book: str, *, as_json: bool, lang: Lang) -> None:
    """Print every finding; exit code 1 if one of them is an error."""
    from unfence.studies.check import check  # noqa: PLC0415  help must not wait for it

    _, findings = check(book)
    if as_json:
        text = json.dumps([as_dict(f, lang) for f in findings], ensure_ascii=False, indent=1)
        click.echo(text.encode() + b"\n", nl=False)  # JSON is UTF-8 wherever it goes
    else:
        for finding in findings:
            click.echo(say(f"command.check.{finding.level}", lang, finding=finding.say(lang)))
        click.echo(summary(book, findings, lang))
    if any(f.level == "error" for f in findings):
        raise click.exceptions.Exit(1)


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


def summary(book: str, findings: tuple[Finding, ...], lang: Lang) -> str:
    """How many errors and warnings there are, and what that means."""
    errors = sum(f.level == "error" for f in findings)
    warnings = len(findings) - errors
    key = "errors" if errors else "warnings" if warnings else "clean"
    return say(f"command.check.{key}", lang, path=book, errors=errors, warnings=warnings)
