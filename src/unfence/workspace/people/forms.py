"""The forms of people: log in, come in by an invitation, change a password, invite."""

from typing import ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import RegexValidator

from unfence.words import Lang, say
from unfence.workspace.people.models import Member, Office
from unfence.workspace.people.roles import OF_A_SIDE, SECRETARY
from unfence.workspace.shell.forms import SaidForm, choices

NAME = RegexValidator(r"^[\w.@-]{2,40}$")


class Login(SaidForm):
    """Name and password."""

    said: ClassVar[str] = "people.login"
    name = forms.CharField(max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True}))
    password = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"})
    )


class NewPassword(SaidForm):
    """A password, twice, by Django's rules."""

    said: ClassVar[str] = "people.password"
    password = forms.CharField(
        max_length=500, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    again = forms.CharField(max_length=500, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}))

    def __init__(self, lang: Lang, *args: object, member: Member | None = None, **kwargs: object) -> None:
        self.member = member
        super().__init__(lang, *args, **kwargs)
        self.fields["password"].help_text = say("people.password.rules", lang)

    def clean(self) -> dict[str, object]:
        """The two have to be the same, and good enough."""
        held: dict[str, object] = super().clean() or {}
        password, again = held.get("password"), held.get("again")
        if isinstance(password, str) and isinstance(again, str):
            if password != again:
                self.add_error("again", say("people.password.differ", self.lang))
            else:
                try:
                    validate_password(password, self.member or Member(name=str(held.get("name", ""))))
                except forms.ValidationError as error:
                    self.add_error("password", error)
        return held


class Join(NewPassword):
    """A new member chooses a name and a password."""

    said: ClassVar[str] = "people.join"
    name = forms.CharField(max_length=40, validators=[NAME], widget=forms.TextInput({"autocomplete": "username"}))
    shown = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "name"}))
    field_order = ("shown", "name", "password", "again")

    def clean_name(self) -> str:
        """Names are written in small letters, and each is there once."""
        name = str(self.cleaned_data["name"]).lower()
        if Member.objects.filter(name=name).exists():
            raise forms.ValidationError(say("error.workspace.name_taken", self.lang, name=name))
        return name


class OwnPassword(NewPassword):
    """The old password, then the new one."""

    old = forms.CharField(max_length=500, strip=False, widget=forms.PasswordInput({"autocomplete": "current-password"}))
    field_order = ("old", "password", "again")

    def clean_old(self) -> str:
        """It has to be theirs."""
        old = str(self.cleaned_data["old"])
        if self.member is None or not self.member.check_password(old):
            raise forms.ValidationError(say("people.password.wrong", self.lang))
        return old


class Invite(SaidForm):
    """Whom to invite, into which office, as what."""

    said: ClassVar[str] = "people.invite"
    shown = forms.CharField(max_length=80)
    office = forms.ChoiceField()
    role = forms.ChoiceField()

    def __init__(self, lang: Lang, member: Member, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        offices = Office.objects.all() if member.neutral else Office.objects.filter(pk=member.office_id)
        roles = (*OF_A_SIDE, SECRETARY) if member.neutral else OF_A_SIDE
        self.fields["office"].choices = [(o.key, o.named(lang)) for o in offices]  # type: ignore[attr-defined]
        self.fields["role"].choices = choices("people.role", roles, lang)  # type: ignore[attr-defined]
