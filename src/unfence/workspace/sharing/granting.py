"""Granting: asked for, granted or refused, revoked; each step logged. Only the owner's office decides."""

from django.db.models import Q
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.people.models import Member
from unfence.workspace.sharing.models import ASKED, GRANTED, REFUSED, REVOKED, Grant


def ask_for(grant: Grant, member: Member) -> Grant:
    """Ask an owner to let one's office see something; raises ``UnfenceError`` where it makes no sense."""
    _between_two(grant)
    grant.state, grant.asked_by, grant.asked_at = ASKED, member, timezone.now()
    grant.save()
    record(member, "sharing.asked", grant.owner.key, **_facts(grant))
    return grant


def give(grant: Grant, member: Member) -> Grant:
    """Grant what was asked, or what nobody asked for; what was granted before about the same is over."""
    _between_two(grant)
    same = Grant.objects.filter(
        owner=grant.owner, viewer=grant.viewer, table=grant.table, group=grant.group, state=GRANTED
    ).exclude(pk=grant.pk)
    for before in same.filter(_meets(grant)):
        revoke(before, member)
    grant.state, grant.decided_by, grant.decided_at = GRANTED, member, timezone.now()
    grant.save()
    record(member, "sharing.granted", grant.viewer.key, **_facts(grant))
    return grant


def refuse(grant: Grant, member: Member) -> None:
    """Refuse what was asked."""
    grant.state, grant.decided_by, grant.decided_at = REFUSED, member, timezone.now()
    grant.save()
    record(member, "sharing.refused", grant.viewer.key, **_facts(grant))


def revoke(grant: Grant, member: Member) -> None:
    """Take back what was granted, at once."""
    grant.state, grant.revoked_by, grant.revoked_at = REVOKED, member, timezone.now()
    grant.save()
    record(member, "sharing.revoked", grant.viewer.key, **_facts(grant))


def _between_two(grant: Grant) -> None:
    if grant.owner == grant.viewer or grant.owner.neutral or grant.viewer.neutral:
        raise UnfenceError("workspace.no_two_sides", owner=grant.owner.key, viewer=grant.viewer.key)
    if grant.since and grant.until and grant.until < grant.since:
        raise UnfenceError("workspace.ends_before", since=grant.since.isoformat(), until=grant.until.isoformat())


def _meets(grant: Grant) -> Q:
    """Grants whose days meet those of this one."""
    meets = Q()
    if grant.until:
        meets &= Q(since=None) | Q(since__lte=grant.until)
    if grant.since:
        meets &= Q(until=None) | Q(until__gte=grant.since)
    return meets


def _facts(grant: Grant) -> dict[str, str]:
    days = {name: day.isoformat() if day else "–" for name, day in (("since", grant.since), ("until", grant.until))}
    return {"table": grant.table, "group": grant.group, "level": grant.level, **days}
