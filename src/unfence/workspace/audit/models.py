"""The log: who did what, when, from which office. The database lets nobody change it (``triggers``).

An entry keeps names, not references: it says the same after somebody has left. Its ``action`` is a key below
``audit.action`` in ``words/``; ``facts`` are what fills the sentence's gaps and what else is worth knowing.
"""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from unfence.workspace.people.models import Member


class Entry(models.Model):
    """One line of the log."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    who = models.CharField(max_length=40, blank=True)
    office = models.CharField(max_length=100, blank=True, db_index=True)
    role = models.CharField(max_length=10, blank=True)
    action = models.CharField(max_length=80)
    thing = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.action} {self.thing}"


def record(
    who: HttpRequest | Member | None,
    action: str,
    thing: object = "",
    *,
    before: object = None,
    after: object = None,
    **facts: object,
) -> Entry:
    """Write a line of the log.

    Parameters
    ----------
    who
        A request or a member; None: the workspace itself.
    action
        A key below ``audit.action``, such as ``books.changed``.
    thing
        What it was done to, as it is called (``links/road``).
    before, after
        What was and what is now, as plain values.
    facts
        What fills the gaps of the action's sentence; plain values.
    """
    member = who if isinstance(who, Member) else getattr(who, "user", None)
    known = member if isinstance(member, Member) else None
    return Entry.objects.create(
        who=known.name if known else "",
        office=known.office.key if known else "",
        role=known.role if known else "",
        action=action,
        thing=str(thing)[:200],
        facts=facts,
        before=before,
        after=after,
    )
