"""The forms of the counter: an item and its papers, an application, a step of a case, a school, a fair, a vacancy."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.utils import timezone

from unfence.words import Lang, say
from unfence.workspace.books.models import Row
from unfence.workspace.counter.handling import Application
from unfence.workspace.counter.models import KINDS, MODES, ONLINE, PLOT, SCHOOL, Item, Paper, Quota
from unfence.workspace.people.models import Member, Office
from unfence.workspace.register.forms import WithDocument, sides
from unfence.workspace.shell.forms import SaidForm, choices
from unfence.workspace.shell.templatetags.words import name_in

DATE = {"type": "date"}
MOST = 100_000


def offer(form: forms.Form, name: str, words: Sequence[tuple[str, str]]) -> None:
    """Give a drop-down list its choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(words)


class Offered(SaidForm):
    """An item of the catalogue."""

    said: ClassVar[str] = "counter.offered"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=120)
    name_zh = forms.CharField(max_length=120, required=False)
    kind = forms.ChoiceField()
    mode = forms.ChoiceField()
    text = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))
    text_zh = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, lang: Lang, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        offer(self, "kind", choices("counter.kinds", KINDS, lang))
        offer(self, "mode", choices("counter.modes", MODES, lang))


class New(Offered):
    """A new item: its key is chosen once."""

    key = forms.SlugField(max_length=60)
    field_order = ("key", "name", "name_zh", "kind", "mode")

    def clean_key(self) -> str:
        """Each key is there once."""
        key = str(self.cleaned_data["key"]).lower()
        if Item.objects.filter(key=key).exists():
            raise forms.ValidationError(say("error.workspace.item_there", self.lang, key=key))
        return key


class Wanted(SaidForm):
    """A paper that a side asks for."""

    said: ClassVar[str] = "counter.wanted"
    same = forms.SlugField(max_length=60)
    name = forms.CharField(max_length=160)
    name_zh = forms.CharField(max_length=160, required=False)
    recognises = forms.BooleanField(required=False)


class Applying(SaidForm):
    """An application for one item; asks for what the item's kind needs, and nothing else."""

    said: ClassVar[str] = "counter.applying"
    applicant = forms.CharField(max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    contact = forms.CharField(max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    first = forms.ChoiceField()
    second = forms.ChoiceField()
    quota = forms.ChoiceField()
    area_first = forms.FloatField(min_value=0, max_value=1e6)
    area_second = forms.FloatField(min_value=0, max_value=1e6)
    text = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(self, lang: Lang, item: Item, own: Office | None, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        self.item = item
        self.offices = {office.key: office for office in sides()}
        self.own = own
        for name in ("first", "second"):
            offer(self, name, [(o.key, o.named(lang)) for o in self.offices.values()])
        if len(self.offices) <= 2 or item.mode == ONLINE or item.kind == SCHOOL:  # noqa: PLR2004  the other of two
            del self.fields["second"]
        if own is not None and own.key in self.offices:
            self.initial.setdefault("first", own.key)
        if item.kind != PLOT:
            self.fields["first"].help_text = ""
            del self.fields["area_first"], self.fields["area_second"]
        self.quotas = {str(q.pk): q for q in Quota.objects.select_related("office")} if item.kind == SCHOOL else {}
        if item.kind == SCHOOL:
            offer(self, "quota", [(key, school_named(q, lang)) for key, q in self.quotas.items()])
            del self.fields["first"]
        else:
            del self.fields["quota"]

    def clean(self) -> dict[str, object]:
        """A plot in both has a part in each; two offices are two."""
        held: dict[str, object] = super().clean() or {}
        if held.get("second") and held["second"] == held.get("first"):
            self.add_error("second", say("error.workspace.one_office", self.lang))
        for name in ("area_first", "area_second"):
            if name in self.fields and held.get(name) == 0:
                self.add_error(name, say("error.workspace.plot_part", self.lang))
        return held

    def application(self) -> Application:
        """What is applied for."""
        held = self.cleaned_data
        quota = self.quotas[held["quota"]] if "quota" in held else None
        first, second = self._at_school(quota) if quota else self._chosen()
        plot = self.item.kind == PLOT
        areas = {first.key: held["area_first"], second.key: held["area_second"]} if plot else None
        return Application(self.item, held["applicant"], held["contact"], held["text"], first, second, areas, quota)

    def _chosen(self) -> tuple[Office, Office]:
        """The office that was chosen, and the other."""
        held = self.cleaned_data
        first = self.offices[held["first"]]
        others = [office for office in self.offices.values() if office != first]
        return first, self.offices[held["second"]] if "second" in held else others[0]

    def _at_school(self, quota: Quota) -> tuple[Office, Office]:
        """The school's side decides; where one counter takes for the other, the child's side takes."""
        others = [office for office in self.offices.values() if office != quota.office]
        child = self.own if self.own in others else others[0]
        return (quota.office, child) if self.item.mode == ONLINE else (child, quota.office)


class Doing(SaidForm):
    """The next step of a case."""

    said: ClassVar[str] = "counter.doing"
    version = forms.IntegerField(widget=forms.HiddenInput)
    action = forms.ChoiceField()
    papers = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))

    def __init__(
        self, lang: Lang, ways: Sequence[str], papers: Sequence[Paper], version: int, *args: object, **kwargs: object
    ) -> None:
        super().__init__(lang, *args, initial={"version": version}, **kwargs)
        self.owed = {str(paper.pk): paper for paper in papers}
        offer(self, "action", choices("counter.actions", ways, lang))
        offer(self, "papers", [(key, name_in(paper, lang)) for key, paper in self.owed.items()])
        if "ask" not in ways:
            del self.fields["papers"]

    def chosen(self) -> list[Paper]:
        """The papers that are ticked."""
        return [self.owed[key] for key in self.cleaned_data.get("papers", ())]


class Adding(WithDocument):
    """A word, a document, or both."""

    said: ClassVar[str] = "counter.adding"
    text = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 4}))
    field_order = ("text", "document")


