"""The forms of firms: a card, a ware, a contact, what came of it."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

from django import forms

from unfence.words import Lang, say
from unfence.workspace.firms.dealing import Outcome
from unfence.workspace.firms.models import KINDS, NEXT, Contact, Firm, Ware
from unfence.workspace.firms.park import Dealer, Park
from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.shell.forms import SaidForm, choices
from unfence.workspace.shell.templatetags.words import name_in

LIMIT = 1e12
"""More of anything than this is a slip of the hand."""
Choice = list[tuple[str, str]]


def sides() -> list[Office]:
    """The offices of the sides."""
    return list(Office.objects.exclude(key=SECRETARIAT))


class OfPark(SaidForm):
    """A form that offers things of the book."""

    def offer(self, name: str, words: Choice, *, none: bool = False) -> None:
        """Fill a drop-down list."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", say("firms.none", self.lang)), *words] if none else words


class Card(OfPark):
    """A firm's card."""

    said: ClassVar[str] = "firms.card"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    office = forms.ChoiceField()
    name = forms.CharField(max_length=120)
    name_zh = forms.CharField(max_length=120, required=False)
    site = forms.ChoiceField(required=False)
    person = forms.CharField(max_length=80, required=False)
    reach = forms.CharField(max_length=120, required=False)
    about = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))
    closed = forms.BooleanField(required=False)

    def __init__(self, lang: Lang, member: Member, park: Park, firm: Firm | None, *args: object) -> None:
        held = {name: getattr(firm, name) for name in self.base_fields if name != "office"} if firm else {"version": 0}
        super().__init__(lang, *args, initial=held)
        self.firm = firm
        sites = sorted((name_in(r.values, lang) or key, key) for (t, key), r in park.rows.items() if t == "sites")
        self.offer("site", [(key, name) for name, key in sites], none=True)
        self.offer("office", [(o.key, o.named(lang)) for o in sides()])
        if firm or not member.neutral:
            del self.fields["office"]
        if firm is None:
            del self.fields["closed"]
        self.side = firm.office if firm else member.office

    def clean(self) -> dict[str, object]:
        """One card a firm."""
        held: dict[str, object] = super().clean() or {}
        if "office" in held:
            self.side = Office.objects.get(key=str(held["office"]))
        same = Firm.objects.filter(office=self.side, name=held.get("name", ""))
        if same.exclude(pk=self.firm.pk if self.firm else 0).exists():
            self.add_error("name", say("error.workspace.firm_twice", self.lang, name=held["name"]))
        return held


class WareForm(OfPark):
    """One thing that a firm offers, needs, or wants to be rid of."""

    said: ClassVar[str] = "firms.ware"
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField()
    commodity = forms.ChoiceField(required=False)
    name = forms.CharField(max_length=120, required=False)
    thing = forms.ChoiceField(required=False)
    quantity = forms.FloatField(required=False, min_value=0, max_value=LIMIT)
    unit = forms.CharField(max_length=20, required=False)
    price = forms.FloatField(required=False, min_value=-LIMIT, max_value=LIMIT)
    public = forms.BooleanField(required=False)

    def __init__(self, lang: Lang, park: Park, firm: Firm, ware: Ware | None, *args: object) -> None:
        held = {name: plain(getattr(ware, name)) for name in self.base_fields} if ware else {"version": 0}
        super().__init__(lang, *args, initial=held)
        self.park = park
        self.offer("kind", choices("firms.kinds", KINDS, lang))
        self.offer("commodity", [(key, park.commodity_named(key, lang)) for key in park.commodities], none=True)
        own = [dealer for dealer in park.dealers.values() if dealer.owner == firm.office.key]
        self.offer("thing", [(d.id, name_in(d, lang)) for d in own], none=True)

    def clean(self) -> dict[str, object]:
        """It is called something; what stands in the book is counted as there."""
        held: dict[str, object] = super().clean() or {}
        commodity, thing = str(held.get("commodity", "")), str(held.get("thing", ""))
        if not commodity and not held.get("name"):
            self.add_error("name", say("error.workspace.ware_nameless", self.lang))
        deals = {d.id for d in (*self.park.makers(commodity), *self.park.users(commodity))}
        if thing and thing not in deals:
            self.add_error("thing", say("error.workspace.ware_other", self.lang, thing=thing))
        held["unit"] = held.get("unit") or self.park.unit(commodity)
        return held


