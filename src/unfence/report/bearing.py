"""Bearing: what really moves through a fence, goods and people alike.

A fence need not bear on all that crosses its line: it may be stated for some modes, commodities or one direction only,
and one of size 0 takes nothing. People are in the table of what crosses under the commodity ``people``, in trips.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from unfence.book import Book
from unfence.network import Arcs, Crossings, arcs_of, carried, crossings_of
from unfence.network.arcs import Bools, numbering
from unfence.network.crossings import PEOPLE, carries_people
from unfence.report.facts import Facts
from unfence.report.figures import Figure

Pair = tuple[str, str]


@dataclass(frozen=True)
class Move:
    """So much of a commodity, or so many trips, on one link in one direction, in one state."""

    link: str
    start: str
    end: str
    what: str
    quantity: Figure


@dataclass(frozen=True, eq=False)
class Bearing:
    """The fences of today against all that moves."""

    facts: Facts

    def crossing(self, state: str) -> Iterator[Move]:
        """What moves in a state where a fence of today bears on it."""
        return (move for move in self._moves(state) if self._bears(move).any())

    def borne(self, state: str, fence: str) -> Iterator[Figure]:
        """The quantities that one fence bears on in a state."""
        row = numbering(self.facts.book["fences"])[fence]
        return (move.quantity for move in self._moves(state) if self._bears(move)[row])

    def _bears(self, move: Move) -> Bools:
        """(fences,): it bears on this."""
        meets = self._crossings.arcs[:, self._arc[move.link, move.start]] & self._effective
        if move.what == PEOPLE:
            return np.asarray(meets & self._crossings.people & ~quotas(self.facts.book))
        return np.asarray(meets & self._crossings.commodities[:, self._commodity[move.what]])

    def _moves(self, state: str) -> Iterator[Move]:
        for k, flow in enumerate(self.facts.at("flows")):
            if flow["state"] == state:
                quantity = self.facts.figure("flows", k, "quantity")
                yield Move(flow["link"], flow["from"], flow["to"], flow["commodity"], quantity)
        yield from self._travels(state)

    def _travels(self, state: str) -> Iterator[Move]:
        ends = {link: (a, b) for link, a, b in self.facts.book["links"].select("id", "a", "b").iter_rows()}
        stated = self.facts.book["trips"].select("from", "number").iter_rows()
        for k, (home, number) in enumerate(stated):
            if not self.facts.at("trips", k, state, "made"):
                continue
            trips, start = self.facts.figure("trips", k, state, "made").times(number), home
            for link in self.facts.at("trips", k, state, "links"):
                a, b = ends[link]
                end = b if start == a else a
                yield Move(link, start, end, PEOPLE, trips)
                start = end

    @cached_property
    def _arcs(self) -> Arcs:
        return arcs_of(self.facts.book)

    @cached_property
    def _crossings(self) -> Crossings:
        return crossings_of(self.facts.book, self._arcs)

    @cached_property
    def _effective(self) -> Bools:
        return effective(self.facts.book)

    @cached_property
    def _commodity(self) -> dict[str, int]:
        return numbering(self.facts.book["commodities"])

    @cached_property
    def _arc(self) -> dict[Pair, int]:
        """The arc of each link and the site where it starts."""
        links, sites = self.facts.book["links"]["id"], self.facts.book["sites"]["id"]
        rows = zip(self._arcs.link, self._arcs.tail, strict=True)
        return {(links[int(link)], sites[int(tail)]): arc for arc, (link, tail) in enumerate(rows)}


def standing(book: Book) -> set[Pair]:
    """Pairs of sites, ordered, joined by a link on which a fence bears on something that the link can carry."""
    arcs, sites = arcs_of(book), book["sites"]["id"]
    crossings = crossings_of(book, arcs)
    goods = crossings.commodities @ carried(book).T
    people = (crossings.people & ~quotas(book))[:, None] & carries_people(book)[None, :]
    bears = crossings.arcs & (goods | people)[:, arcs.mode] & effective(book)[:, None]
    ends = ((sites[int(arcs.tail[k])], sites[int(arcs.head[k])]) for k in np.flatnonzero(bears.any(axis=0)))
    return {(a, b) if a < b else (b, a) for a, b in ends}


def effective(book: Book) -> Bools:
    """(fences,): it is a ban or a quota, or its size is not 0."""
    rows = book["fences"].select("kind", "size").iter_rows()
    return np.array([kind in ("ban", "quota") or bool(size) for kind, size in rows], dtype=bool)


def quotas(book: Book) -> Bools:
    """(fences,): it is a quota, which does not bear on people."""
    return (book["fences"]["kind"] == "quota").to_numpy().astype(bool)
