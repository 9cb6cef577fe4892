"""The pages of rows: a table's rows, one row, a new one; a change is accepted, or says what is in its way."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from unfence.book.explanations import about_column, about_table
from unfence.book.schema import TABLES, columns
from unfence.errors import UnfenceError
from unfence.words import Lang
from unfence.workspace.books.cells import Form, typed
from unfence.workspace.books.findings import elsewhere
from unfence.workspace.books.models import Row
from unfence.workspace.books.owners import Values, key_of
from unfence.workspace.books.revise import Edit, RefusedError, TouchedError, revise
from unfence.workspace.books.titles import column_title, table_title
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import Office
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.sharing.sight import Seen, sight_of
from unfence.workspace.sharing.sums import sums_of
from unfence.workspace.shell.pager import paged


def _table(_request: Asked, table: str) -> str:
    """A table of the book; which of its rows are seen is asked row by row."""
    if table not in TABLES:
        raise Http404
    return table


@page("book/<slug:table>/", load=_table)
def table(request: Asked, table: str) -> HttpResponse:
    """The rows of a table that the member sees, and the sums of what is opened as sums only."""
    asked = request.GET.get("q", "").strip().lower()
    offices = {office.key: office for office in Office.objects.all()}
    everything = Row.objects.filter(table=table).seen_by(request.member)
    rows = [r for r in everything if asked in " ".join((r.key, r.owner, *r.values.values())).lower()]
    lines = paged(request, rows)
    shown = [c for c in columns(table) if c != "id" and any(r.values.get(c) or c in r.withheld for r in lines)]
    facts = {
        "table": table,
        "title": table_title(table, request.lang),
        "about": about_table(table, request.lang),
        "paged": lines,
        "heads": [_head(table, c, request.lang) for c in shown],
        "lines": [(row, offices[row.owner], [_cell(row, c) for c in shown]) for row in lines],
        "sums": sums_of(table, sight_of(request.member)),
        "asked": request.GET.get("q", ""),
        "edits": request.member.role in EDITORS,
    }
    return render(request, "books/table.html", facts)


def _head(table: str, column: str, lang: Lang) -> tuple[str, str, bool]:
    """The heading of a column, its explanation, and whether it holds numbers."""
    return column_title(table, column, lang), about_column(table, column, lang), columns(table)[column].numeric


def _cell(row: Seen, column: str) -> tuple[str | None, bool]:
    """A cell as it is shown (None where it is withheld), and whether it is a number."""
    return None if column in row.withheld else row.values.get(column, ""), columns(row.table)[column].numeric


@dataclass(frozen=True)
class Wanted:
    """A row that somebody asks for: as they see it, None if it is not there (any more)."""

    table: str
    key: str
    seen: Seen | None
    own: bool


def _row(request: Asked, table: str, key: str) -> Wanted:
    """A row that the member sees; to be changed it has to be their office's.

    A form for a row that somebody has taken out meanwhile still gets its answer: what was typed must not be lost.
    """
    _table(request, table)
    seen = next(iter(Row.objects.filter(table=table, key=key).seen_by(request.member)), None)
    own = seen is not None and request.member.of(seen.owner)
    if request.method == "POST" and not own and (seen or Row.objects.filter(table=table, key=key).exists()):
        raise PermissionDenied
    if request.method != "POST" and seen is None:
        raise Http404
    return Wanted(table, key, seen, own)


@page("book/<slug:table>/rows/<path:key>/", act=EDITORS, load=_row)
def row(request: Asked, wanted: Wanted) -> HttpResponse:
    """One row: looked at, changed, taken out."""
    if request.method == "POST":
        after = None if request.POST.get("do") == "remove" else typed(wanted.table, request.POST)
        return _changed(request, wanted, after)
    seen = wanted.seen
    if seen is None:
        raise Http404
    edits = wanted.own and request.member.role in EDITORS
    cells = Form(request.member, request.lang, fixed=True).cells(wanted.table, seen.values, seen.withheld)
    facts = {"wanted": wanted, "cells": cells, "version": seen.version, "edits": edits}
    return render(request, "books/row.html", facts)


@page("book/<slug:table>/new/", see=EDITORS, act=EDITORS, load=_table)
def new(request: Asked, table: str) -> HttpResponse:
    """A new row; it becomes the office's to whose side it leads, which has to be the member's."""
    if request.method == "POST":
        values = typed(table, request.POST)
        return _changed(request, Wanted(table, key_of(table, values), None, own=True), values, fresh=True)
    facts = {"wanted": Wanted(table, "", None, own=True), "version": 0, "edits": True, "fresh": True}
    return render(request, "books/row.html", facts | {"cells": Form(request.member, request.lang).cells(table, {})})


def _changed(request: Asked, wanted: Wanted, after: Values | None, *, fresh: bool = False) -> HttpResponse:
    """Accept a change, or show the form again with everything that was typed and what is in the way."""
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 and not fresh else 0  # noqa: PLR2004
    shown = after if after is not None else wanted.seen.values if wanted.seen else {}
    try:
        made = revise(request.member, [Edit(wanted.table, wanted.key, version, after)])
    except TouchedError as error:
        now = error.rows[wanted.table, wanted.key]
        facts: Mapping[str, object] = {"version": now.version if now else 0, "touched": now, "gone": now is None}
        form = Form(request.member, request.lang, not fresh, now=now.values if now else None)
        return _again(request, wanted, form, shown, facts, 409)
    except RefusedError as error:
        here = error.draft.at(wanted.table, wanted.key)
        facts = {"version": version, "elsewhere": elsewhere(request.member, request.lang, error.draft, here)}
        return _again(request, wanted, Form(request.member, request.lang, not fresh, here), shown, facts, 422)
    except UnfenceError as error:
        facts = {"version": version, "mistake": error.say(request.lang)}
        return _again(request, wanted, Form(request.member, request.lang, not fresh), shown, facts, 422)
    return redirect("books.revision", made.number)


def _again(
    request: Asked, wanted: Wanted, form: Form, values: Values, facts: Mapping[str, object], status: int
) -> HttpResponse:
    facts = {"wanted": wanted, "cells": form.cells(wanted.table, values), "edits": True, **facts}
    facts["fresh"] = not form.fixed
    return render(request, "books/row.html", facts, status=status)
