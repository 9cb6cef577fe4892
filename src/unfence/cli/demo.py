"""``unfence demo``: the Da-Xin example, studied, with its report."""

import os
from pathlib import Path

import click

from unfence.cli.outputs import place
from unfence.cli.spoken import Spoken, number, option
from unfence.cli.study import studied
from unfence.words import Lang, say

EXAMPLE = "daxin"
REPORT = "report.html"


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        option("demo", "--out", lang, metavar="DIR", default="unfence-demo"),
        option(
            "study", "--jobs", lang, metavar="N", default=str(os.cpu_count() or 1), callback=number(lang, 1, "whole")
        ),
    ]
    return Spoken("demo", lang, params, run)


def run(out: str, *, jobs: int, lang: Lang) -> None:
    """Study the example, print what it says in a few sentences and where its report lies."""
    from unfence.cli.printed import print_summary  # noqa: PLC0415  help must not wait for it
    from unfence.examples import example  # noqa: PLC0415

    page = place(str(Path(out) / REPORT), force=False)
    click.echo(say("command.demo.begins", lang), err=True)
    made = studied(example(EXAMPLE), jobs, None, lang)
    made.report(page, lang=lang)
    print_summary(made, lang)
    click.echo(say("command.demo.done", lang, path=str(page.resolve())))
