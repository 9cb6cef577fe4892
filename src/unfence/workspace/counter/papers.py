"""Papers: what an applicant has to bring, once the two sides recognise each other's.

Each side asks for its own papers. Papers with the same ``same`` are alike: say, both sides' proof of insurance. Where a
side recognises the other's, and the other asks for it, the applicant brings one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One paper that one side asks for; ``recognises``: it takes the other side's like paper in its place."""

    side: str
    same: str
    recognises: bool


def to_bring(
    papers: Iterable[Asked], first: str, deciders: Sequence[str]
) -> tuple[tuple[Asked, ...], tuple[Asked, ...]]:
    """The papers that have to be brought, and those that are spared.

    ``first`` is the side whose counter gets the case, ``deciders`` are those that decide it: only they ask for papers.
    What a decider recognises is brought in the form that the first side knows.

    >>> idcard, again = Asked("east", "identity", False), Asked("west", "identity", True)
    >>> deed, plan = Asked("east", "deed", True), Asked("west", "plan", True)
    >>> def told(deciders):
    ...     bring, spared = to_bring([idcard, again, deed, plan], "east", deciders)
    ...     return [f"{p.same} of {p.side}" for p in bring], len(spared)
    >>> told(["east", "west"])
    (['identity of east', 'deed of east', 'plan of west'], 1)
    >>> told(["west"])
    (['identity of east', 'plan of west'], 1)
    """
    held = list(papers)
    known = {paper.same: paper for paper in held if paper.side == first}
    bring: dict[Asked, None] = {}
    spared: list[Asked] = []
    for side in sorted(deciders, key=lambda side: side != first):
        for paper in (paper for paper in held if paper.side == side):
            like = known.get(paper.same) if paper.recognises and side != first else None
            if like:
                spared.append(paper)
            bring[like or paper] = None
    return tuple(bring), tuple(spared)
