"""The search: who here can supply what, at what delivered cost; and who can take what one has."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render

from unfence.workspace.firms.cards import SeenWare, edits, ware_seen
from unfence.workspace.firms.models import NEED, OFFER, WASTE, Ware
from unfence.workspace.firms.park import Dealer, Park, park_seen_by
from unfence.workspace.firms.quotes import (
    KIND,
    Entry,
    latest,
    matches_seen,
    quotes_for,
    quotes_seen_by,
    saved_by,
)
from unfence.workspace.jobs.models import QUEUED, RUNNING, Job, ask
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, NOBODY
from unfence.workspace.sharing.sight import sight_of

MATCHES = 10


@dataclass(frozen=True)
class Match:
    """What the study found, with who stands behind its ids."""

    buyer: Dealer | None
    seller: Dealer | None
    commodity: str
    called: dict[str, str]
    unit: str
    verdict: str
    each: float
    cover: float
    yearly: float
    hurdles: list[str]


@page("firms/find/")
def find(request: Asked) -> HttpResponse:
    """Who can supply a commodity or take it; before one is chosen, what the study found."""
    member = request.member
    park, study = park_seen_by(member), latest(member)
    commodity, need = request.GET.get("commodity", ""), request.GET.get("way") != "have"
    chosen = commodity in park.commodities
    mine = [d for d in _ends(park, commodity, need=need) if member.neutral or member.of(d.owner)] if chosen else []
    at = request.GET.get("at", "")
    own = [dealer for dealer in mine if dealer.id == at] or mine
    quotes = quotes_seen_by(member, study)
    facts = {
        "commodities": [{"id": key, **park.commodities[key]} for key in park.traded],
        "commodity": commodity if chosen else "",
        "called": park.commodities.get(commodity),
        "need": need,
        "mine": mine,
        "at": at,
        "unit": park.unit(commodity),
        "currency": park.currency,
        "lines": quotes_for(park, quotes, commodity, own, need=need) if chosen else [],
        "partners": (park.makers(commodity) if need else park.users(commodity)) if chosen and not mine else [],
        "wares": _wares(request, park, commodity if chosen else "", need=need),
        "matches": [] if chosen else [_match(request, park, row) for row in matches_seen(study)[:MATCHES]],
        "study": study,
        "quotes": quotes,
        "waiting": _waiting(quotes.revision),
        "may": member.role in EDITORS,
    }
    return render(request, "firms/find.html", facts)


@page("firms/quotes/", see=NOBODY, act=EDITORS)
def quotes(request: Asked) -> HttpResponse:
    """Ask the worker for the delivered prices of the book of the latest study."""
    study = latest(request.member)
    if study is None:
        return redirect("jobs.jobs")
    return redirect("jobs.job", ask(KIND, request.member, study.revision).pk)


def _ends(park: Park, commodity: str, *, need: bool) -> list[Dealer]:
    """Who may stand on one's own end."""
    return park.users(commodity) if need else park.makers(commodity)


def _wares(request: Asked, park: Park, commodity: str, *, need: bool) -> list[SeenWare]:
    """Lines of cards that would do and that no plant or market of the book stands behind."""
    wanted = (OFFER, WASTE) if need else (NEED,)
    lines = Ware.objects.filter(firm__closed=False, kind__in=wanted).select_related("firm__office")
    if commodity:
        lines = lines.filter(commodity=commodity)
    sight = sight_of(request.member)
    others = [
        w
        for w in lines
        if not (commodity and w.thing) and (request.member.neutral or not edits(request.member, w.firm))
    ]
    seen = [ware_seen(ware, sight, park) for ware in others]
    return sorted(seen, key=lambda s: (s.price is None, s.price or 0.0, str(s.ware.firm)))


def _match(request: Asked, park: Park, row: Entry) -> Match:
    offer = row["best"] if row["verdict"] == "ready" and row["best"] else row["open"]
    ready = row["verdict"] == "ready"
    return Match(
        buyer=park.dealers.get(row["buyer"]),
        seller=park.dealers.get(offer["seller"]),
        commodity=row["commodity"],
        called=dict(park.commodities.get(row["commodity"], {"name": row["commodity"]})),
        unit=park.unit(row["commodity"]),
        verdict=row["verdict"],
        each=float(row["saving"] if ready else row["open_saving"]),
        cover=float(row["could_cover"]),
        yearly=saved_by(row),
        hurdles=[park.named(hurdle["id"], request.lang) for hurdle in row["in_the_way"]],
    )


def _waiting(revision: int) -> int | None:
    """The number of a job that is computing the delivered prices of a revision."""
    jobs = Job.objects.filter(kind=KIND, revision=revision, state__in=(QUEUED, RUNNING))
    return jobs.values_list("pk", flat=True).first()
