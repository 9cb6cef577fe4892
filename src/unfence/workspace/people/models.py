"""People: an office for each side, the neutral secretariat, and who works there.

Names are what people log in with, in small letters. Links by which somebody comes in are kept as their SHA-256 only:
who reads the database cannot use them.
"""

import hashlib
import secrets
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.words import Lang
from unfence.workspace.people.roles import ROLES, SECRETARY

SECRETARIAT = "secretariat"
"""The key of the neutral office; a book's ids have no such jurisdiction among its players."""


class Office(models.Model):
    """One side's office, named by the id of its jurisdiction in the book; or the neutral secretariat."""

    key = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    name_zh = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.key

    @property
    def neutral(self) -> bool:
        """Whether it belongs to no side."""
        return self.key == SECRETARIAT

    def named(self, lang: Lang) -> str:
        """Its name in a language."""
        return (self.name_zh if lang == "zh" else "") or self.name


def secretariat() -> Office:
    """The neutral office; it is always there."""
    return Office.objects.get_or_create(key=SECRETARIAT, defaults={"name": "Secretariat", "name_zh": "秘书处"})[0]


class Members(BaseUserManager["Member"]):
    """How members are made and found."""

    def join(self, name: str, password: str, office: Office, role: str, shown: str = "", lang: str = "") -> "Member":
        """A new member; raises ``UnfenceError`` if the name is taken or the role is not one of the office's."""
        if role not in ROLES or (role == SECRETARY) != office.neutral:
            raise UnfenceError("workspace.role", role=role, office=office.key)
        if self.filter(name=name.lower()).exists():
            raise UnfenceError("workspace.name_taken", name=name)
        member = self.model(name=name.lower(), shown=shown or name, office=office, role=role, lang=lang)
        member.set_password(password)
        try:
            with transaction.atomic():
                member.save()
        except IntegrityError as error:  # somebody has taken it since we looked
            raise UnfenceError("workspace.name_taken", name=name) from error
        return member

    def get_by_natural_key(self, username: str | None) -> "Member":
        """The member of a name, however its letters are written."""
        return self.get(name=(username or "").lower())


class Member(AbstractBaseUser):
    """Somebody of an office, in one role."""

    name = models.CharField(max_length=40, unique=True)
    shown = models.CharField(max_length=80)
    office = models.ForeignKey(Office, models.PROTECT, related_name="members")
    role = models.CharField(max_length=10, choices=[(r, r) for r in ROLES])
    lang = models.CharField(max_length=2, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(default=timezone.now)

    objects = Members()
    USERNAME_FIELD = "name"

    class Meta:
        ordering = ("office", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def neutral(self) -> bool:
        """Whether they are of the secretariat."""
        return self.office.neutral

    def of(self, office: Office | str) -> bool:
        """Whether they are of an office."""
        return self.office.key == str(office)


class Invitation(models.Model):
    """A link by which one person comes into one office in one role, once, within a week."""

    office = models.ForeignKey(Office, models.CASCADE)
    role = models.CharField(max_length=10, choices=[(r, r) for r in ROLES])
    shown = models.CharField(max_length=80, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="invitations")
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made",)

    def __str__(self) -> str:
        return f"{self.role} of {self.office}"

    @property
    def open(self) -> bool:
        """Whether it can still be used."""
        return self.used is None and self.expires > timezone.now()

    def use(self) -> None:
        """Use it up; raises ``UnfenceError`` if somebody was quicker."""
        if not Invitation.objects.filter(pk=self.pk, used=None).update(used=timezone.now()):
            raise UnfenceError("workspace.invitation_used")


def invite(
    office: Office, role: str, by: Member | None = None, shown: str = "", days: int = 7
) -> tuple[str, Invitation]:
    """A new invitation, and the token of its link, which is kept nowhere."""
    if role not in ROLES or (role == SECRETARY) != office.neutral:
        raise UnfenceError("workspace.role", role=role, office=office.key)
    token = secrets.token_urlsafe(24)
    made = Invitation.objects.create(
        office=office,
        role=role,
        shown=shown,
        digest=digest_of(token),
        made_by=by,
        expires=timezone.now() + timedelta(days=days),
    )
    return token, made


def invitation_of(token: str) -> Invitation:
    """The invitation of a link; raises ``UnfenceError`` if there is none, or it is used up or too old."""
    found = Invitation.objects.select_related("office").filter(digest=digest_of(token)).first()
    if found is None:
        raise UnfenceError("workspace.invitation_unknown")
    if found.used:
        raise UnfenceError("workspace.invitation_used")
    if not found.open:
        raise UnfenceError("workspace.invitation_expired", date=timezone.localdate(found.expires).isoformat())
    return found


def digest_of(token: str) -> str:
    """The SHA-256 of a link's token, as it is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


class Attempt(models.Model):
    """Somebody tried to log in; kept in the database, so that every process counts the same."""

    name = models.CharField(max_length=150)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)
    passed = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["name", "address", "at"]), models.Index(fields=["address", "at"]))

    def __str__(self) -> str:
        return f"{self.name} from {self.address}"
