"""The pages of results: the latest study, an older one, the list of all; the report is the jobs' page."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from unfence.workspace.books.models import Revision, latest_revision
from unfence.workspace.jobs.models import DONE, Job, StudyResult
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.results.reading import reading_of
from unfence.workspace.sharing.results import study_seen_by
from unfence.workspace.shell.pager import paged

KIND = "jobs.study"


@page("results/", menu="results.menu")
def results(request: Asked) -> HttpResponse:
    """The latest study, or how to ask for the first."""
    return _shown(request, study_seen_by(request.member))


def _study(request: Asked, number: int) -> StudyResult:
    """A study that is done, with what this member may see of it."""
    found = get_object_or_404(Job, pk=number, kind=KIND, state=DONE)
    seen = study_seen_by(request.member, StudyResult(found.pk, found.revision or 0, found.result or {}))
    if seen is None:
        raise Http404
    return seen


@page("results/<int:number>/", load=_study)
def study(request: Asked, study: StudyResult) -> HttpResponse:
    """One study."""
    return _shown(request, study)


def _shown(request: Asked, study: StudyResult | None) -> HttpResponse:
    latest = latest_revision()
    waiting = Job.objects.filter(kind=KIND, state__in=("queued", "running"), stop=False).defer("result").first()
    facts = {
        "reading": reading_of(request.member, study, request.lang) if study else None,
        "latest": latest,
        "revision": Revision.objects.filter(number=study.revision).first() if study else None,
        "waiting": waiting,
        "asks": latest is not None and request.member.role in EDITORS and waiting is None,
    }
    return render(request, "results/study.html", facts)


@page("results/all/")
def studies(request: Asked) -> HttpResponse:
    """All studies that were asked for, the newest revision first."""
    jobs = Job.objects.filter(kind=KIND).select_related("asked_by").order_by("-revision", "-pk").defer("result")
    lines = paged(request, jobs)
    names = dict(Revision.objects.filter(number__in=[job.revision for job in lines]).values_list("number", "name"))
    facts = {"paged": lines, "lines": [(job, names.get(job.revision or 0, "")) for job in lines]}
    return render(request, "results/studies.html", facts)