class Contacting(OfPark):
    """Who is brought together with whom, about what."""

    said: ClassVar[str] = "firms.contacting"
    what = forms.CharField(max_length=120)
    commodity = forms.ChoiceField(required=False)
    seller = forms.ChoiceField(required=False)
    seller_name = forms.CharField(max_length=120, required=False)
    buyer = forms.ChoiceField(required=False)
    buyer_name = forms.CharField(max_length=120, required=False)
    office = forms.ChoiceField()
    other = forms.ChoiceField()
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, lang: Lang, member: Member, park: Park, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        self.member = member
        self.offer("commodity", [(key, park.commodity_named(key, lang)) for key in park.commodities], none=True)
        for name in ("seller", "buyer"):
            self.offer(name, things(park.dealers.values(), lang), none=True)
        offices = [(o.key, o.named(lang)) for o in sides()]
        self.offer("office", offices)
        self.offer("other", [(key, name) for key, name in offices if key != member.office.key])
        if not member.neutral:
            del self.fields["office"]

    def clean(self) -> dict[str, object]:
        """Each end is somebody, and not the same; the two sides are two."""
        held: dict[str, object] = super().clean() or {}
        for end in ("seller", "buyer"):
            if not held.get(end) and not held.get(f"{end}_name"):
                self.add_error(f"{end}_name", say("error.workspace.contact_nobody", self.lang))
        if held.get("seller") and held.get("seller") == held.get("buyer"):
            self.add_error("buyer", say("error.workspace.contact_self", self.lang))
        if "office" in self.fields and held.get("office") == held.get("other"):
            self.add_error("other", say("error.workspace.contact_one_side", self.lang))
        return held

    def facts(self) -> Mapping[str, object]:
        """The fields of ``Contact`` that it fills."""
        held = {name: value for name, value in self.cleaned_data.items() if name != "note"}
        offices = {office.key: office for office in sides()}
        own = offices[held["office"]] if "office" in held else self.member.office
        return held | {"office": own, "other": offices[held["other"]]}


class OutcomeForm(OfPark):
    """What came of a contact."""

    said: ClassVar[str] = "firms.outcome"
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField()
    quantity = forms.FloatField(required=False, min_value=0, max_value=LIMIT)
    saving = forms.FloatField(required=False, min_value=-LIMIT, max_value=LIMIT)
    was = forms.ChoiceField(required=False)
    note = forms.CharField(max_length=2000, required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, lang: Lang, park: Park, contact: Contact, *args: object) -> None:
        held = {name: plain(getattr(contact, name)) for name in self.base_fields if name != "note"}
        super().__init__(lang, *args, initial=held)
        self.offer("state", choices("firms.states", (contact.state, *NEXT[contact.state]), lang))
        sellers = park.makers(contact.commodity) if contact.commodity else park.dealers.values()
        words = things((d for d in sellers if d.id != contact.seller), lang)
        if contact.was and contact.was not in dict(words):
            words.append((contact.was, park.named(contact.was, lang)))
        self.offer("was", words, none=True)

    def wanted(self) -> Outcome:
        """The step that is meant."""
        held = self.cleaned_data
        return Outcome(held["version"], held["state"], held["quantity"], held["saving"], held["was"], held["note"])


def things(dealers: Iterable[Dealer], lang: Lang) -> Choice:
    """Plants and markets by what they are called, for a drop-down list."""
    return sorted(((d.id, name_in(d, lang) or d.id) for d in dealers), key=lambda choice: choice[1])


def plain(value: object) -> object:
    """A number as one would type it.

    >>> plain(41000.0), plain(0.5), plain("x")
    (41000, 0.5, 'x')
    """
    return int(value) if isinstance(value, float) and value.is_integer() else value
