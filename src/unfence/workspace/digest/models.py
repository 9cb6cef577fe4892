"""One digest an office and week, who gets it by mail, and what became of each mail.

A mail goes through ``waiting`` -> ``sending`` -> ``sent``. The step to ``sending`` is kept before anything leaves, by
one conditional UPDATE, so that of two workers one sends, and whoever dies while sending leaves a trace. Nobody can know
whether such a mail went out: it becomes ``unsure`` and is never sent again. Only a mail that surely was not taken
(``refused``) is tried again.
"""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone

from unfence.workspace.people.models import Office

WAITING, SENDING, SENT, REFUSED, UNSURE = "waiting", "sending", "sent", "refused", "unsure"
STATES = (WAITING, SENDING, SENT, REFUSED, UNSURE)
LOST = timedelta(minutes=15)
"""Who has been sending for so long is dead; a mail server is given one minute."""
AGAIN = timedelta(hours=1)
TRIES = 12


def week_of(day: date) -> date:
    """The Monday of a day's week.

    >>> week_of(date(2026, 11, 22))
    datetime.date(2026, 11, 16)
    """
    return day - timedelta(days=day.weekday())


class Reader(models.Model):
    """A mail address to which an office's digest goes, in one language."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="readers")
    address = models.EmailField(max_length=200)
    lang = models.CharField(max_length=2)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["office", "address"], name="reader_once"),)

    def __str__(self) -> str:
        return self.address


class Issue(models.Model):
    """The digest of one office in one week; ``sections`` as ``sources.gathered`` gives them."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="issues")
    week = models.DateField()
    made = models.DateTimeField(default=timezone.now)
    sections = models.JSONField()

    class Meta:
        ordering = ("-week", "office")
        constraints = (models.UniqueConstraint(fields=["office", "week"], name="issue_once"),)

    def __str__(self) -> str:
        year, week, _ = self.week.isocalendar()
        return f"{year}-W{week:02}-{self.office.key}"


class Mail(models.Model):
    """One digest to one address; to "" it is a file in the data folder."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="mails")
    address = models.CharField(max_length=200, blank=True)
    lang = models.CharField(max_length=2)
    state = models.CharField(max_length=8, default=WAITING, choices=[(s, s) for s in STATES], db_index=True)
    tries = models.IntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    """When its state last changed."""
    note = models.CharField(max_length=300, blank=True)
    """What the mail server said, or the file's name."""

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["issue", "address", "lang"], name="mail_once"),)

    def __str__(self) -> str:
        return f"{self.issue} to {self.address or 'a file'}"

    def step(self, before: str, after: str, note: str = "") -> bool:
        """Move it on; False if it is no longer where it was."""
        held = Mail.objects.filter(pk=self.pk, state=before)
        facts = {"state": after, "at": timezone.now(), "note": note[:300]}
        if not held.update(**facts, tries=models.F("tries") + int(after == SENDING)):
            return False
        self.state = after
        return True
