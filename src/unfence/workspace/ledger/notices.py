"""What waits in the ledger: texts and statements to sign, years to clear, corrections to book."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from unfence.words import Lang
from unfence.workspace.ledger.balances import waits
from unfence.workspace.ledger.booking import is_cleared, pending, ready
from unfence.workspace.ledger.models import Agreement
from unfence.workspace.ledger.texts import shown_version, version_for
from unfence.workspace.people.models import Member
from unfence.workspace.people.roles import EDITORS, LEADER
from unfence.workspace.shell.notices import Notice


def notices(member: Member) -> Iterator[Notice]:
    """A line for each thing that this member can do something about."""
    for agreement in Agreement.objects.seen_by(member):
        if member.role == LEADER:
            yield from _to_sign(member, agreement)
        if member.role in EDITORS:
            yield from _to_book(member, agreement)


def _to_sign(member: Member, agreement: Agreement) -> Iterator[Notice]:
    named = shown_version(agreement).named
    lang = _lang(member)
    for version in agreement.versions.exclude(consents__office=member.office):
        where = reverse("ledger.version", args=(agreement.key, version.number))
        yield Notice("ledger.waits.version", where, {"title": version.named(lang), "number": version.number})
    for posting in agreement.postings.exclude(signatures__office=member.office):
        if waits(posting):
            where = reverse("ledger.statement", args=(agreement.key, posting.year))
            yield Notice(f"ledger.waits.{posting.kind}", where, {"title": named(lang), "year": posting.year})


def _to_book(member: Member, agreement: Agreement) -> Iterator[Notice]:
    lang = _lang(member)
    for year in sorted(set(agreement.facts.values_list("year", flat=True))):
        if version_for(agreement, year) is None:
            continue
        cleared = is_cleared(agreement, year)
        over = year < timezone.localdate().year
        asks = pending(agreement, year) if cleared else over and ready(agreement, year)
        if asks:
            values = {"title": shown_version(agreement).named(lang), "year": year}
            where = reverse("ledger.statement", args=(agreement.key, year))
            yield Notice("ledger.waits.correct" if cleared else "ledger.waits.clear", where, values)


def _lang(member: Member) -> Lang:
    return "en" if member.lang == "en" else "zh"
