"""The pages of the catalogue: what the counter offers, who has agreed to it, which papers each side asks for."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.counter.forms import New, Offered, Wanted
from unfence.workspace.counter.models import KINDS, ONLINE, Item, Paper
from unfence.workspace.counter.proposal import proposal_here, take_up
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Office
from unfence.workspace.people.roles import LEADER, LEADERS, NOBODY, OFFICER
from unfence.workspace.register.forms import sides

OF_A_SIDE = frozenset({LEADER})
"""Whose word binds a side."""
FIELDS = ("name", "name_zh", "kind", "mode", "text", "text_zh")


@page("counter/items/", act=LEADERS)
def items(request: Asked) -> HttpResponse:
    """The catalogue; a leader or the secretary takes up the proposal that comes with the book."""
    proposal = proposal_here()
    if request.method == "POST":
        if proposal is None:
            raise UnfenceError("workspace.no_proposal")
        take_up(proposal, request.member)
        return redirect("counter.items")
    held = sorted(
        Item.objects.prefetch_related("agreed", "papers__office"), key=lambda item: (KINDS.index(item.kind), item.pk)
    )
    here = {item.key for item in held}
    lines = [(item, next(iter(item_pairs(item)), None)) for item in held]
    left = [item for item in proposal.items if item["key"] not in here] if proposal else []
    return render(
        request, "counter/items.html", {"lines": lines, "left": left, "leads": request.member.role in LEADERS}
    )


@page("counter/items/new/", see=LEADERS, act=LEADERS)
def new_item(request: Asked) -> HttpResponse:
    """A new item, agreed to by nobody yet."""
    form = New(request.lang, request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = {name: form.cleaned_data[name] for name in ("key", *FIELDS)}
        made = Item.objects.create(**held)
        record(request, "counter.item", made, after=held)
        return redirect("counter.item", made.key)
    return render(request, "counter/edit.html", {"form": form}, status=422 if form.errors else 200)


def item_named(request: Asked, key: str) -> Item:
    """An item of the catalogue: every member sees all; who changes one holds it until they are done."""
    items = Item.objects.select_for_update() if request.method == "POST" else Item.objects
    return get_object_or_404(items.prefetch_related("agreed", "papers__office"), key=key)


@page("counter/items/<slug:key>/", act=OF_A_SIDE, load=item_named)
def item(request: Asked, item: Item) -> HttpResponse:
    """One item, with the papers of each side; a leader agrees to it, as it was seen, for the own side."""
    if request.method == "POST":
        if request.POST.get("version") != str(item.version):
            raise UnfenceError("workspace.item_changed", item=item.key)
        item.agreed.add(request.member.office)
        record(request, "counter.agreed", item, version=item.version)
        return redirect("counter.item", item.key)
    return shown(request, item, Wanted(request.lang))


@page("counter/items/<slug:key>/edit/", see=LEADERS, act=LEADERS, load=item_named)
def edit_item(request: Asked, item: Item) -> HttpResponse:
    """Change an item; both sides have to agree anew."""
    before = {name: getattr(item, name) for name in FIELDS}
    form = Offered(request.lang, request.POST or None, initial={**before, "version": item.version})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and form.cleaned_data["version"] != item.version:
            sent = request.POST.copy()
            sent["version"] = str(item.version)
            form = Offered(request.lang, sent)
            form.is_valid()
            form.add_error(None, UnfenceError("workspace.item_changed", item=item.key).say(request.lang))
            status = 409
        elif form.is_valid():
            after = {name: form.cleaned_data[name] for name in FIELDS}
            for name, value in after.items():
                setattr(item, name, value)
            _changed(item)
            record(request, "counter.item", item, before=before, after=after)
            return redirect("counter.item", item.key)
    return render(request, "counter/edit.html", {"form": form, "item": item}, status=status)


def _own_papers(request: Asked, key: str) -> Item:
    """An item whose papers of the own side a leader changes; the secretary's side asks for none."""
    return item_named(request, key)


@page("counter/items/<slug:key>/papers/", see=NOBODY, act=OF_A_SIDE, load=_own_papers)
def papers(request: Asked, item: Item) -> HttpResponse:
    """Ask for one more paper, or change one of the own side."""
    form = Wanted(request.lang, request.POST)
    if not form.is_valid():
        return shown(request, item, form, 422)
    held = dict(form.cleaned_data)
    same = held.pop("same")
    Paper.objects.update_or_create(item=item, office=request.member.office, same=same, defaults=held)
    _changed(item)
    record(request, "counter.paper", item, paper=held["name"], recognises=held["recognises"])
    return redirect("counter.item", item.key)


def _own_paper(request: Asked, key: str, number: int) -> Paper:
    """A paper that the own side asks for."""
    item = item_named(request, key)
    paper = get_object_or_404(Paper.objects.select_related("item", "office"), item=item, pk=number)
    if not request.member.of(paper.office):
        raise PermissionDenied
    return paper


@page("counter/items/<slug:key>/papers/<int:number>/", see=NOBODY, act=OF_A_SIDE, load=_own_paper)
def paper(request: Asked, paper: Paper) -> HttpResponse:
    """Recognise the other side's like paper, or no longer; or ask for the paper no more."""
    item = paper.item
    if request.POST.get("do") == "drop":
        record(request, "counter.dropped", item, paper=paper.name)
        paper.delete()
    else:
        paper.recognises = not paper.recognises
        paper.save(update_fields=["recognises"])
        record(request, "counter.paper", item, paper=paper.name, recognises=paper.recognises)
    _changed(item)
    return redirect("counter.item", item.key)


@dataclass(frozen=True)
class Pair:
    """The papers of a case that begins at one office and goes on to another."""

    first: Office
    second: Office
    bring: tuple[Paper, ...]
    spared: tuple[Paper, ...]


def item_pairs(item: Item) -> list[Pair]:
    """What an item asks for, wherever it begins; all online it ends where it begins."""
    offices = sides()
    pairs = [(first, second) for first in offices for second in offices if first != second]
    if item.mode == ONLINE:
        pairs = [(office, office) for office in offices]
    return [Pair(first, second, *item.asked(first, second)) for first, second in pairs]


def _changed(item: Item) -> None:
    """What was agreed to is no longer what stands there."""
    item.version += 1
    item.save()
    item.agreed.clear()


def shown(request: Asked, item: Item, form: Wanted, status: int = 200) -> HttpResponse:
    """The page of one item."""
    offices, member = sides(), request.member
    held = list(item.papers.all())
    facts = {
        "item": item,
        "columns": [(office, [paper for paper in held if paper.office_id == office.pk]) for office in offices],
        "pairs": item_pairs(item),
        "may_agree": member.role in OF_A_SIDE and member.office in item.waits_for,
        "mine": member.office if member.role in OF_A_SIDE else None,
        "leads": member.role in LEADERS,
        "works": member.role in (OFFICER, LEADER),
        "form": form if member.role in OF_A_SIDE else None,
    }
    return render(request, "counter/item.html", facts, status=status)
