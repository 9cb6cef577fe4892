"""The forms of matters: a matter, a decision's text, a task, a meeting, what was said about an item."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.utils import timezone

from unfence.words import Lang, say
from unfence.workspace.books.models import Row
from unfence.workspace.matters.models import LEVELS, Matter, Meeting
from unfence.workspace.matters.settling import Content
from unfence.workspace.people.models import Member, Office
from unfence.workspace.people.roles import EDITORS
from unfence.workspace.register.forms import WithDocument, sides
from unfence.workspace.shell.forms import SaidForm, choices
from unfence.workspace.shell.templatetags.words import name_in

Words = Sequence[tuple[str, str]] | Sequence[tuple[str, Sequence[tuple[str, str]]]]


def offer(form: forms.Form, name: str, words: Words) -> None:
    """Give a field of a form its choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = words


class Dated(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self) -> None:
        super().__init__(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))


class Among(SaidForm):
    """A form that says between which sides; of two there is nothing to ask."""

    offices = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, lang: Lang, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        self.all = sides()
        offer(self, "offices", [(o.key, o.named(lang)) for o in self.all])
        if len(self.all) <= 2:  # noqa: PLR2004
            del self.fields["offices"]

    def chosen(self) -> list[Office]:
        """The sides that take part."""
        keys = self.cleaned_data.get("offices")
        return [o for o in self.all if keys is None or o.key in keys]


class MatterForm(Among):
    """What is to be settled, and what in the book it is about."""

    said: ClassVar[str] = "matters.matter"
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)
    title = forms.CharField(max_length=120)
    about = forms.CharField(max_length=5000, required=False, widget=forms.Textarea({"rows": 4}))
    measures = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    fences = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, lang: Lang, member: Member, *args: object, matter: Matter | None = None) -> None:
        super().__init__(lang, *args)
        for table in ("measures", "fences"):
            rows = Row.objects.filter(table=table).seen_by(member)
            held = [(row.key, name_in(row.values, lang) or row.key) for row in rows]
            gone = [key for key in (getattr(matter, table) if matter else ()) if key not in dict(held)]
            offer(self, table, [*held, *((key, key) for key in gone)])
        if matter is not None:
            self.fields.pop("offices", None)
            self.initial = {n: getattr(matter, n) for n in ("title", "about", "measures", "fences", "version")}

    def content(self) -> Content:
        """What it says."""
        held = self.cleaned_data
        return Content(held["title"], held["about"], held["fences"], held["measures"])


class MeetingForm(Among):
    """When and where both sides meet, and who is there."""

    said: ClassVar[str] = "matters.meeting"
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)
    day = Dated()
    place = forms.CharField(max_length=200)
    level = forms.ChoiceField()
    present = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, lang: Lang, *args: object, meeting: Meeting | None = None) -> None:
        super().__init__(lang, *args)
        offer(self, "level", choices("matters.levels", LEVELS, lang))
        if meeting is not None:
            self.fields.pop("offices", None)
            self.initial = {n: getattr(meeting, n) for n in ("day", "place", "level", "present", "version")}


class DecisionForm(SaidForm):
    """The text that both sides are asked to sign; ``looked_at`` is the one that it replaces."""

    said: ClassVar[str] = "matters.decision"
    looked_at = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    text = forms.CharField(max_length=5000, widget=forms.Textarea({"rows": 4}))


class TaskForm(SaidForm):
    """What is to be done, until when, and by whom on each of two sides."""

    said: ClassVar[str] = "matters.task"
    text = forms.CharField(max_length=500)
    due = Dated()
    lead = forms.ModelChoiceField(Member.objects.none(), to_field_name="name")
    partner = forms.ModelChoiceField(Member.objects.none(), to_field_name="name")

    def __init__(self, lang: Lang, matter: Matter, *args: object) -> None:
        super().__init__(lang, *args)
        people = Member.objects.filter(office__in=matter.offices.all(), is_active=True, role__in=EDITORS)
        for name in ("lead", "partner"):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = people.select_related("office")
                field.label_from_instance = lambda obj: f"{obj.office.named(lang)} · {obj.shown}"  # type: ignore[method-assign]

    def clean_due(self) -> object:
        """A day that is still to come."""
        due = self.cleaned_data["due"]
        if due < timezone.localdate():
            raise forms.ValidationError(say("error.workspace.task_past", self.lang, date=due.isoformat()))
        return due


class WordForm(WithDocument):
    """What a side says about a task, with what shows it."""

    said: ClassVar[str] = "matters.word"
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))
    field_order = ("version", "note", "document")


class PostponeForm(SaidForm):
    """Another day, and why."""

    said: ClassVar[str] = "matters.postpone"
    version = forms.IntegerField(widget=forms.HiddenInput)
    due = Dated()
    note = forms.CharField(max_length=2000, widget=forms.Textarea({"rows": 4}))


class OutcomeForm(SaidForm):
    """Why a matter is closed, or opened again."""

    said: ClassVar[str] = "matters.outcome"
    outcome = forms.CharField(max_length=500)


class SaidAbout(SaidForm):
    """What was said about an item of the agenda."""

    said: ClassVar[str] = "matters.item"
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(max_length=5000, required=False, widget=forms.Textarea({"rows": 4}))
