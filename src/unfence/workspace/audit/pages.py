"""The log, read: by an office's auditor what the office did and what the secretariat did; by the secretary all."""

import csv
import json
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date

from unfence.words import Lang, say, sentences
from unfence.workspace.audit.models import Entry
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.people.roles import AUDITORS
from unfence.workspace.shell.pager import paged

WORDED = {
    "role": "people.role",
    "level": "sharing.levels",
    "group": "sharing.groups",
    "state": "jobs.states",
    "kind": "jobs.kinds",
}
"""Facts whose value is a word of the workspace's own, and below which key its name stands."""
COLUMNS = ("at", "who", "office", "role", "action", "thing", "facts", "before", "after")


@page("log/", see=AUDITORS, menu="audit.menu")
def log(request: Asked) -> HttpResponse:
    """The log, newest first, filtered."""
    entries = filtered(request)
    lines = paged(request, entries)
    facts = {
        "paged": lines,
        "lines": [(entry, sentence(entry, request.lang)) for entry in lines],
        "offices": Office.objects.all(),
        "asked": request.GET,
    }
    return render(request, "audit/log.html", facts)


@page("log.csv", see=AUDITORS)
def log_csv(request: Asked) -> StreamingHttpResponse:
    """The same lines as a file, with everything that an entry holds."""
    answer = StreamingHttpResponse(_lines(filtered(request), request.lang), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="log.csv"'
    return answer


def readable(member: Member) -> QuerySet[Entry]:
    """The entries that a member may read."""
    if member.neutral:
        return Entry.objects.all()
    return Entry.objects.filter(office__in=(member.office.key, SECRETARIAT))


def filtered(request: Asked) -> QuerySet[Entry]:
    """The readable entries that the address asks for: ``q`` (who, action, thing), ``office``, ``since``, ``until``."""
    entries, asked = readable(request.member), request.GET
    if text := asked.get("q", "").strip():
        entries = entries.filter(Q(who__icontains=text) | Q(action__icontains=text) | Q(thing__icontains=text))
    if office := asked.get("office"):
        entries = entries.filter(office=office)
    if since := _day(asked.get("since", "")):
        entries = entries.filter(at__date__gte=since)
    if until := _day(asked.get("until", "")):
        entries = entries.filter(at__date__lte=until)
    return entries


def sentence(entry: Entry, lang: Lang) -> str:
    """What an entry says, in a language."""
    key = f"audit.action.{entry.action}"
    facts = {name: _worded(name, value, lang) for name, value in entry.facts.items()}
    return say(key, lang, **{"thing": entry.thing, **facts}) if key in sentences() else entry.action


def _worded(name: str, value: object, lang: Lang) -> object:
    """A fact as people call it: a role, a level, a state by its word."""
    key = f"{WORDED.get(name, '')}.{value}"
    return say(key, lang) if key in sentences() else value


def _lines(entries: QuerySet[Entry], lang: Lang) -> Iterator[str]:
    """CSV, line by line, its first character the mark without which Excel garbles Chinese."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + str(writer.writerow([*COLUMNS, "sentence"]))
    for entry in entries.iterator(chunk_size=500):
        at = timezone.localtime(entry.at).isoformat(timespec="seconds")
        texts = [json.dumps(v, ensure_ascii=False) for v in (entry.facts, entry.before, entry.after)]
        named = (entry.who, entry.office, entry.role, entry.action, entry.thing)
        yield str(writer.writerow([_harmless(cell) for cell in (at, *named, *texts, sentence(entry, lang))]))


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _day(text: str) -> object:
    try:
        return parse_date(text)
    except ValueError:
        return None
