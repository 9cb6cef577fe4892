"""The pages of cards: all firms, one firm, what it offers and needs."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.firms.cards import CardMovedError, SeenWare, edits, save, take_out, wares_seen
from unfence.workspace.firms.forms import Card, WareForm, sides
from unfence.workspace.firms.models import KINDS, Firm, Ware
from unfence.workspace.firms.park import park_seen_by
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, NOBODY
from unfence.workspace.sharing.sight import sight_of
from unfence.workspace.shell.pager import paged


@dataclass(frozen=True)
class Line:
    """A firm and its wares by kind."""

    firm: Firm
    site: str
    wares: list[SeenWare]

    @property
    def kinds(self) -> list[tuple[str, list[SeenWare]]]:
        """What it offers, needs, wants to be rid of."""
        return [(kind, [seen for seen in self.wares if seen.ware.kind == kind]) for kind in KINDS]


@page("firms/", menu="firms.menu")
def firms(request: Asked) -> HttpResponse:
    """Every firm of both sides, those with something to deal in first."""
    asked = {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("q", "office", "kind")}
    park, sight = park_seen_by(request.member), sight_of(request.member)
    found = _asked(asked).prefetch_related(Prefetch("wares", Ware.objects.select_related("firm__office")))
    page_of = paged(request, sorted(found, key=lambda firm: (not firm.wares.all(), firm.name)))
    page_of.object_list = [
        Line(firm, park.named(firm.site, request.lang), wares_seen(firm, sight, park)) for firm in page_of.object_list
    ]
    facts = {
        "paged": page_of,
        "asked": asked,
        "filtered": any(asked.values()),
        "offices": sides(),
        "kinds": KINDS,
        "currency": park.currency,
        "may": request.member.role in EDITORS,
    }
    return render(request, "firms/firms.html", facts)


def _asked(asked: dict[str, str]) -> QuerySet[Firm]:
    """The firms that are asked for."""
    found = Firm.objects.filter(closed=False).select_related("office")
    if asked["office"]:
        found = found.filter(office__key=asked["office"])
    if asked["kind"] in KINDS:
        found = found.filter(wares__kind=asked["kind"])
    if asked["q"]:
        word = asked["q"]
        named = Q(name__icontains=word) | Q(name_zh__icontains=word) | Q(about__icontains=word)
        found = found.filter(named | Q(wares__name__icontains=word) | Q(wares__commodity__icontains=word))
    return found.distinct()


def _firm(_request: Asked, number: int) -> Firm:
    """Any member of either side may read any card."""
    return get_object_or_404(Firm.objects.select_related("office"), pk=number)


def _own_firm(request: Asked, number: int) -> Firm:
    """A card that is theirs to change."""
    cards = Firm.objects.select_related("office")
    if request.method == "POST":
        cards = cards.select_for_update(of=("self",))
    found = get_object_or_404(cards, pk=number)
    if not edits(request.member, found):
        raise PermissionDenied
    return found


def _own_ware(request: Asked, number: int, ware: int) -> Ware:
    """A ware of a card that is theirs to change."""
    return get_object_or_404(Ware.objects.select_related("firm__office"), pk=ware, firm=_own_firm(request, number))


@page("firms/new/", see=EDITORS, act=EDITORS)
def new(request: Asked) -> HttpResponse:
    """A new card."""
    return _card(request, None)


@page("firms/<int:number>/", load=_firm)
def firm(request: Asked, firm: Firm) -> HttpResponse:
    """One card."""
    park = park_seen_by(request.member)
    line = Line(firm, park.named(firm.site, request.lang), wares_seen(firm, sight_of(request.member), park))
    editor = request.member.role in EDITORS
    mine = editor and edits(request.member, firm)
    facts = {"line": line, "firm": firm, "may": mine, "currency": park.currency, "deals": editor and not mine}
    return render(request, "firms/firm.html", facts)


@page("firms/<int:number>/edit/", see=EDITORS, act=EDITORS, load=_own_firm)
def edit(request: Asked, firm: Firm) -> HttpResponse:
    """Change a card."""
    return _card(request, firm)


@page("firms/<int:number>/wares/new/", see=EDITORS, act=EDITORS, load=_own_firm)
def ware_new(request: Asked, firm: Firm) -> HttpResponse:
    """Something more that a firm offers or needs."""
    return _ware(request, firm, None)


@page("firms/<int:number>/wares/<int:ware>/", see=EDITORS, act=EDITORS, load=_own_ware)
def ware(request: Asked, ware: Ware) -> HttpResponse:
    """Change one line of a card."""
    return _ware(request, ware.firm, ware)


@page("firms/<int:number>/wares/<int:ware>/out/", see=NOBODY, act=EDITORS, load=_own_ware)
def ware_out(request: Asked, ware: Ware) -> HttpResponse:
    """Take a line off a card."""
    take_out(request.member, ware)
    return redirect("firms.firm", ware.firm_id)


def _card(request: Asked, firm: Firm | None) -> HttpResponse:
    form = Card(request.lang, request.member, park_seen_by(request.member), firm, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            card = firm or Firm(office=form.side)
            try:
                save(request.member, card, form.cleaned_data, form.cleaned_data["version"])
            except CardMovedError as error:
                form, status = _again(form, request, card), 409
                form.add_error(None, error.say(request.lang))
            except UnfenceError as error:
                form.add_error(None, error.say(request.lang))
            else:
                return redirect("firms.firm", card.pk)
    return render(request, "firms/edit.html", {"form": form, "firm": firm}, status=status)


def _again(form: Card, request: Asked, card: Firm) -> Card:
    """What was typed, to be sent once more about the card as it is now."""
    sent = request.POST.copy()
    sent["version"] = str(card.version)
    again = Card(request.lang, request.member, park_seen_by(request.member), form.firm, sent)
    again.is_valid()
    return again


def _ware(request: Asked, firm: Firm, ware: Ware | None) -> HttpResponse:
    park = park_seen_by(request.member)
    form, status = WareForm(request.lang, park, firm, ware, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            line = ware or Ware(firm=firm)
            try:
                save(request.member, line, form.cleaned_data, form.cleaned_data["version"])
            except CardMovedError as error:
                sent = request.POST.copy()
                sent["version"] = str(line.version)
                form, status = WareForm(request.lang, park, firm, ware, sent), 409
                form.is_valid()
                form.add_error(None, error.say(request.lang))
            except UnfenceError as error:
                form.add_error(None, error.say(request.lang))
            else:
                return redirect("firms.firm", firm.pk)
    return render(request, "firms/ware.html", {"form": form, "firm": firm, "ware": ware, "park": park}, status=status)
