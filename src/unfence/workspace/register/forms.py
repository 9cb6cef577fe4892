"""The forms of the register: report a barrier, move a report on, add a word or a document, name a focal point."""

from collections.abc import Mapping
from typing import ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.words import Lang, say
from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.register.documents import ACCEPT, checked
from unfence.workspace.register.models import CROSSES, KINDS, NEXT, Report
from unfence.workspace.register.moving import Move
from unfence.workspace.register.places import places
from unfence.workspace.shell.forms import SaidForm, choices

LIMIT = 1e12
"""More of anything than this is a slip of the hand."""


def sides() -> list[Office]:
    """The offices of the sides."""
    return list(Office.objects.exclude(key=SECRETARIAT))


class WithDocument(SaidForm):
    """A form to which a file may be added."""

    document = forms.FileField(required=False, widget=forms.FileInput({"accept": ACCEPT}))

    def clean_document(self) -> "UploadedFile[bytes] | None":
        """A file of a kind that we keep."""
        file = self.cleaned_data.get("document")
        if not isinstance(file, UploadedFile):
            return None
        try:
            checked(file)
        except UnfenceError as error:
            raise forms.ValidationError(error.say(self.lang)) from error
        return file

    def full_clean(self) -> None:
        """A browser cannot send the same file again by itself: where something else is wrong, that is said."""
        super().full_clean()
        if self.is_bound and self.errors and "document" not in self.errors and self.files.get("document"):
            self.add_error("document", say("register.document_again", self.lang))


class Barrier(WithDocument):
    """A barrier that somebody has met."""

    said: ClassVar[str] = "register.barrier"
    title = forms.CharField(max_length=120)
    kind = forms.ChoiceField()
    place = forms.ChoiceField(required=False)
    where = forms.CharField(max_length=200, required=False)
    crosses = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    passages = forms.FloatField(required=False, min_value=0, max_value=LIMIT)
    size = forms.FloatField(required=False, min_value=0, max_value=LIMIT)
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    owner = forms.ChoiceField()
    other = forms.ChoiceField()
    text = forms.CharField(max_length=5000, required=False, widget=forms.Textarea({"rows": 4}))
    field_order = (
        *("title", "kind", "place", "where", "crosses", "passages", "size", "since"),
        "owner",
        "other",
        "text",
    )

    def __init__(self, lang: Lang, member: Member, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        self.member = member
        offices = [(o.key, o.named(lang)) for o in sides()]
        self._offer("kind", choices("register.kinds", KINDS, lang))
        self._offer("crosses", choices("register.crossing", CROSSES, lang))
        self._offer("place", [("", say("register.barrier.place_none", lang)), *places(member, lang)])
        self._offer("owner", offices)
        self._offer("other", offices)
        self.initial.setdefault("owner", member.office.key)
        if len(offices) == 2:  # noqa: PLR2004  the other of two needs no question
            del self.fields["other"]

    def _offer(self, name: str, words: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = words

    def clean_since(self) -> object:
        """It has begun."""
        since = self.cleaned_data.get("since")
        if since and since > timezone.localdate():
            raise forms.ValidationError(say("error.workspace.report_future", self.lang, date=since.isoformat()))
        return since

    def clean(self) -> dict[str, object]:
        """It is somewhere, and between two sides."""
        held: dict[str, object] = super().clean() or {}
        if not held.get("place") and not held.get("where"):
            self.add_error("where", say("error.workspace.report_nowhere", self.lang))
        if "other" in self.fields and held.get("owner") and held.get("owner") == held.get("other"):
            self.add_error("other", say("error.workspace.report_one_side", self.lang))
        return held

    def facts(self) -> Mapping[str, object]:
        """What a report is made of."""
        held = dict(self.cleaned_data)
        del held["document"]
        offices = {office.key: office for office in sides()}
        owner = offices.pop(held["owner"])
        other = offices[held["other"]] if "other" in held else next(iter(offices.values()))
        return held | {"owner": owner, "other": other}


class Moving(SaidForm):
    """Where a report is to go on."""

    said: ClassVar[str] = "register.moving"
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField()
    owner = forms.ChoiceField()
    deadline = forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, lang: Lang, report: Report, *args: object, **kwargs: object) -> None:
        held = {"version": report.version, "state": report.state, "deadline": report.deadline}
        super().__init__(lang, *args, initial={**held, "owner": report.owner.key}, **kwargs)
        states = choices("register.states", (report.state, *NEXT[report.state]), lang)
        for name, words in (
            ("state", states),
            ("owner", [(o.key, o.named(lang)) for o in (report.owner, report.other)]),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = words

    def wanted(self) -> Move:
        """The move that is meant."""
        held = self.cleaned_data
        owner = Office.objects.get(key=held["owner"])
        return Move(held["version"], held["state"], owner, held["deadline"], held["note"])


class Noting(WithDocument):
    """A word, a document, or both."""

    said: ClassVar[str] = "register.noting"
    text = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))
    field_order = ("text", "document")
