"""``unfence serve``: the workspace, on this computer only unless told otherwise."""

from pathlib import Path

import click

from unfence.cli.spoken import Spoken, number, one_of, option
from unfence.words import Lang, say

PORT = "8000"


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        option("serve", "--port", lang, metavar="N", default=PORT, callback=number(lang, 0, "whole")),
        option("serve", "--data", lang, metavar="DIR", default="unfence-data"),
        option("serve", "--host", lang, metavar="ADDRESS", default="127.0.0.1"),
        option("serve", "--example", lang, metavar="NAME"),
    ]
    return Spoken("serve", lang, params, run)


def run(*, port: int, data: str, host: str, example: str | None, lang: Lang) -> None:
    """Serve until Ctrl-C."""
    from unfence.examples import NAMES  # noqa: PLC0415  help must not wait for it
    from unfence.workspace.serving import serve  # noqa: PLC0415

    if example is not None:
        context = click.get_current_context()
        wanted = next(p for p in context.command.params if p.name == "example")
        one_of(lang, *NAMES)(context, wanted, example)

    def tell(key: str, **values: object) -> None:
        click.echo(say(key, lang, **values))

    serve(Path(data), port, host, tell, example)
