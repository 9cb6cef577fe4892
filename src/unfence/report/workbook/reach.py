"""Sheets of the circles of minutes: whom and what each holds, how far it is, what changes it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from unfence.report.workbook.sheet import Cells, Sheet, Source

_COUNTS = ("residents", "workers", "jobs")


def sheets(source: Source) -> Iterator[Sheet]:
    """The sheets, in order."""
    columns = "way_about start_site case bound:count residents:count workers:count jobs:count sites"
    yield Sheet("circles", columns, list(_circles(source)))
    columns = "way_about start_site case bound:count residents:count workers:count jobs:count come_in fall_out"
    yield Sheet("circle_changes", columns, list(_changes(source)))
    yield Sheet("minutes", "way_about start_site case site minutes:amount", list(_minutes(source)))


def _case(source: Source, circle: Mapping[str, Any]) -> str:
    """Today, open or best; without a fence, with a measure."""
    table = {"without": "fences", "with": "measures"}.get(circle["case"])
    return source.word(f"case.{circle['case']}", name=source.name(table, circle["id"]) if table else "")


def _about(source: Source, modes: Sequence[str], people: bool) -> str:
    return source.word("way_of.people" if people else "way_of.goods", modes=source.names("modes", modes))


def _starts(source: Source) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """How one gets about, where a circle begins, the circle."""
    for travel in source.at("reach", "travels"):
        for start in travel["starts"]:
            for circle in start["circles"]:
                yield _about(source, travel["modes"], travel["people"]), source.name("sites", start["site"]), circle


def _circles(source: Source) -> Iterator[Cells]:
    for about, start, circle in _starts(source):
        for within in circle["within"]:
            counts = (within[word] for word in _COUNTS)
            sites = source.names("sites", within["sites"])
            yield (about, start, _case(source, circle), within["minutes"], *counts, sites)


def _changes(source: Source) -> Iterator[Cells]:
    for change in source.at("reach", "differences"):
        about = _about(source, change["modes"], change["people"]), source.name("sites", change["start"])
        counts = (change[word] for word in _COUNTS)
        moved = (source.names("sites", change[word]) for word in ("sites", "lost"))
        yield (*about, _case(source, change), change["minutes"], *counts, *moved)


def _minutes(source: Source) -> Iterator[Cells]:
    for about, start, circle in _starts(source):
        for place in circle["to_sites"]:
            yield about, start, _case(source, circle), source.name("sites", place["site"]), place["minutes"]
