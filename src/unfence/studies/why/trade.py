"""Why a match saves, a claim holds or not, and a factor costs more on one side: offers part by part."""

from unfence.economy.prices import prices_of
from unfence.industry import Claim, claims_of
from unfence.industry.factors import Board, Wedge, board
from unfence.industry.matches import Match
from unfence.industry.trader import Offer
from unfence.studies.why.parts import Formula, Sum, sum_of
from unfence.studies.why.scene import Scene
from unfence.studies.why.worth import Told


def of_match(scene: Scene, match: Match) -> Told:
    """What a unit costs as it is bought now and from across the border."""
    offer = match.best if match.best and match.verdict in ("matched", "ready") else match.open
    values = {
        "now": match.now.delivered,
        "other": offer.delivered,
        "saving": match.now.delivered - offer.delivered,
        "covers": match.could_cover,
        "whole": (match.now.delivered - offer.delivered) * match.could_cover,
    }
    sums = (delivered("now", match.now), delivered("across", offer))
    hurdles = [f"{h.kind}s.{h.id}" if h.kind in ("link", "terminal") else f"fences.{h.id}" for h in match.in_the_way]
    own = f"trades.{match.id}" if match.about == "trade" else scene.named(match.buyer)
    rows = (own, *scene.behind(match.now), *scene.behind(offer), *hurdles)
    key = "match" if offer is match.best else "match_open"
    return (Formula(key, values),), sums, (), rows


def of_claim(scene: Scene, name: str) -> Told:
    """What a claim's own inputs give, part by part."""
    claim = next(c for c in claims_of(scene.economy, scene.today, scene.incomes) if c.id == name)
    if claim.was is None or claim.now is None:
        return (Formula("claim_unknown", {"stated": claim.stated}),), (), (), (f"claims.{name}",)
    values = {
        "quantity": claim.quantity or 0.0,
        "was": claim.was.delivered,
        "now": claim.now.delivered,
        "computed": claim.computed or 0.0,
        "stated": claim.stated,
    }
    saved = sum_of("saved", {_part(part): amount for part, amount in (claim.parts or {}).items()})
    sums = (delivered("was", claim.was), delivered("now", claim.now), saved)
    rows = (f"claims.{name}", *_trades(scene, claim), *scene.behind(claim.was), *scene.behind(claim.now))
    return (Formula("claim", values),), sums, (), rows


def price_board(scene: Scene) -> Board:
    """Today's price board."""
    return board({"today": scene.today}, {"today": prices_of(scene.today)})


def of_wedge(scene: Scene, found: Board, commodity: str) -> Told:
    """What a factor costs on every side, part by part, and why not the same."""
    wedges = [wedge for wedge in found.wedges if wedge.commodity == commodity]
    offers = {offer.id: offer for offer in found.offers if offer.commodity == commodity}
    ids = dict.fromkeys(end for w in wedges for end in (w.cheap_offer, w.dear_offer))
    sums = tuple(
        Sum(
            scene.named(key),
            sum_of("parts", {f"part.{p.name}": p.each for p in offers[key].parts}).terms,
            offers[key].price,
            per_unit=True,
        )
        for key in ids
    )
    tariffs = [f"tariffs.{key}" for key in ids]
    kept = [thing for wedge in wedges for thing in wedge.kept_by]
    rows = (*(scene.named(key) for key in ids), *tariffs, *kept)
    return tuple(_wedge(wedge) for wedge in wedges), sums, (), rows


def delivered(key: str, offer: Offer) -> Sum:
    """What a delivered unit costs, part by part; the goods are those of the seller."""
    parts = {_part(name): amount for name, amount in {**offer.parts.plain, **offer.parts.fences}.items()}
    return sum_of(key, parts, per_unit=True)


def _part(name: str) -> str:
    """A part of an offer as a word; a fence as its row."""
    words = ("goods", "lost", "loading", "freight", "hours", "handling", "rent")
    return name if name in words else f"fences.{name}"


def _trades(scene: Scene, claim: Claim) -> list[str]:
    sellers = {offer.seller for offer in (claim.was, claim.now) if offer}
    trades = scene.book["trades"].iter_rows(named=True)
    return [f"trades.{t['id']}" for t in trades if t["seller"] in sellers and t["commodity"] == claim.commodity]


def _wedge(wedge: Wedge) -> Formula:
    parts = ("cheap", "dear", "wedge", "policy", "distance", "fence")
    return Formula("wedge", {name: getattr(wedge, name) for name in parts})
