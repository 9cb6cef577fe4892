"""Spans of plans: all sets of measures between a least and a most, and the most favourable state they can reach.

A span holds every plan T with  least <= T <= most  as sets. For one thing (a fence, link, terminal, plant or market) of
size b, measure i multiplies by s_i and adds a_i, so that over a span its size lies at most (least: max and min swapped)

    max(0, b * prod_least s_i * prod_free max(1, s_i) + sum_least a_i + sum_free max(0, a_i))      free = most - least

Favourable is the least size of a fence that costs, the greatest of a quota, of a capacity, of a market; what some free
measure removes is gone and what some free measure opens is open. Welfare at social costs cannot be higher anywhere in
the span than in its favourable state. Unlimited stays unlimited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from unfence.book import Book
from unfence.book.effects import TARGETS
from unfence.economy.state import DECIDED, State
from unfence.gains.choices import Choices
from unfence.network.arcs import Bools, Floats, floats, numbering


@dataclass(frozen=True)
class Span:
    """All plans that hold ``least`` and lie within ``most``, both masks."""

    least: int
    most: int

    @property
    def free(self) -> int:
        """The measures that are still open."""
        return self.most & ~self.least


def narrowed(choices: Choices, span: Span) -> Span | None:
    """The span without what needs and excludes rule out; None if nothing is left.

    >>> from unfence.examples import example
    >>> from unfence.gains.choices import choices_of
    >>> narrowed(choices_of(example("two_towns")), Span(least=1, most=0)) is None
    True
    """
    least, most = span.least, span.most & ~choices.barred
    while True:
        needed = excluded = lacking = 0
        for i in members(most):
            if least >> i & 1:
                needed |= choices.needs[i]
                excluded |= choices.excludes[i]
            if choices.needs[i] & ~most:
                lacking |= 1 << i
        before = least, most
        least, most = least | needed, most & ~excluded & ~lacking
        if least & ~most:
            return None
        if (least, most) == before:
            return Span(least, most)


def allowed_sets(choices: Choices, most: int) -> tuple[int, ...]:
    """Every set that keeps needs and excludes; none if there are more than ``most`` of them.

    >>> from unfence.examples import example
    >>> from unfence.gains.choices import choices_of
    >>> allowed_sets(choices_of(example("two_towns")), most=100)
    (0, 1)
    """
    found: list[int] = []
    spans = [narrowed(choices, Span(0, (1 << len(choices)) - 1))]
    while spans:
        span = spans.pop()
        if span is None:
            continue
        if not span.free:
            found.append(span.least)
            if len(found) > most:
                return ()
            continue
        bit = span.free & -span.free
        spans += [
            narrowed(choices, Span(span.least | bit, span.most)),
            narrowed(choices, Span(span.least, span.most & ~bit)),
        ]
    return tuple(found)


def members(mask: int) -> list[int]:
    """The places of the bits of a set.

    >>> members(0b1010)
    [1, 3]
    """
    return [i for i in range(mask.bit_length()) if mask >> i & 1]


@lru_cache(maxsize=4096)
def bits(mask: int, n: int) -> Bools:
    """(n,): which things a set holds.

    >>> bits(0b10, 3)
    array([False,  True, False])
    """
    return np.array([mask >> i & 1 for i in range(n)], dtype=bool)


@dataclass(frozen=True)
class Effects:
    """What the choices do to all things of one kind; what is decided is in ``base``, ``extra`` and the rest already.

    Arrays over (choices, things), but ``base``, ``extra``, ``planned``, ``gone`` over things.
    """

    base: Floats
    """Stated size times the scales of what is decided."""
    extra: Floats
    """The sum of the adds of what is decided."""
    planned: Bools
    gone: Bools
    scale: Floats
    add: Floats
    opens: Bools
    removes: Bools

    def size(self, span: Span, most: Bools) -> Floats:
        """(things,): the greatest size over a span where ``most``, else the least."""
        chosen, free = self._rows(span.least), self._rows(span.free)
        better = np.where(most, np.maximum(self.scale, 1.0), np.minimum(self.scale, 1.0))
        more = np.where(most, np.maximum(self.add, 0.0), np.minimum(self.add, 0.0))
        factor = np.where(chosen, self.scale, np.where(free, better, 1.0)).prod(axis=0)
        added = np.where(chosen, self.add, np.where(free, more, 0.0)).sum(axis=0)
        limited = np.where(np.isinf(self.base), 0.0, self.base)
        return np.where(np.isinf(self.base), np.inf, np.maximum(0.0, limited * factor + self.extra + added))

    def closed(self, span: Span) -> Bools:
        """(things,): planned, and nothing in the span opens it."""
        return self.planned & ~(self.opens & self._rows(span.most)).any(axis=0)

    def removed(self, span: Span) -> Bools:
        """(things,): something in the span removes it."""
        return self.gone | (self.removes & self._rows(span.most)).any(axis=0)

    def steps(self, top: Floats) -> Floats:
        """(choices, things): at most so much one choice adds to a size, whatever else is chosen; ``top`` caps it."""
        scales, base = np.maximum(self.scale, 1.0), np.where(np.isinf(self.base), 0.0, self.base)
        others = scales.prod(axis=0)[None, :] / scales
        grown = (scales - 1.0) * base[None, :] * others + np.maximum(self.add, 0.0)
        return np.where(self.opens & self.planned[None, :], top[None, :], np.minimum(grown, top[None, :]))

    def lowers(self) -> Bools:
        """(choices, things): removes the thing or may make it smaller."""
        return self.removes | (self.scale < 1.0) | (self.add < 0.0)

    def _rows(self, mask: int) -> Bools:
        return bits(mask, len(self.scale))[:, None]


def effects_of(book: Book, choices: Choices) -> Mapping[str, Effects]:
    """The effects of a book's choices by the kind of thing that they are on."""
    decided = [m["id"] for m in book["measures"].iter_rows(named=True) if m["status"] in DECIDED]
    return {on: _effects(book, on, choices.ids, decided) for on in TARGETS}


