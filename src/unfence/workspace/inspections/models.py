"""Inspections, who signs them, and whose are recognised by whom.

Each side's office has a key; its private half lies in the data folder, beside the documents, never in the database. A
key that is lost is struck from every list at once; one that is only replaced still verifies what it has signed. A
record can only be added to: an inspection is taken back by a line of its own.
"""

import secrets
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.audit.models import record
from unfence.workspace.inspections.codes import Code, Keys, Trusted, sign
from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.numbering import next_code

KINDS = ("weight", "cargo", "papers", "quarantine", "disinfection", "emissions", "seal")
LONGEST = 168
"""Hours for which an inspection can be good at most."""
LIST_DAYS = 30
"""Days for which a checkpoint may go by one list."""


class Key(models.Model):
    """An office's key; ``lost`` and ``replaced`` are when it was struck off, or followed by another."""

    name = models.CharField(max_length=110, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="keys")
    public = models.CharField(max_length=64)
    made = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    replaced = models.DateTimeField(null=True)
    lost = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its private half lies."""
        return Path(settings.DATA) / "keys" / f"{self.name}.pem"

    def private(self) -> Ed25519PrivateKey:
        """Its private half; raises ``UnfenceError`` if that is gone from the data folder."""
        if not self.path.is_file():
            raise UnfenceError("workspace.key_gone", key=self.name)
        held = serialization.load_pem_private_key(self.path.read_bytes(), None)
        if not isinstance(held, Ed25519PrivateKey):
            raise UnfenceError("workspace.key_gone", key=self.name)
        return held


class Recognition(models.Model):
    """One side recognises one kind of inspection of another."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="recognises")
    of = models.ForeignKey(Office, models.PROTECT, related_name="recognised")
    kind = models.CharField(max_length=14, choices=[(k, k) for k in KINDS])
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["office", "of", "kind"], name="recognised_once"),)

    def __str__(self) -> str:
        return f"{self.office} recognises {self.kind} of {self.of}"


class Inspection(models.Model):
    """One vehicle, inspected once; ``text`` is its signed code."""

    code = models.CharField(max_length=16, unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="inspections")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    vehicle = models.CharField(max_length=20)
    cargo = models.CharField(max_length=60)
    kinds = models.JSONField()
    seal = models.CharField(max_length=30, blank=True)
    key = models.ForeignKey(Key, models.PROTECT)
    serial = models.CharField(max_length=20, unique=True)
    text = models.CharField(max_length=2000)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.code


class TakenBack(models.Model):
    """An inspection that no longer holds, and why."""

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="taken_back")
    by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.inspection} taken back"


def key_of(office: Office, by: Member | None = None) -> Key:
    """The key by which an office signs; made when it is first needed."""
    with transaction.atomic():
        Office.objects.select_for_update().get(pk=office.pk)  # of two who need it first, one makes it
        found = Key.objects.filter(office=office, replaced=None, lost=None).last()
        return found or _new_key(office, by)


def replace_key(office: Office, by: Member, *, lost: bool) -> Key:
    """A new key for an office; if the old one was ``lost`` nothing that it signed is believed any more."""
    old = key_of(office, by)
    now = timezone.now()
    old.replaced = now
    old.lost = now if lost else None
    old.save()
    made = _new_key(office, by)
    record(by, "inspections.lost" if lost else "inspections.replaced", old, key=made.name)
    return made


def _new_key(office: Office, by: Member | None) -> Key:
    """A new key; the private half is written first, so that no key is ever without it."""
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes_raw()
    made = Key(name=f"{office.key[:80]}-{raw.hex()[:8]}", office=office, public=raw.hex(), by=by)
    made.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    with made.path.open("xb") as file:
        made.path.chmod(0o600)
        file.write(private.private_bytes(*form))
    made.save()
    record(by, "inspections.key", made)
    return made


def inspect(member: Member, vehicle: str, cargo: str, kinds: list[str], hours: int, seal: str = "") -> Inspection:
    """Record an inspection in which everything named was in order, and sign it."""
    now = timezone.now().replace(microsecond=0)
    until = now + timedelta(hours=hours)
    key, serial = key_of(member.office, member), secrets.token_hex(8)
    times = (int(now.timestamp()), int(until.timestamp()))
    text = sign(Code(key.name, serial, *times, vehicle, cargo, tuple(kinds), seal), key.private())
    made = Inspection.objects.create(
        code=next_code("I", Inspection, timezone.localdate()),
        office=member.office,
        by=member,
        at=now,
        until=until,
        vehicle=vehicle,
        cargo=cargo,
        kinds=kinds,
        seal=seal,
        key=key,
        serial=serial,
        text=text,
    )
    record(member, "inspections.inspected", made, kinds=kinds, until=until.isoformat())
    return made


def take_back(inspection: Inspection, member: Member, reason: str) -> None:
    """Take an inspection back; raises ``UnfenceError`` without a reason, or if it was taken back already."""
    if not reason.strip():
        raise UnfenceError("workspace.inspection_reason")
    if TakenBack.objects.filter(inspection=inspection).exists():
        raise UnfenceError("workspace.inspection_back", number=inspection.code)
    TakenBack.objects.create(inspection=inspection, by=member, reason=reason.strip())
    record(member, "inspections.taken_back", inspection, reason=reason.strip())


def keys_for(side: Office) -> Keys:
    """What a checkpoint of a side carries: other sides' keys with the recognised kinds, its own with all."""
    now = timezone.now()
    recognised: dict[int, set[str]] = {side.pk: set(KINDS)}
    for one in Recognition.objects.filter(office=side):
        recognised.setdefault(one.of_id, set()).add(one.kind)
    held = Key.objects.filter(office__in=recognised, lost=None).select_related("office")
    trusted = {key.name: Trusted(key.office.key, key.public, frozenset(recognised[key.office_id])) for key in held}
    back = TakenBack.objects.filter(inspection__until__gte=now).values_list("inspection__serial", flat=True)
    until = now + timedelta(days=LIST_DAYS)
    return Keys(side.key, int(now.timestamp()), int(until.timestamp()), trusted, frozenset(back))
