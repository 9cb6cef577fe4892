"""The pages of tasks: give one, report it done with its evidence, confirm it, put it off."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from unfence.errors import UnfenceError
from unfence.workspace.matters.forms import PostponeForm, TaskForm, WordForm
from unfence.workspace.matters.models import DOING, REPORTED, Matter, Task
from unfence.workspace.matters.pages.matters import matter_seen, shown
from unfence.workspace.matters.settling import OutdatedError, give_task, judge, postpone, report_done
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, LEADER, NOBODY, OFFICER
from unfence.workspace.register.documents import Document, served

OF_A_SIDE = frozenset({OFFICER, LEADER})
"""The two sides do a task and confirm it; the secretary does neither for them."""


@page("matters/<slug:code>/tasks/", see=NOBODY, act=EDITORS, load=matter_seen)
def give(request: Asked, matter: Matter) -> HttpResponse:
    """A new task of a matter."""
    form = TaskForm(request.lang, matter, request.POST)
    if form.is_valid():
        held = form.cleaned_data
        try:
            give_task(matter, request.member, held["text"], held["due"], (held["lead"], held["partner"]))
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("matters.matter", matter.code)
    return shown(request, matter, tasking=form, status=422)


def _task(request: Asked, number: int) -> Task:
    """A task of a matter that the member sees; to act on it they have to be of one of its two sides."""
    seen = Matter.objects.seen_by(request.member)
    tasks = Task.objects.filter(matter__in=seen).select_related("matter", "lead__office", "partner__office")
    if request.method == "POST":
        tasks = tasks.select_for_update(of=("self",))
    found = get_object_or_404(tasks, pk=number)
    if request.method == "POST" and request.member.office not in found.offices:
        raise PermissionDenied
    return found


@page("tasks/<int:number>/", act=OF_A_SIDE, load=_task)
def task(request: Asked, task: Task) -> HttpResponse:
    """One task: what shows that it is done, what each side said."""
    if request.method != "POST":
        return _shown(request, task)
    late = request.POST.get("do") == "postpone"
    form = PostponeForm(request.lang, request.POST) if late else WordForm(request.lang, request.POST, request.FILES)
    status = 422
    if form.is_valid():
        try:
            _act(request, task, form.cleaned_data)
        except OutdatedError as error:
            status = 409
            form = _on_the_new_version(request, Task.objects.get(pk=task.pk), error, late=late)
        except UnfenceError as error:
            form.add_error(None, error.say(request.lang))
        else:
            return redirect("matters.task", task.pk)
    again = Task.objects.select_related("matter", "lead__office", "partner__office").get(pk=task.pk)
    return _shown(request, again, form, status)


def _act(request: Asked, task: Task, held: dict[str, object]) -> None:
    """What the button that was pressed says."""
    member, version, note = request.member, int(str(held["version"])), str(held["note"])
    wanted = request.POST.get("do")
    if wanted == "postpone":
        postpone(task, member, version, note, held["due"])  # type: ignore[arg-type]
    elif wanted in ("confirm", "back"):
        judge(task, member, version, note, confirmed=wanted == "confirm")
    else:
        report_done(task, member, version, note, held["document"])  # type: ignore[arg-type]


def _on_the_new_version(request: Asked, task: Task, error: UnfenceError, *, late: bool) -> PostponeForm | WordForm:
    """What was typed, to be sent once more about the task as it is now."""
    sent = request.POST.copy()
    sent["version"] = str(task.version)
    form = PostponeForm(request.lang, sent) if late else WordForm(request.lang, sent)
    form.add_error(None, error.say(request.lang))
    return form


def _evidence(request: Asked, number: int, document: int) -> Document:
    """What shows that a task is done: who sees the task may have it."""
    return get_object_or_404(_task(request, number).evidence, pk=document)


@page("tasks/<int:number>/evidence/<int:document>/", load=_evidence)
def evidence(_request: Asked, document: Document) -> HttpResponse:
    """A document, to be saved."""
    return served(document)


def _shown(request: Asked, task: Task, form: PostponeForm | WordForm | None = None, status: int = 200) -> HttpResponse:
    member = request.member
    mine = member.office in task.offices and member.role in OF_A_SIDE
    wording = form if isinstance(form, WordForm) else WordForm(request.lang, initial={"version": task.version})
    fresh = PostponeForm(request.lang, initial={"version": task.version, "due": task.due})
    does = mine and task.state == DOING
    confirms = mine and task.state == REPORTED and task.confirms == member.office
    facts = {
        "task": task,
        "words": task.words.select_related("by__office"),
        "evidence": task.evidence.select_related("member"),
        "does": does,
        "confirms": confirms,
        "stranded": form if form and not (does or (confirms and isinstance(form, WordForm))) else None,
        "form": wording,
        "postponing": form if isinstance(form, PostponeForm) else fresh,
    }
    return render(request, "matters/task.html", facts, status=status)
