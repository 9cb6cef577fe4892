"""The price board: what factors cost on both sides, why not the same, and who pays if both take the lower price."""

from typing import TYPE_CHECKING

from unfence.cli.printed.paper import Paper, Unit

if TYPE_CHECKING:
    from unfence.industry.factors import Wedge


def board(paper: Paper) -> None:
    """Both sides' prices and the wedge between them; nothing where no factor has a price on two sides."""
    wedges = paper.study.industry.board.wedges
    if not wedges:
        return
    prices = {(offer.commodity, offer.id): offer.price for offer in paper.study.industry.board.offers}
    paper.heading("board")
    rows = [
        [
            f"{_factor(paper, wedge)}\n{_unit(paper, wedge)}",
            _side(paper, wedge.cheap, prices[wedge.commodity, wedge.cheap_offer]),
            _side(paper, wedge.dear, prices[wedge.commodity, wedge.dear_offer]),
            *(f"{part:,.2f}" for part in (wedge.wedge, wedge.policy, wedge.distance, wedge.fence)),
        ]
        for wedge in wedges
    ]
    heads = paper.columns("factor", "cheap", "dear", "wedge", "policy", "distance", "fence_part")
    paper.table(heads, rows, texts=(0, 1, 2))
    paper.line("board.meaning")
    for wedge in wedges:
        _kept(paper, wedge)
    _level(paper, wedges)


def _factor(paper: Paper, wedge: "Wedge") -> str:
    return paper.things.of("commodities", wedge.commodity)


def _unit(paper: Paper, wedge: "Wedge") -> str:
    units = dict(paper.study.book["commodities"].select("id", "unit").iter_rows())
    return paper.say("board.unit", unit=units[wedge.commodity])


def _side(paper: Paper, player: str, price: float) -> str:
    return f"{paper.names['jurisdictions', player]}\n{price:,.2f}"


def _kept(paper: Paper, wedge: "Wedge") -> None:
    """What keeps the fence part of a wedge up."""
    if wedge.way == "none":
        paper.line("board.none", factor=_factor(paper, wedge))
    elif wedge.kept_by:
        things = [thing.split(".", 1) for thing in wedge.kept_by]
        names = [paper.say(f"board.{table}", name=paper.things.of(table, key)) for table, key in things]
        key = "planned" if wedge.way == "planned" else "kept"
        paper.line(f"board.{key}", factor=_factor(paper, wedge), names=names)


def _level(paper: Paper, wedges: tuple["Wedge", ...]) -> None:
    """Who saves and who loses if both sides take the lower price."""
    unit = paper.unit(v for w in wedges for v in (w.saved, w.uncovered, *(lost for _, lost in w.lost)))
    paper.heading("level", unit)
    rows = [
        [
            _factor(paper, wedge),
            paper.names["jurisdictions", wedge.dear],
            unit.text(wedge.saved),
            _lost(paper, unit, wedge),
            unit.text(wedge.uncovered),
        ]
        for wedge in wedges
    ]
    paper.table(paper.columns("factor", "buyers", "saved", "lost", "uncovered"), rows, texts=(0, 1, 3))
    paper.line("board.level")


def _lost(paper: Paper, unit: Unit, wedge: "Wedge") -> str:
    parts = [
        paper.say("board.of", name=paper.names["jurisdictions", who], amount=unit.text(lost))
        for who, lost in wedge.lost
    ]
    return "\n".join(parts) or "–"
