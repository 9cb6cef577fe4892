"""The rows of the book, each owned by one office, and the revisions that changed them.

A row's ``values`` are its cells as text, just as somebody typed them (``?`` and empty ones included). Two tables are
of the workspace alone: ``book`` (one row, the settings) and ``areas`` (one row, the shapes as GeoJSON). A revision is a
list of changes; what a row was at any revision follows from them, so nothing is ever lost.
"""

from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from unfence.workspace.people.models import Member, Office

if TYPE_CHECKING:
    from unfence.workspace.sharing.sight import Seen

SETTINGS_TABLE, AREAS_TABLE = "book", "areas"
WHOLE = "all"
"""The key of the one row of a table that has one."""


class Rows(models.QuerySet["Row"]):
    """Rows, asked for; only through ``seen_by`` does anybody see what is in them."""

    def seen_by(self, member: Member) -> tuple["Seen", ...]:
        """These rows as a member may see them: withheld rows left out, withheld cells taken away.

        What comes back are values, not a query: nothing can be asked of a cell that is not shown.
        """
        from unfence.workspace.sharing.sight import sight_of  # noqa: PLC0415  sharing knows rows

        return sight_of(member).rows(self.select_related("owner"))


class Row(models.Model):
    """One row of a table of the book; ``version`` counts its changes."""

    table = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    values = models.JSONField()
    owner = models.ForeignKey(Office, models.PROTECT)
    version = models.IntegerField(default=1)

    objects = Rows.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["table", "key"], name="row_once"),)

    def __str__(self) -> str:
        return f"{self.table}/{self.key}"


class Revision(models.Model):
    """One accepted change of the book, or a list of them accepted together."""

    number = models.IntegerField(unique=True)
    author = models.ForeignKey(Member, models.PROTECT, null=True)
    office = models.ForeignKey(Office, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)
    name = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True)
    digest = models.CharField(max_length=64)
    """SHA-256 of the whole book after it."""

    class Meta:
        ordering = ("-number",)

    def __str__(self) -> str:
        return str(self.number)


class Change(models.Model):
    """What a revision did to one row: ``before`` is null for a new row, ``after`` for one that was taken out."""

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="changes")
    table = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    owner = models.ForeignKey(Office, models.PROTECT)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["revision", "table", "key"], name="change_once"),)

    def __str__(self) -> str:
        return f"{self.revision_id}: {self.table}/{self.key}"


class Proposal(models.Model):
    """What somebody uploaded and has not accepted yet: changes to their office's rows, on a revision."""

    office = models.ForeignKey(Office, models.PROTECT)
    member = models.ForeignKey(Member, models.PROTECT)
    at = models.DateTimeField(default=timezone.now)
    file = models.CharField(max_length=200)
    base = models.ForeignKey(Revision, models.PROTECT)
    changes = models.JSONField()
    """``[[table, key, version, after], ...]``"""
    foreign = models.JSONField(default=list)
    """``[[table, key], ...]``: rows of others that the file writes otherwise; they are left as they are."""
    accepted = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="proposals")
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.file} of {self.office}"

    @property
    def open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.accepted_id is None and not self.dropped


def latest_revision() -> Revision | None:
    """The last revision; None while no book is loaded."""
    return Revision.objects.order_by("-number").first()