class Asking(SaidForm):
    """A case's number and its short word."""

    said: ClassVar[str] = "counter.asking"
    code = forms.CharField(max_length=16, widget=forms.TextInput({"autocomplete": "off"}))
    word = forms.CharField(max_length=40, widget=forms.TextInput({"autocomplete": "off"}))


class School(SaidForm):
    """A school's places for the other side's children."""

    said: ClassVar[str] = "counter.school"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(max_length=120)
    name_zh = forms.CharField(max_length=120, required=False)
    year = forms.IntegerField(min_value=2000, max_value=2100)
    places = forms.IntegerField(min_value=0, max_value=MOST)

    def __init__(self, lang: Lang, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        self.initial.setdefault("year", timezone.localdate().year)


class Gathering(SaidForm):
    """A job fair."""

    said: ClassVar[str] = "counter.gathering"
    title = forms.CharField(max_length=120)
    day = forms.DateField(widget=forms.DateInput(DATE))
    site = forms.ChoiceField()

    def __init__(self, lang: Lang, member: Member, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        offer(self, "site", sites_named(member, lang))


class Opening(SaidForm):
    """A vacancy at a fair."""

    said: ClassVar[str] = "counter.opening"
    firm = forms.CharField(max_length=120)
    title = forms.CharField(max_length=120)
    number = forms.IntegerField(min_value=1, max_value=MOST, initial=1)
    wage = forms.CharField(max_length=60, required=False)
    site = forms.ChoiceField()

    def __init__(self, lang: Lang, member: Member, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        offer(self, "site", sites_named(member, lang))


def sites_named(member: Member, lang: Lang) -> list[tuple[str, str]]:
    """The sites of the book that lie in the area, by name."""
    rows = Row.objects.filter(table="sites").seen_by(member)
    inside = {office.key for office in sides()}
    named = [(row.key, name_in(row.values, lang) or row.key, row.values.get("jurisdiction", "")) for row in rows]
    return [(key, name) for key, name, side in sorted(named, key=lambda n: (n[2] not in inside, n[2], n[1])) if side]


def school_named(quota: Quota, lang: Lang) -> str:
    """A school with its year and what is left."""
    return say("counter.school_left", lang, school=name_in(quota, lang), year=quota.year, free=max(0, quota.free))
