"""Commands that speak one language: help, usage and mistakes come from ``words``, not from click.

A command is called ``name``; its texts are ``command.<name>.about`` (one line in the list of commands),
``command.<name>.help`` (its own page) and ``command.<name>.<parameter>``.
"""

import math
import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any, Literal

import click

from unfence.words import Lang, say, system_language

Check = Callable[[click.Context, click.Parameter, Any], Any]
"""What click calls with the value of an option; gives the value that the command gets."""


def language_in(args: Sequence[str]) -> Lang:
    """The language that ``--lang`` asks for anywhere in a command line, else the system's.

    >>> language_in(["study", "--lang", "zh"]), language_in(["--lang=en"])
    ('zh', 'en')
    """
    asked = [following for this, following in pairwise(args) if this == "--lang"]
    asked += [arg.removeprefix("--lang=") for arg in args if arg.startswith("--lang=")]
    return "zh" if asked and asked[-1] == "zh" else "en" if asked and asked[-1] == "en" else system_language()


class Spoken(click.Command):
    """One command: what it does is ``run``, which gets its parameters by name and ``lang``."""

    def __init__(self, name: str, lang: Lang, params: Sequence[click.Parameter], run: Callable[..., None]) -> None:
        self.lang: Lang = lang
        super().__init__(
            name,
            params=[*params, *shared(lang)],
            callback=run,
            help=say(f"command.{name}.help", lang),
            options_metavar=say("command.frame.options_metavar", lang),
            # surplus arguments are refused below, in words
            context_settings={"allow_extra_args": True, "help_option_names": ["--help"]},
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; refuse what is left over."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:  # click does not always say which command it was
            error.ctx = error.ctx or ctx
            raise
        empty = [p for p in self.params if isinstance(p, click.Argument) and ctx.params.get(p.name or "") == ""]
        if empty:  # "$BOOK" in a script, where BOOK is not set, must not mean this folder
            raise click.MissingParameter(ctx=ctx, param=empty[0])
        if rest and not ctx.resilient_parsing:
            raise click.UsageError(say("command.wrong.surplus", self.lang, value=" ".join(rest)), ctx)
        return rest

    def invoke(self, ctx: click.Context) -> object:
        """Run; ``--debug`` is for the program, not for the command."""
        ctx.params.pop("debug", None)
        return super().invoke(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, the command's page, arguments and options."""
        usage(self, ctx, formatter, self.lang)
        arguments = [
            (p.human_readable_name, say(f"command.{self.name}.{p.name}", self.lang))
            for p in self.params
            if isinstance(p, click.Argument)
        ]
        section(formatter, "arguments", arguments, self.lang)
        options(self, ctx, formatter, self.lang)


def usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, lang: Lang) -> None:
    """The usage line and the page below it, line by line as it is written: Chinese has no spaces to wrap at."""
    formatter.write_usage(
        ctx.command_path, " ".join(command.collect_usage_pieces(ctx)), say("command.frame.usage", lang)
    )
    formatter.write_paragraph()
    for line in (command.help or "").strip().splitlines():
        formatter.write(f"  {line}".rstrip() + "\n")


def options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter, lang: Lang) -> None:
    """The list of options."""
    records = [p.get_help_record(ctx) for p in command.get_params(ctx) if isinstance(p, click.Option)]
    listed = [
        (names, say("command.shared.help", lang) if names == "--help" else text)
        for names, text in filter(None, records)
    ]
    section(formatter, "options", listed, lang)


def section(formatter: click.HelpFormatter, heading: str, rows: Sequence[tuple[str, str]], lang: Lang) -> None:
    """A list of two columns under a heading, if it has rows."""
    if rows:
        formatter.write(f"\n{say(f'command.frame.{heading}', lang)}\n")
        with formatter.indentation():
            formatter.write_dl(rows)


def shared(lang: Lang) -> list[click.Parameter]:
    """The options that every command has."""
    return [
        option("shared", "--lang", lang, callback=one_of(lang, "zh", "en"), default=lang, metavar="zh|en"),
        option("shared", "--debug", lang, is_flag=True),
    ]


def option(command: str, flag: str, lang: Lang, *more: str, **attrs: Any) -> click.Option:  # noqa: ANN401  click's own
    """An option with its help in a language; its text is ``command.<command>.<flag>``."""
    key = f"command.{command}.{flag.lstrip('-').replace('-', '_')}"
    return click.Option([flag, *more], help=say(key, lang), **attrs)


def one_of(lang: Lang, *words: str) -> Check:
    """A check that a value is one of a few words."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:
        if value not in words:
            raise click.BadParameter(say("command.wrong.one_of", lang, value=value, words=list(words)), ctx, param)
        return value

    return check


def number(lang: Lang, least: float, kind: Literal["whole", "any"] = "any") -> Check:
    """A check that a value, if there is one, is a number not below ``least``; ``whole`` makes it an int."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> float | None:
        if value is None:
            return None
        try:
            held = int(value) if kind == "whole" else float(value)
        except ValueError:
            held = math.nan
        if not least <= held < math.inf:
            what = say(f"command.wrong.{kind}", lang, value=value, least=f"{least:g}")
            raise click.BadParameter(what, ctx, param)
        return held

    return check


def complaint(error: click.UsageError, lang: Lang) -> str:
    """What is wrong with a command line, in one sentence, and where to read what is right."""
    path = error.ctx.command_path if error.ctx else "unfence"
    return say("command.wrong.sentence", lang, command=path, what=_what(error, lang))


def _what(error: click.UsageError, lang: Lang) -> str:
    if isinstance(error, click.NoSuchOption):
        near = [name for name in error.possibilities or () if name.startswith("--")]
        key = "command.wrong.option_near" if near else "command.wrong.option"
        return say(key, lang, value=error.option_name, near=near)
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        return say("command.wrong.missing", lang, name=name)
    if isinstance(error, click.BadParameter):
        name = error.param.opts[0] if error.param else ""
        return say("command.wrong.value", lang, name=name, what=error.message)
    if isinstance(error, click.BadOptionUsage):
        return say("command.wrong.usage", lang, name=error.option_name)
    return error.message


def debugging(args: Sequence[str]) -> bool:
    """Whether tracebacks are wanted: ``--debug``, or ``UNFENCE_DEBUG`` set to anything but 0."""
    return "--debug" in args or os.environ.get("UNFENCE_DEBUG", "0") not in ("", "0")
