"""Ticks: which measures and fences somebody ticked, what can be ticked, and why some cannot go together."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from unfence.studies.whatif import Bench
from unfence.words import Lang, say
from unfence.workspace.results.called import Called, Names, called, listed
from unfence.workspace.shell.templatetags.words import name_in


@dataclass(frozen=True)
class Ticks:
    """Ids, in the book's order; ``gone`` are those that the book does not have, or can no longer be chosen."""

    measures: tuple[str, ...]
    fences: tuple[str, ...]
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.measures or self.fences)

    @property
    def arguments(self) -> dict[str, object]:
        """As a job keeps them."""
        return {"measures": list(self.measures), "fences": list(self.fences)}

    @property
    def query(self) -> str:
        """As an address has them."""
        return urlencode([("m", m) for m in self.measures] + [("f", f) for f in self.fences])


@dataclass(frozen=True)
class Option:
    """A measure or a fence that can be ticked; ``needs`` and ``excludes`` are what it goes with."""

    thing: Called
    ticked: bool
    cost: float = 0.0
    """Yearly, of a measure."""
    capex: float = 0.0
    needs: tuple[Called, ...] = ()
    excludes: tuple[Called, ...] = ()


def ticks_of(sent: QueryDict, bench: Bench) -> Ticks:
    """What was ticked in a form or stands in an address."""
    measures, fences = sent.getlist("m"), sent.getlist("f")
    known, standing = bench.choices.ids, bench.fences
    return Ticks(
        tuple(m for m in known if m in measures),
        tuple(f for f in standing if f in fences),
        tuple(t for t in (*measures, *fences) if t not in (*known, *standing)),
    )


def measures_to_tick(bench: Bench, names: Names, ticks: Ticks) -> list[Option]:
    """The measures that can still be chosen and that the member sees."""
    choices = bench.choices

    def others(mask: int) -> tuple[Called, ...]:
        return listed(names, "measures", choices.named(mask))

    return [
        Option(
            thing=called(names, "measures", m),
            ticked=m in ticks.measures,
            cost=float(choices.yearly[i]),
            capex=float(choices.capex[i]),
            needs=others(choices.needs[i]),
            excludes=others(choices.excludes[i]),
        )
        for i, m in enumerate(choices.ids)
        if ("measures", m) in names
    ]


def fences_to_tick(bench: Bench, names: Names, ticks: Ticks) -> list[Option]:
    """The fences that stand today and that the member sees."""
    seen = (f for f in bench.fences if ("fences", f) in names)
    return [Option(called(names, "fences", f), f in ticks.fences) for f in seen]


def clashes_said(bench: Bench, names: Names, measures: Sequence[str], lang: Lang) -> list[str]:
    """Why these measures cannot be done together, a sentence for each reason."""
    return [
        say(
            f"whatif.clash.{clash.kind}",
            lang,
            measure=name_in(called(names, "measures", clash.measure), lang),
            other=name_in(called(names, "measures", clash.other), lang),
        )
        for clash in bench.clashes(measures)
    ]
