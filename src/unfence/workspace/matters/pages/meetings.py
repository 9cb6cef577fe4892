"""The pages of meetings: call one, its agenda, what was said, the minutes on paper."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.matters.delays import figures_seen_by
from unfence.workspace.matters.forms import MeetingForm, SaidAbout
from unfence.workspace.matters.models import Item, Matter, Meeting
from unfence.workspace.matters.pages.matters import lines_of
from unfence.workspace.matters.settling import OutdatedError
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, NOBODY
from unfence.workspace.register.forms import sides
from unfence.workspace.shell.pager import paged

FIELDS = ("day", "place", "level", "present")


@page("meetings/")
def meetings(request: Asked) -> HttpResponse:
    """Every meeting that the member's office takes part in, the latest first."""
    found = Meeting.objects.seen_by(request.member).prefetch_related("items", "offices")
    facts = {"paged": paged(request, found), "today": timezone.localdate(), "edits": request.member.role in EDITORS}
    return render(request, "matters/meetings.html", facts)


@page("meetings/new/", see=EDITORS, act=EDITORS)
def convene(request: Asked) -> HttpResponse:
    """Call a meeting."""
    if len(sides()) < 2:  # noqa: PLR2004  a border has two sides
        raise UnfenceError("workspace.no_book")
    form = MeetingForm(request.lang, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = Meeting.objects.create(by=request.member, **{name: form.cleaned_data[name] for name in FIELDS})
        made.offices.set(form.chosen())
        record(request, "matters.convened", made, level=made.level)
        return redirect("matters.meeting", made.pk)
    facts = {"form": form, "title": "matters.convene", "lead": "matters.convene_lead"}
    return render(request, "matters/form.html", facts, status=422 if form.errors else 200)


def meeting_seen(request: Asked, number: int) -> Meeting:
    """A meeting that the member's office takes part in."""
    found = Meeting.objects.seen_by(request.member)
    if request.method == "POST":
        found = found.select_for_update(of=("self",))
    return get_object_or_404(found, pk=number)


@page("meetings/<int:number>/", act=EDITORS, load=meeting_seen)
def meeting(request: Asked, meeting: Meeting) -> HttpResponse:
    """One meeting: its day, place and people, and its agenda."""
    if request.method != "POST":
        return _shown(request, meeting)
    form = MeetingForm(request.lang, request.POST, meeting=meeting)
    status = 422
    if form.is_valid():
        if form.cleaned_data["version"] == meeting.version:
            before = {name: str(getattr(meeting, name)) for name in FIELDS}
            for name in FIELDS:
                setattr(meeting, name, form.cleaned_data[name])
            meeting.version += 1
            meeting.save()
            after = {name: str(getattr(meeting, name)) for name in FIELDS}
            record(request, "matters.meeting", meeting, before=before, after=after)
            return redirect("matters.meeting", meeting.pk)
        status = 409
        sent = request.POST.copy()
        sent["version"] = str(meeting.version)
        form = MeetingForm(request.lang, sent, meeting=meeting)
        form.add_error(None, OutdatedError(meeting).say(request.lang))
    return _shown(request, meeting, form=form, status=status)


@page("meetings/<int:number>/agenda/", see=NOBODY, act=EDITORS, load=meeting_seen)
def agenda(request: Asked, meeting: Meeting) -> HttpResponse:
    """Put a matter on the agenda, or take one off of which nothing was said."""
    code = request.POST.get("matter", "")
    found = Matter.objects.seen_by(request.member).filter(code=code).first()
    if found is None:
        raise UnfenceError("workspace.matter_unknown", number=code)
    held = meeting.items.filter(matter=found).first()
    if request.POST.get("do") == "off":
        if held and held.said:
            raise UnfenceError("workspace.item_said", number=found.code)
        if held:
            held.delete()
            record(request, "matters.off", found, meeting=str(meeting))
    elif held is None:
        Item.objects.create(meeting=meeting, matter=found)
        record(request, "matters.on", found, meeting=str(meeting))
    return redirect("matters.meeting", meeting.pk)


def _item(request: Asked, number: int, code: str) -> Item:
    """An item of the agenda of a meeting that the member sees, whose matter they see too."""
    held = meeting_seen(request, number).items.filter(matter__in=Matter.objects.seen_by(request.member))
    return get_object_or_404(held.select_related("matter", "meeting"), matter__code=code)


@page("meetings/<int:number>/agenda/<slug:code>/", see=NOBODY, act=EDITORS, load=_item)
def item(request: Asked, item: Item) -> HttpResponse:
    """Write down what was said about a matter."""
    form = SaidAbout(request.lang, request.POST)
    status = 422
    if form.is_valid():
        if form.cleaned_data["version"] == item.version:
            before, item.said = item.said, form.cleaned_data["text"]
            item.version += 1
            item.save()
            record(request, "matters.said", item.matter, before=before, after=item.said, meeting=str(item.meeting))
            return redirect("matters.meeting", item.meeting.pk)
        status = 409
        sent = request.POST.copy()
        sent["version"] = str(item.version)
        form = SaidAbout(request.lang, sent)
        form.add_error("text", OutdatedError(item.matter).say(request.lang))
    return _shown(request, item.meeting, saying=(item, form), status=status)


@page("meetings/<int:number>/minutes/", load=meeting_seen)
def minutes(request: Asked, meeting: Meeting) -> HttpResponse:
    """The minutes, to be printed and signed."""
    figures = figures_seen_by(request.member)
    items = [(held, figures.delay(held.matter), figures.ties(held.matter)) for held in _items(request, meeting)]
    facts = {"meeting": meeting, "items": items, "figures": figures, "printed": timezone.localdate()}
    return render(request, "matters/minutes.html", facts)


def _items(request: Asked, meeting: Meeting) -> list[Item]:
    seen = Matter.objects.seen_by(request.member)
    return list(meeting.items.filter(matter__in=seen).select_related("matter"))


def _shown(
    request: Asked,
    meeting: Meeting,
    *,
    form: MeetingForm | None = None,
    saying: tuple[Item, SaidAbout] | None = None,
    status: int = 200,
) -> HttpResponse:
    figures = figures_seen_by(request.member)
    items = []
    for held in _items(request, meeting):
        own = SaidAbout(
            request.lang, initial={"version": held.version, "text": held.said}, auto_id=f"{held.matter.code}_%s"
        )
        items.append((held, figures.delay(held.matter), saying[1] if saying and saying[0] == held else own))
    on = [held.matter_id for held, *_ in items]
    others = list(Matter.objects.seen_by(request.member).filter(closed=None).exclude(pk__in=on))
    facts = {
        "meeting": meeting,
        "items": items,
        "others": [line.matter for line in lines_of(others, figures)],
        "figures": figures,
        "edits": request.member.role in EDITORS,
        "form": form or MeetingForm(request.lang, meeting=meeting),
    }
    return render(request, "matters/meeting.html", facts, status=status)
