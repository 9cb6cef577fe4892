"""The pages of what-if: tick and see, keep, the scenarios that were kept, one of them, several side by side."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django_htmx.http import replace_url

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.books.models import Revision, latest_revision
from unfence.workspace.jobs.models import DONE, Job
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, MEMBERS, NOBODY
from unfence.workspace.results.called import listed
from unfence.workspace.shell.pager import paged
from unfence.workspace.whatif.answers import Reader, reader_of
from unfence.workspace.whatif.comparison import MOST, columns_of, parts_of
from unfence.workspace.whatif.forms import Change, Keep
from unfence.workspace.whatif.models import Scenario
from unfence.workspace.whatif.ticks import Ticks, clashes_said, fences_to_tick, measures_to_tick, ticks_of
from unfence.workspace.whatif.works import asked, bench_of, found


def _latest() -> Revision:
    latest = latest_revision()
    if latest is None:
        raise UnfenceError("workspace.no_book")
    return latest


@page("whatif/", see=MEMBERS, act=MEMBERS, menu="whatif.menu")
def whatif(request: Asked) -> HttpResponse:
    """Tick measures and fences, see what changes against today; every member may, it changes nothing."""
    latest = _latest()
    bench = bench_of(latest)
    if request.method == "POST":
        ticks = ticks_of(request.POST, bench)
        if ticks and not bench.clashes(ticks.measures):
            asked(request.member, latest, ticks.arguments)
        return redirect(_address(ticks))
    return _shown(request, latest, ticks_of(request.GET, bench), None)


def _address(ticks: Ticks) -> str:
    return f"{resolve_url('whatif.whatif')}?{ticks.query}" if ticks else resolve_url("whatif.whatif")


def _shown(request: Asked, latest: Revision, ticks: Ticks, form: Keep | None) -> HttpResponse:
    """The page with its ticks, or only the answer where the browser asks for that."""
    bench, reader = bench_of(latest), reader_of(request.member, request.lang)
    job = found(latest, ticks.arguments) if ticks else None
    facts = {
        "revision": latest,
        "ticks": ticks,
        "clashes": clashes_said(bench, reader.names, ticks.measures, request.lang),
        "job": job,
        "address": _address(ticks),
        "answer": reader.answer(job.result) if job and job.state == DONE and job.result else None,
        "keeping": (form or Keep(request.lang)) if request.member.role in EDITORS else None,
    }
    if request.htmx:
        return replace_url(render(request, "whatif/answer.html", facts), _address(ticks))
    facts |= {
        "measures": measures_to_tick(bench, reader.names, ticks),
        "fences": fences_to_tick(bench, reader.names, ticks),
        "decided": listed(reader.names, "measures", bench.decided),
    }
    return render(request, "whatif/whatif.html", facts, status=422 if form and form.errors else 200)


@page("whatif/keep/", see=NOBODY, act=EDITORS)
def keep(request: Asked) -> HttpResponse:
    """Keep what is ticked under a name."""
    latest = _latest()
    bench = bench_of(latest)
    ticks = ticks_of(request.POST, bench)
    job = found(latest, ticks.arguments) if ticks else None
    form = Keep(request.lang, request.POST)
    if job is None or job.state != DONE:
        form.add_error(None, UnfenceError("workspace.scenario_empty").say(request.lang))
    elif form.is_valid():
        name = form.cleaned_data["name"]
        if not Scenario.objects.filter(office=request.member.office, name=name).exists():
            return redirect("whatif.scenario", _kept(request, form, ticks, job).pk)
        form.add_error("name", UnfenceError("workspace.scenario_name", name=name).say(request.lang))
    return _shown(request, latest, ticks, form)


def _kept(request: Asked, form: Keep, ticks: Ticks, job: Job) -> Scenario:
    made = Scenario.objects.create(
        office=request.member.office,
        author=request.member,
        revision=job.revision or 0,
        job=job,
        **ticks.arguments,
        **form.cleaned_data,
    )
    record(request, "whatif.kept", made, after=ticks.arguments, number=made.pk, revision=made.revision)
    return made


@page("whatif/kept/")
def kept(request: Asked) -> HttpResponse:
    """The scenarios that the member sees, newest first, to be put side by side."""
    scenarios = Scenario.objects.seen_by(request.member).select_related("office", "author", "job")
    reader = reader_of(request.member, request.lang)
    lines = paged(request, scenarios)
    facts = {"paged": lines, "columns": columns_of(list(lines), reader), "latest": latest_revision(), "most": MOST}
    return render(request, "whatif/kept.html", facts)


@page("whatif/compare/")
def compare(request: Asked) -> HttpResponse:
    """Up to four scenarios side by side, today first."""
    numbers = list(dict.fromkeys(n for n in request.GET.getlist("s") if n.isdecimal() and len(n) < 10))  # noqa: PLR2004
    if not 0 < len(numbers) <= MOST:
        raise UnfenceError("workspace.scenario_count", count=len(numbers), most=MOST)
    seen = Scenario.objects.seen_by(request.member).select_related("office", "job").in_bulk([int(n) for n in numbers])
    if len(seen) < len(numbers):
        raise UnfenceError("workspace.scenario_gone")
    reader = reader_of(request.member, request.lang)
    columns = columns_of([seen[int(n)] for n in numbers], reader)
    facts = {
        "columns": columns,
        "parts": parts_of(columns),
        "latest": latest_revision(),
        "revisions": sorted({column.scenario.revision for column in columns}),
        "currency": columns[0].answer.currency,
        "done": [_done(reader, column.scenario) for column in columns],
    }
    return render(request, "whatif/compare.html", facts)


def _done(reader: Reader, scenario: Scenario) -> dict[str, object]:
    """What is done in a scenario, by name."""
    return {
        "measures": listed(reader.names, "measures", scenario.measures),
        "fences": listed(reader.names, "fences", scenario.fences),
    }


def _scenario(request: Asked, number: int) -> Scenario:
    """A scenario that the member sees; to be changed it has to be their office's."""
    seen = get_object_or_404(Scenario.objects.seen_by(request.member).select_related("office", "author"), pk=number)
    if request.method == "POST" and not request.member.of(seen.office):
        raise PermissionDenied
    return seen


