"""The pages of jobs: ask for a study, see how far it is, cancel it."""

import json

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.words import sentences
from unfence.workspace.books.models import latest_revision
from unfence.workspace.jobs.models import DONE, Job, Paper, StudyResult, ask
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, NOBODY
from unfence.workspace.sharing.results import study_seen_by, withheld_from
from unfence.workspace.shell.pager import paged


@page("jobs/", menu="jobs.menu")
def jobs(request: Asked) -> HttpResponse:
    """All jobs, newest first."""
    lines = paged(request, Job.objects.defer("result").select_related("asked_by"))
    return render(request, "jobs/jobs.html", {"paged": lines, "revision": latest_revision(), "editors": EDITORS})


@page("study/", see=NOBODY, act=EDITORS)
def study(request: Asked) -> HttpResponse:
    """Ask for a study of the book as it is now."""
    latest = latest_revision()
    if latest is None:
        return redirect("shell.home")
    return redirect("jobs.job", ask("jobs.study", request.member, latest.number).pk)


def _job(_request: Asked, number: int) -> Job:
    """Any member may see how far any work is; what came of it is shown by the pages of its kind."""
    return get_object_or_404(Job.objects.defer("result").select_related("asked_by"), pk=number)


@page("jobs/<int:number>/", load=_job)
def job(request: Asked, job: Job) -> HttpResponse:
    """One job; the page asks again every second while it is not over."""
    step = next((k for k in (f"command.step.{job.step}", f"jobs.step.{job.step}") if k in sentences()), "")
    facts = {"job": job, "step": step, "may_cancel": not job.over and _may_cancel(request, job)}
    return render(request, "jobs/state.html" if request.htmx else "jobs/job.html", facts)


def _study(request: Asked, number: int) -> StudyResult:
    """A study that is done, with what this member may see of it."""
    found = get_object_or_404(Job, pk=number, kind="jobs.study", state=DONE)
    seen = study_seen_by(request.member, StudyResult(found.pk, found.revision or 0, found.result or {}))
    if seen is None:
        raise Http404
    return seen


@page("jobs/<int:number>/study.json", load=_study)
def figures(request: Asked, study: StudyResult) -> HttpResponse:
    """The study's figures as far as the member sees them, in the form that the command line writes."""
    text = json.dumps(study.figures, ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="study-{study.number}.json"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


@page("jobs/<int:number>/report/", load=_study)
def report(request: Asked, study: StudyResult) -> HttpResponse:
    """The report; it tells everything, so it is for members who see the whole book."""
    if not withheld_from(request.member, study.revision).nothing:
        raise UnfenceError("workspace.report_withheld")
    paper = get_object_or_404(Paper, job_id=study.number, name=f"report.{request.lang}")
    policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-same-origin"
    return HttpResponse(paper.text, headers={"Content-Security-Policy": policy})


def _cancellable(request: Asked, number: int) -> Job:
    """A job that who asks may cancel."""
    found = _job(request, number)
    if not _may_cancel(request, found):
        raise PermissionDenied
    return found


@page("jobs/<int:number>/cancel/", see=NOBODY, act=EDITORS, load=_cancellable)
def cancel(request: Asked, job: Job) -> HttpResponse:
    """Cancel a job."""
    job.cancel(request.member)
    return redirect("jobs.job", job.pk)


def _may_cancel(request: Asked, job: Job) -> bool:
    """Whose office asked for it may cancel it, and the secretary."""
    member = request.member
    asked_by = job.asked_by
    return member.role in EDITORS and (member.neutral or (asked_by is not None and member.of(asked_by.office)))
