"""How the gain is shared: what each coalition is worth, what each rule gives, who pays whom, who could complain."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper

if TYPE_CHECKING:
    from unfence.gains.sharing import Sharing, Split

WIDE = 0.05
"""Share of the gain beyond which the range of an income changes who should pay whom."""
SHOWN = 3
"""Players up to whose number every coalition is listed."""


def sharing(paper: Paper) -> None:
    """The players' game and its solutions."""
    shared = paper.study.sharing
    if len(shared.players) < 2:  # noqa: PLR2004  one alone shares nothing
        paper.heading("sharing")
        paper.line("sharing.no_players")
        return
    if not any(paper.calm(v) for v in (*shared.worth, *shared.own_change)):
        paper.heading("sharing")
        paper.line("sharing.nothing")
        return
    splits = _different(paper, shared.splits)
    unit = paper.unit([*shared.worth, *shared.own_change, *(v for _, s in splits for v in s.shares)])
    paper.heading("sharing", unit)
    pot = "pot" if paper.study.measures.prices else "pot_open"
    paper.line(f"sharing.{pot}", pot=paper.money(shared.worth[-1]), outside=paper.money(shared.outside_change))
    heads = paper.columns("player", "own_worth", "prices_alone")
    rows = [
        [
            paper.names["jurisdictions", player],
            *(unit.text(paper.calm(v)) for v in (shared.worth[1 << i], shared.own_change[i])),
            *(unit.text(paper.calm(split.shares[i])) for _, split in splits),
        ]
        for i, player in enumerate(shared.players)
    ]
    paper.table([*heads, *(name for name, _ in splits)], rows)
    paper.line("sharing.own_change")
    _coalitions(paper, shared)
    if not shared.superadditive:
        paper.line("sharing.not_superadditive")
    if len(shared.players) == 2 and len(splits) == 1:  # noqa: PLR2004
        paper.line("sharing.two")
    if len(splits) == 1:
        _one_split(paper, splits[0][1])
    else:
        _meanings(paper, shared.splits)
        for name, split in splits:
            _payments(paper, name, split)
        _complaints(paper, splits)
    if _unsettled(paper):
        paper.line("sharing.middle")
    if shared.core_empty:
        paper.line("sharing.core_empty", amount=paper.money(shared.least_core))


def _different(paper: Paper, splits: Mapping[str, "Split"]) -> list[tuple[str, "Split"]]:
    """Each rule's name and split; one column for all rules if they agree."""
    if not splits:
        return []
    first = next(iter(splits.values()))
    equal = all(
        abs(a - b) <= paper.small for split in splits.values() for a, b in zip(split.shares, first.shares, strict=True)
    )
    if equal and len(splits) > 1:
        return [(paper.say("column.rules_all"), first)]
    return [(paper.say(f"rule.{name}"), split) for name, split in splits.items()]


def _coalitions(paper: Paper, shared: "Sharing") -> None:
    """What coalitions of two or more are worth, if there are few; single players stand in the table above."""
    if len(shared.players) == 2:  # noqa: PLR2004
        return
    if len(shared.players) > SHOWN:
        paper.line("sharing.coalitions", whole=len(shared.worth) - 1)
        return
    unit = paper.unit(shared.worth)
    rows = [
        [" + ".join(paper.called("jurisdictions", members)), unit.text(paper.calm(worth))]
        for worth, members in ((w, _members(shared.players, mask)) for mask, w in enumerate(shared.worth))
        if len(members) > 1
    ]
    paper.table(paper.columns("coalition", "worth"), rows)


def _members(players: Sequence[str], mask: int) -> list[str]:
    return [p for i, p in enumerate(players) if mask >> i & 1]


def _one_split(paper: Paper, split: "Split") -> None:
    """The split on which all rules agree."""
    paid = _paid(paper, split)
    paper.line("sharing.all_transfer" if paid else "sharing.all_settled", payments=paid)
    if split.worse_off:
        paper.line("sharing.all_worse_off", names=paper.called("jurisdictions", split.worse_off))
    names = " + ".join(paper.called("jurisdictions", split.complainant))
    edge = "all_inside" if paper.calm(split.complaint) else "all_edge"
    key = edge if split.in_core else "all_outside"
    complaint, more = (paper.money(value) for value in (split.complaint, -split.complaint))
    paper.line(f"sharing.{key}", complaint=complaint, more=more, names=names)


def _meanings(paper: Paper, rules: Iterable[str]) -> None:
    """What each rule is, in half a sentence; the Shapley value is explained where the bills begin."""
    for rule in rules:
        if rule != "shapley":
            paper.line(f"rule_means.{rule}")


def _unsettled(paper: Paper) -> bool:
    """Whether a player's income has a range, before or after what is shared, that is wide beside the gain."""
    fences, measures = paper.study.fences, paper.study.measures
    wide = max(paper.small, WIDE * abs(measures.best.gain if measures.prices else fences.open - fences.today))
    for state in ("today", "best" if measures.prices else "open"):
        incomes = paper.study.outcomes[state].incomes
        rows = zip(incomes.parties, incomes.low.tolist(), incomes.high.tolist(), strict=True)
        if any(high - low > wide for party, low, high in rows if party in paper.study.sharing.players):
            return True
    return False


def _payments(paper: Paper, name: str, split: "Split") -> None:
    """Who pays whom under a rule, and who ends below today."""
    paid = _paid(paper, split)
    paper.line("sharing.transfer" if paid else "sharing.settled", rule=name, payments=paid)
    if split.worse_off:
        paper.line("sharing.worse_off", rule=name, names=paper.called("jurisdictions", split.worse_off))


def _paid(paper: Paper, split: "Split") -> list[str]:
    """Each payment in words."""
    names = paper.called("jurisdictions", paper.study.sharing.players)
    return [
        paper.say("sharing.pays", payer=names[a], receiver=names[b], amount=paper.money(much))
        for a, b, much in payments(split.transfers, paper.small)
    ]


def payments(transfers: Sequence[float], small: float) -> list[tuple[int, int, float]]:
    """Payments (payer, receiver, amount) that settle transfers: the largest debt to the largest claim, fewer than n.

    >>> payments([-30.0, 10.0, 20.0], 0.01)
    [(0, 2, 20.0), (0, 1, 10.0)]
    """
    left = list(transfers)
    made: list[tuple[int, int, float]] = []
    while True:
        payer, receiver = left.index(min(left)), left.index(max(left))
        much = min(-left[payer], left[receiver])
        if much <= small:
            return made
        left[payer] += much
        left[receiver] -= much
        made.append((payer, receiver, much))


def _complaints(paper: Paper, splits: Sequence[tuple[str, "Split"]]) -> None:
    """Beside each split: in the core or not, what staying brings at least, and for whom."""
    unit = paper.unit(-split.complaint for _, split in splits)
    rows = [
        [
            name,
            paper.say("yes" if split.in_core else "no"),
            unit.text(paper.calm(-split.complaint)),
            " + ".join(paper.called("jurisdictions", split.complainant)),
        ]
        for name, split in splits
    ]
    heads = paper.columns("rule", "in_core", "staying", "for_whom")
    heads[2] += f" {unit.name}"
    paper.table(heads, rows, texts=(0, 1, 3))
    paper.line("sharing.staying")