@page("whatif/<int:number>/", see=MEMBERS, act=EDITORS, load=_scenario)
def scenario(request: Asked, scenario: Scenario) -> HttpResponse:
    """One scenario; its office renames it, writes a remark, shares it."""
    form, status = None, 200
    if request.method == "POST":
        form, status = Change(request.lang, request.POST), 422
        if form.is_valid():
            try:
                if scenario.change(form.cleaned_data["version"], **_written(form)):
                    record(request, "whatif.changed", scenario.name, after=_written(form), number=scenario.pk)
                    return redirect("whatif.scenario", scenario.pk)
            except UnfenceError as error:
                form.add_error("name", error.say(request.lang))
            else:
                form, status = _on_the_new_version(request, scenario), 409
    held = {name: getattr(scenario, name) for name in ("name", "note", "shared", "version")}
    reader = reader_of(request.member, request.lang)
    mine = request.member.of(scenario.office) and request.member.role in EDITORS
    facts = {
        "scenario": scenario,
        "answer": reader.of(scenario.revision).answer(scenario.figures),
        "latest": latest_revision(),
        "again": _address(Ticks(tuple(scenario.measures), tuple(scenario.fences))),
        "form": (form or Change(request.lang, initial=held)) if mine else None,
        **_done(reader, scenario),
    }
    return render(request, "whatif/scenario.html", facts, status=status)


def _written(form: Change) -> dict[str, object]:
    return {name: form.cleaned_data[name] for name in ("name", "note", "shared")}


def _on_the_new_version(request: Asked, scenario: Scenario) -> Change:
    """What was typed, to be sent once more about the scenario as it is now."""
    scenario.refresh_from_db()
    sent: QueryDict = request.POST.copy()
    sent["version"] = str(scenario.version)
    form = Change(request.lang, sent)
    form.is_valid()
    form.add_error(None, UnfenceError("workspace.scenario_touched", name=scenario.name).say(request.lang))
    return form


@page("whatif/<int:number>/drop/", see=NOBODY, act=EDITORS, load=_scenario)
def drop(request: Asked, scenario: Scenario) -> HttpResponse:
    """Take a scenario out; the log keeps what it was."""
    record(request, "whatif.dropped", scenario, before={"measures": scenario.measures, "fences": scenario.fences})
    scenario.delete()
    return redirect("whatif.kept")
