"""``unfence verify-code``: whether inspection codes are fit, at a checkpoint without a network."""

import json
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from unfence.cli.spoken import Spoken, option
from unfence.words import Lang, say

if TYPE_CHECKING:
    from unfence.workspace.inspections import Verdict

NAME = "verify-code"


def command(lang: Lang) -> click.Command:
    """The command in a language."""
    params = [
        click.Argument(["codes"], metavar="[CODE]...", nargs=-1, required=False),
        option(NAME, "--keys", lang, metavar="KEYS.json", required=True),
        option(NAME, "--used", lang, metavar="FILE"),
        option(NAME, "--json", lang, "as_json", is_flag=True),
    ]
    return Spoken(NAME, lang, params, run)


def run(codes: tuple[str, ...], *, keys: str, used: str | None, as_json: bool, lang: Lang) -> None:
    """Verify each code and use it up; exit code 1 if one was refused."""
    from unfence.workspace.inspections import read_keys  # noqa: PLC0415  help must not wait for it
    from unfence.workspace.inspections.window import use  # noqa: PLC0415

    held = read_keys(Path(keys).read_text(encoding="utf-8", errors="replace"))
    window = Path(used) if used else Path(keys).with_suffix(".used")
    refused = False
    for code in codes or _scanned():
        verdict = use(code, held, datetime.now(UTC), window)
        refused |= not verdict.fit
        click.echo(json.dumps(as_dict(verdict), ensure_ascii=False) if as_json else said(verdict, lang))
    if refused:
        raise click.exceptions.Exit(1)


def _scanned() -> Iterable[str]:
    """The lines that somebody types, or a scanner."""
    return (line for line in sys.stdin if line.strip())


def said(verdict: "Verdict", lang: Lang) -> str:
    """A verdict in words, and what to compare with the vehicle."""
    from unfence.workspace.inspections.codes import shown  # noqa: PLC0415

    kinds = [say(f"inspections.kinds.{kind}", lang) for kind in verdict.kinds]
    sentence = say(f"inspections.verdict.{verdict.reason}", lang, kinds=kinds)
    code = verdict.code
    if not verdict.fit or code is None:
        return sentence
    facts = {"vehicle": code.vehicle, "cargo": code.cargo, "seal": code.seal or "–", "office": verdict.office}
    compare = say("inspections.verdict.compare", lang, **facts, until=shown(code.until))
    return f"{sentence}{' ' if lang == 'en' else ''}{compare}"


def as_dict(verdict: "Verdict") -> dict[str, object]:
    """A verdict as ``--json`` gives it; the parts of a code that was refused as unreadable or forged are null."""
    code = verdict.code
    return {
        "fit": verdict.fit,
        "reason": verdict.reason,
        "office": verdict.office or None,
        "kinds": list(verdict.kinds),
        "vehicle": code.vehicle if code else None,
        "cargo": code.cargo if code else None,
        "seal": code.seal if code else None,
        "until": code.until if code else None,
    }
