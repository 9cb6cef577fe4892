"""The tables of the book, and how the first book comes in."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import redirect, render

from unfence.book.explanations import about_table
from unfence.book.schema import TABLES
from unfence.errors import UnfenceError
from unfence.examples import NAMES, example
from unfence.studies.check import check
from unfence.words import say
from unfence.workspace.books.models import SETTINGS_TABLE, WHOLE, Row, latest_revision
from unfence.workspace.books.revise import Edit, RefusedError, load_book, revise
from unfence.workspace.books.uploads import uploaded
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EDITORS, SECRETARY


@page("book/", menu="books.menu")
def book(request: Asked) -> HttpResponse:
    """The tables of the book, with how many rows of each the member sees."""
    seen = Row.objects.filter(table__in=TABLES).seen_by(request.member)
    counts = Counter(row.table for row in seen)
    own = Counter(row.table for row in seen if request.member.of(row.owner))
    facts = {
        "revision": latest_revision(),
        "tables": [(t, about_table(t, request.lang), counts[t], own[t]) for t in TABLES],
        "edits": request.member.role in EDITORS,
    }
    return render(request, "books/book.html", facts)


@page("book/load/", see=frozenset({SECRETARY}), act=frozenset({SECRETARY}))
def load(request: Asked) -> HttpResponse:
    """The first book: an example, or a workbook of one's own."""
    if latest_revision() is not None:
        return redirect("books.book")
    findings: tuple[object, ...] = ()
    if request.method == "POST":
        name = request.POST.get("example")
        if name in NAMES:
            load_book(example(name), request.member, note=name)
            return redirect("books.book")
        with uploaded(request) as sent:
            made, found = check(sent.path)
        if made is not None:
            load_book(made, request.member, note=sent.name)
            return redirect("books.book")
        findings = tuple(f.say(request.lang) for f in found)
    facts = {"examples": NAMES, "findings": findings}
    return render(request, "books/load.html", facts, status=422 if findings else 200)


@page("book/settings/", act=frozenset({SECRETARY}))
def settings(request: Asked) -> HttpResponse:
    """What holds for the whole book; the secretary changes it."""
    row = Row.objects.filter(table=SETTINGS_TABLE).first()
    if row is None:
        return redirect("books.book")
    held, findings, status = dict(row.values), [], 200
    if request.method == "POST":
        held = {name: request.POST.get(name, "").strip() for name in row.values}
        sent = request.POST.get("version", "")
        try:
            made = revise(request.member, [Edit(SETTINGS_TABLE, WHOLE, int(sent) if sent.isdecimal() else 0, held)])
            return redirect("books.revision", made.number)
        except RefusedError as error:
            findings, status = [f.say(request.lang) for f in error.draft.findings], 422
        except UnfenceError as error:
            findings, status = [error.say(request.lang)], 422
    lines = [(name, say(f"book.template.{name}", request.lang), value) for name, value in held.items()]
    facts = {"lines": lines, "version": row.version, "findings": findings, "edits": request.member.role == SECRETARY}
    return render(request, "books/settings.html", facts, status=status)
