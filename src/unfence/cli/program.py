"""The program ``unfence``: finds the command, runs it, and turns every end into an exit code and a plain sentence."""

import difflib
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

import unfence
from unfence.cli.spoken import complaint, debugging, language_in, option, options, section, shared, usage
from unfence.errors import UnfenceError
from unfence.words import Lang, say

COMMANDS = (
    *("demo", "new", "check", "study", "quick", "ask", "calibrate", "why", "reach", "settle", "serve"),
    "verify-code",
)
"""Each is the module of its name in this package ("-" written "_"), with a function ``command(lang)``."""


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code."""
    args = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that cannot show a character shows ? and goes on
            stream.reconfigure(errors="replace")
    Program(language_in(args)).main(args)


class Program(click.Group):
    """All commands, imported one by one when they are asked for."""

    def __init__(self, lang: Lang) -> None:
        self.lang: Lang = lang
        metavar = say("command.frame.options_metavar", lang)
        super().__init__(
            "unfence",
            help=say("command.unfence.help", lang),
            options_metavar=metavar,
            subcommand_metavar=say("command.frame.command_metavar", lang),
            no_args_is_help=False,
            invoke_without_command=True,
            callback=self._alone,
            params=[
                *shared(lang),
                option("unfence", "--version", lang, is_flag=True),
            ],
        )

    def _alone(self, *, version: bool, **_: object) -> None:
        """What happens before a command, or without one."""
        ctx = click.get_current_context()
        if version:
            click.echo(f"unfence {unfence.__version__}")
            ctx.exit()
        if ctx.invoked_subcommand is None:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(2)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """The names of the commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  click's signature
        """A command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"unfence.cli.{cmd_name.replace('-', '_')}").command(self.lang)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that a command line names."""
        if args[0] not in COMMANDS:
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            key = "command.wrong.command_near" if near else "command.wrong.command"
            raise click.UsageError(say(key, self.lang, value=args[0], near=near, commands=list(COMMANDS)), ctx)
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what the program is for, its commands (without importing them), its options."""
        usage(self, ctx, formatter, self.lang)
        section(
            formatter, "commands", [(name, say(f"command.{name}.about", self.lang)) for name in COMMANDS], self.lang
        )
        options(self, ctx, formatter, self.lang)

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, **_: Any) -> NoReturn:  # type: ignore[override]  # noqa: ANN401, ARG002
        """Run a command line and leave with its exit code; never with a traceback, unless asked for one."""
        given = list(sys.argv[1:] if args is None else args)
        sys.exit(self._ended(given))

    def _ended(self, args: list[str]) -> int:
        """The exit code of a command line."""
        try:
            with self.make_context("unfence", list(args)) as ctx:
                self.invoke(ctx)
            sys.stdout.flush()
        except click.exceptions.Exit as end:
            return end.exit_code
        except click.UsageError as error:
            return self._said(complaint(error, self.lang), 2)
        except (KeyboardInterrupt, click.Abort):
            return self._said(say("command.end.stopped", self.lang), 130)
        except BrokenPipeError:  # the reader, such as `head`, has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 1
        except Exception as error:  # noqa: BLE001  the last net: a person never sees a traceback
            if debugging(args):
                traceback.print_exc()
            return self._said(_sentence(error, self.lang), 1)
        return 0

    def _said(self, sentence: str, code: int) -> int:
        click.echo(sentence, err=True)
        return code


def _sentence(error: Exception, lang: Lang) -> str:
    """What went wrong, for a person: what can be mended, or whom to tell."""
    if isinstance(error, UnfenceError):
        return error.say(lang)
    if isinstance(error, OSError) and error.filename:
        return say("command.end.file", lang, path=error.filename, reason=error.strerror or type(error).__name__)
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    return say("command.end.unexpected", lang, version=unfence.__version__, what=what)
