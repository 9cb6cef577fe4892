"""The ledger's rows: agreements and their versions, facts, postings with their lines, signatures.

The database closes every table here to changes (``triggers``): a new version, a fact that is reported anew, a
correction are new rows. A line takes ``fen`` from one party and gives them to another, so each account adds up to 0
whatever is booked:

    accrued     a month's part, not yet to be paid; released when its year is cleared
    due         what is to be paid: cleared, corrected, paid
    appraisal   what a party may count (no payer; need not add up)

A posting's digest covers its lines and the digest before it: who signs one signs all that led to it.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils import timezone

from unfence.rules import Rules, rules_of
from unfence.rules.fen import spoken
from unfence.words import Lang, say
from unfence.workspace.people.models import Member, Office

ACCRUED, DUE, APPRAISAL = ACCOUNTS = ("accrued", "due", "appraisal")
ACCOUNT_OF = {
    "accrued": ACCRUED,
    "released": ACCRUED,
    "cleared": DUE,
    "corrected": DUE,
    "paid": DUE,
    "counted": APPRAISAL,
}
"""The account of each stage; a correction of what was counted stays in ``appraisal``."""
ACCRUAL, CLEARING, CORRECTION, PAYMENT = KINDS = ("accrual", "clearing", "correction", "payment")
SIGNED_KINDS = (CLEARING, CORRECTION)
"""Postings that both sides sign."""


class Agreements(models.QuerySet["Agreement"]):
    """Agreements, asked for."""

    def seen_by(self, member: Member) -> "Agreements":
        """Those that the member's office is a party of; the secretariat sees all."""
        return self if member.neutral else self.filter(offices=member.office)


class Agreement(models.Model):
    """What some offices agreed about one matter, in versions."""

    key = models.SlugField(max_length=40, unique=True)
    offices = models.ManyToManyField(Office, related_name="agreements")

    objects = Agreements.as_manager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """A version of an agreement: a rules file that holds for the years from ``since`` on, once all have signed."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.IntegerField()
    since = models.IntegerField()
    text = models.TextField()
    title = models.CharField(max_length=200, blank=True)
    title_zh = models.CharField(max_length=200, blank=True)
    currency = models.CharField(max_length=10)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["agreement", "number"], name="version_once"),)

    def __str__(self) -> str:
        return f"{self.agreement}/{self.number}"

    @property
    def rules(self) -> Rules:
        """The rules that its text states."""
        return rules_of(self.text)

    @property
    def digest(self) -> str:
        """SHA-256 of its text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def signed(self) -> bool:
        """Whether every office has signed."""
        return self.consents.count() == self.agreement.offices.count()

    def named(self, lang: Lang) -> str:
        """Its title in a language; the agreement's key where it has none."""
        return (self.title_zh if lang == "zh" else "") or self.title or self.title_zh or self.agreement.key


class Consent(models.Model):
    """A leader signs a version for an office; ``digest`` is of the text that was signed."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="consents")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["version", "office"], name="consent_once"),)

    def __str__(self) -> str:
        return f"{self.office} signed {self.version}"


class Fact(models.Model):
    """One report of one number; of several the last counts. ``month`` 0 is the whole year, ``value`` "" takes it back.

    ``who`` is a party, or the name of a river section, whose numbers the secretariat writes.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="facts")
    who = models.CharField(max_length=100)
    year = models.IntegerField()
    month = models.IntegerField(default=0)
    item = models.CharField(max_length=100)
    tax = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=40, blank=True)
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=200, blank=True)
    """The file that it came from; "" if it was typed in."""

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=["agreement", "year"]),)

    def __str__(self) -> str:
        return f"{self.who} {self.year}-{self.month} {self.item} {self.tax} = {self.value}"


class Posting(models.Model):
    """Lines that were booked together; ``day`` is from when on a balance holds them."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="postings")
    number = models.IntegerField()
    kind = models.CharField(max_length=10, choices=[(k, k) for k in KINDS])
    year = models.IntegerField()
    day = models.DateField()
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=["agreement", "number"], name="posting_once"),)

    def __str__(self) -> str:
        return f"{self.agreement}/{self.number}"

    @property
    def to_sign(self) -> bool:
        """Whether it is for both sides to sign."""
        return self.kind in SIGNED_KINDS


class Line(models.Model):
    """One line: ``fen`` go from ``payer`` to ``payee``, above 0; in the appraisal there is no payer."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="lines")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="lines")
    account = models.CharField(max_length=10, choices=[(a, a) for a in ACCOUNTS])
    stage = models.CharField(max_length=10, choices=[(s, s) for s in ACCOUNT_OF])
    rule = models.CharField(max_length=100, blank=True)
    year = models.IntegerField()
    month = models.IntegerField(default=0)
    item = models.CharField(max_length=100, blank=True)
    payer = models.CharField(max_length=100, blank=True)
    payee = models.CharField(max_length=100)
    fen = models.BigIntegerField()
    reason = models.JSONField()
    """``{"key": ..., "values": {...}}``: a sentence, said in the reader's language."""
    basis = models.JSONField(default=list)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(account=APPRAISAL, payer="")
                | (~models.Q(account=APPRAISAL) & ~models.Q(payer="") & models.Q(fen__gt=0)),
                name="line_moves_money",
            ),
        )

    def __str__(self) -> str:
        return f"{self.posting}: {self.payer} -> {self.payee} {self.fen}"

    def why(self, lang: Lang) -> str:
        """Its reason in words."""
        return say(str(self.reason["key"]), lang, **spoken(self.reason["values"], lang))

    @property
    def written(self) -> Mapping[str, Any]:
        """What its posting's digest covers."""
        names = ("account", "stage", "rule", "year", "month", "item", "payer", "payee", "fen", "reason", "basis")
        return {name: getattr(self, name) for name in names}


class Signature(models.Model):
    """A leader signs a posting for an office, and by its digest everything before it."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="signatures")
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["posting", "office"], name="signature_once"),)

    def __str__(self) -> str:
        return f"{self.office} signed {self.posting}"


def digest_of(before: str, posting: Posting, lines: list[Line]) -> str:
    """The digest of a posting that follows one with the digest ``before`` ("" for the first)."""
    head = [before, posting.agreement.key, posting.number, posting.kind, posting.year, posting.day.isoformat()]
    told = json.dumps([head, [line.written for line in lines]], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()
