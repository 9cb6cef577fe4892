"""The pages of job fairs: the list, a new one, one fair with the vacancies of both sides, near ones first."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.workspace.audit.models import record
from unfence.workspace.books.models import Row
from unfence.workspace.counter.commute import LIMIT, commute_from
from unfence.workspace.counter.fairs import Fair, Vacancy
from unfence.workspace.counter.forms import Gathering, Opening
from unfence.workspace.counter.pages.cases import COUNTER
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import NOBODY
from unfence.workspace.shell.templatetags.words import name_in


@dataclass(frozen=True)
class Line:
    """A vacancy with the name of its site and the circle in which it lies: today, and with every fence down."""

    vacancy: Vacancy
    site: str
    today: int | None
    open: int | None

    @property
    def rank(self) -> tuple[int, int, int]:
        """Near before far, near but for the fences before out of reach, many before few."""
        return (self.today or 2 * LIMIT, self.open or 2 * LIMIT, -self.vacancy.number)


@page("fairs/")
def fairs(request: Asked) -> HttpResponse:
    """Every fair, the latest first."""
    held = Fair.objects.select_related("office").prefetch_related("vacancies__office")
    names = site_names(request)
    lines = [(fair, names.get(fair.site, fair.site), _by_office(fair)) for fair in held]
    return render(request, "counter/fairs.html", {"lines": lines, "works": request.member.role in COUNTER})


def _by_office(fair: Fair) -> list[tuple[object, int]]:
    """How many places to work each side brings."""
    counts: dict[object, int] = {}
    for vacancy in fair.vacancies.all():
        counts[vacancy.office] = counts.get(vacancy.office, 0) + vacancy.number
    return list(counts.items())


@page("fairs/new/", see=COUNTER, act=COUNTER)
def new_fair(request: Asked) -> HttpResponse:
    """A new fair."""
    form = Gathering(request.lang, request.member, request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = Fair.objects.create(office=request.member.office, by=request.member, **form.cleaned_data)
        record(request, "counter.fair", made, site=made.site)
        return redirect("counter.fair", made.pk)
    return render(request, "counter/new_fair.html", {"form": form}, status=422 if form.errors else 200)


def _fair(_request: Asked, number: int) -> Fair:
    """A fair: every member sees all."""
    return get_object_or_404(Fair.objects.select_related("office"), pk=number)


@page("fairs/<int:number>/", act=COUNTER, load=_fair)
def fair(request: Asked, fair: Fair) -> HttpResponse:
    """One fair; both sides' counters enter the vacancies of their firms."""
    works = request.member.role in COUNTER
    form = Opening(request.lang, request.member, request.POST or None) if works else None
    if request.method == "POST" and form and form.is_valid():
        made = Vacancy.objects.create(fair=fair, office=request.member.office, by=request.member, **form.cleaned_data)
        record(request, "counter.vacancy", fair, vacancy=str(made), number=made.number)
        return redirect("counter.fair", fair.pk)
    lines, commute = vacancies_of(request, fair)
    facts = {
        "fair": fair,
        "site": site_names(request).get(fair.site, fair.site),
        "lines": lines,
        "commute": commute,
        "limit": LIMIT,
        "near": sum(line.vacancy.number for line in lines if line.today),
        "fenced": sum(line.vacancy.number for line in lines if line.open and not line.today),
        "form": form,
    }
    return render(request, "counter/fair.html", facts, status=422 if form and form.errors else 200)


def vacancies_of(request: Asked, fair: Fair) -> tuple[list[Line], object]:
    """The vacancies of a fair, near ones first, and the circles that say so."""
    commute = commute_from(request.member, fair.site)
    today, free = (commute.today, commute.open) if commute else ({}, {})
    names = site_names(request)
    lines = [
        Line(one, names.get(one.site, one.site), today.get(one.site), free.get(one.site))
        for one in fair.vacancies.select_related("office")
    ]
    return sorted(lines, key=lambda line: line.rank), commute


def _own_vacancy(request: Asked, number: int, vacancy: int) -> Vacancy:
    """A vacancy that the own office entered."""
    found = get_object_or_404(Vacancy.objects.select_related("fair", "office"), fair=number, pk=vacancy)
    if not request.member.of(found.office):
        raise PermissionDenied
    return found


@page("fairs/<int:number>/vacancies/<int:vacancy>/drop/", see=NOBODY, act=COUNTER, load=_own_vacancy)
def drop_vacancy(request: Asked, vacancy: Vacancy) -> HttpResponse:
    """Take a vacancy of the own side away: it is filled, or was a mistake."""
    record(request, "counter.dropped", vacancy.fair, paper=str(vacancy))
    fair = vacancy.fair
    vacancy.delete()
    return redirect("counter.fair", fair.pk)


def site_names(request: Asked) -> dict[str, str]:
    """What people call the sites that the member sees."""
    rows = Row.objects.filter(table="sites").seen_by(request.member)
    return {row.key: name_in(row.values, request.lang) or row.key for row in rows}