def _effects(book: Book, on: str, ids: Sequence[str], decided: Sequence[str]) -> Effects:
    table, number = TARGETS[on]
    things, rows = numbering(book[table]), {m: i for i, m in enumerate((*ids, *decided))}
    changed = {
        "scale": np.ones((len(rows), len(things))),
        "add": np.zeros((len(rows), len(things))),
        "open": np.zeros((len(rows), len(things))),
        "remove": np.zeros((len(rows), len(things))),
    }
    for effect in book["effects"].iter_rows(named=True):
        if effect["on"] == on:
            amount = 1.0 if effect["change"] in ("open", "remove") else effect["amount"]
            changed[effect["change"]][rows[effect["measure"]], things[effect["id"]]] = amount
    (scale, done_scale), (add, done_add), (opens, done_opens), (removes, done_removes) = (
        np.split(changes, [len(ids)]) for changes in changed.values()
    )
    base = floats(book[table][number], 0.0 if on == "fence" else np.inf)
    planned = np.zeros(len(things), dtype=bool)
    if "status" in book[table].columns:
        planned = (book[table]["status"] == "planned").to_numpy().astype(bool)
    return Effects(
        base=np.where(np.isinf(base), np.inf, np.where(np.isinf(base), 0.0, base) * done_scale.prod(axis=0)),
        extra=done_add.sum(axis=0),
        planned=planned & ~(done_opens > 0).any(axis=0),
        gone=np.asarray((done_removes > 0).any(axis=0)),
        scale=scale,
        add=add,
        opens=opens > 0,
        removes=removes > 0,
    )


def favourable(effects: Mapping[str, Effects], kinds: tuple[str, ...], span: Span) -> State:
    """The most favourable state that plans of a span can reach; ``kinds`` are the fences' kinds."""
    fences = effects["fence"].size(span, np.isin(kinds, ["quota"]))
    fences[effects["fence"].removed(span)] = np.nan
    sizes = {on: e.size(span, np.array(True)) for on, e in effects.items() if on != "fence"}
    for on, size in sizes.items():
        size[effects[on].closed(span)] = 0.0
    return State(
        fences=fences,
        links=sizes["link"],
        terminals=sizes["terminal"],
        plants=sizes["plant"],
        markets=sizes["market"],
        open_links=~effects["link"].closed(span),
    )
