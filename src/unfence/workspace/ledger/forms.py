"""The forms of the ledger: a version of an agreement, the numbers of one item, money that arrived."""

from decimal import Decimal
from typing import ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator

from unfence.errors import UnfenceError
from unfence.rules.tables import number_of
from unfence.words import Lang, say
from unfence.workspace.ledger.facts import Cell, Report
from unfence.workspace.ledger.models import Agreement, Fact
from unfence.workspace.ledger.texts import Draft
from unfence.workspace.people.models import Member
from unfence.workspace.shell.forms import SaidForm

LONGEST = 200_000
"""Bytes of a rules file."""
FIRST, LAST = 1990, 2999


class VersionForm(SaidForm):
    """A version: a file, or its text; after a mistake the text stands in the form, to be mended there."""

    said: ClassVar[str] = "ledger.version"
    key = forms.CharField(max_length=40, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z")])
    since = forms.IntegerField(min_value=FIRST, max_value=LAST)
    file = forms.FileField(required=False, widget=forms.FileInput({"accept": ".toml"}))
    text = forms.CharField(required=False, strip=False, widget=forms.Textarea({"rows": 14, "spellcheck": "false"}))

    def clean(self) -> dict[str, object]:
        """The file goes before the text; one of them has to be there."""
        held: dict[str, object] = super().clean() or {}
        file = held.get("file")
        if isinstance(file, UploadedFile):
            self._read(file, held)
        elif not str(held.get("text") or "").strip():
            self.add_error("text", UnfenceError("workspace.ledger_no_text").say(self.lang))
        return held

    def _read(self, file: "UploadedFile[bytes]", held: dict[str, object]) -> None:
        if (file.size or 0) > LONGEST:
            too_long = UnfenceError("workspace.ledger_text_long", name=file.name, most=LONGEST // 1000)
            self.add_error("file", too_long.say(self.lang))
            return
        try:
            held["text"] = file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", UnfenceError("workspace.ledger_not_utf8", name=file.name).say(self.lang))
        else:
            self.data = {**self.data.dict(), "text": held["text"]}  # type: ignore[attr-defined]  # a QueryDict

    @property
    def draft(self) -> Draft:
        """What was entered."""
        held = self.cleaned_data
        return Draft(held["key"], held["since"], held["text"])


class Numbers(forms.Form):
    """The numbers of one item in one year: the whole year, or month by month; each with the report that was looked at.

    It has no words of its own but months; what it is about stands above it.
    """

    def __init__(self, lang: Lang, about: Cell, held: dict[Cell, Fact], *args: object) -> None:
        self.lang, self.about = lang, about
        super().__init__(*args)  # type: ignore[arg-type]
        for month in range(13):
            fact = held.get(self._cell(month))
            label = say("ledger.month", lang, month=month) if month else say("ledger.whole_year", lang)
            box = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
            value = forms.CharField(required=False, max_length=40, label=label, widget=box)
            value.initial = fact.value if fact else ""
            seen = forms.IntegerField(required=False, widget=forms.HiddenInput())
            seen.initial = fact.pk if fact else 0
            self.fields[f"value{month}"], self.fields[f"seen{month}"] = value, seen
        self.label_suffix = ""

    def clean(self) -> dict[str, object]:
        """Each has to be a number as people write it."""
        held: dict[str, object] = super().clean() or {}
        for month in range(13):
            value = str(held.get(f"value{month}", ""))
            if value and number_of(value) is None:
                said = say(
                    "error.workspace.ledger_number", self.lang, value=value, cell=self.fields[f"value{month}"].label
                )
                self.add_error(f"value{month}", said)
        return held

    def reports(self) -> list[Report]:
        """What was typed."""
        held = self.cleaned_data
        return [Report(self._cell(m), held[f"value{m}"], held[f"seen{m}"] or 0) for m in range(13)]

    def _cell(self, month: int) -> Cell:
        about = self.about
        return Cell(about.who, about.year, month, about.item, about.tax)


class PayForm(SaidForm):
    """Money that arrived: from whom, how much, for which year."""

    said: ClassVar[str] = "ledger.pay"
    payer = forms.ChoiceField()
    amount = forms.DecimalField(min_value=Decimal("0.01"), max_digits=17, decimal_places=2)
    year = forms.IntegerField(min_value=FIRST, max_value=LAST)
    note = forms.CharField(max_length=200, required=False)

    def __init__(self, lang: Lang, member: Member, agreement: Agreement, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        others = agreement.offices.exclude(pk=member.office_id)
        self.fields["payer"].choices = [(o.key, o.named(lang)) for o in others]  # type: ignore[attr-defined]

    @property
    def fen(self) -> int:
        """The amount in fen."""
        return int(self.cleaned_data["amount"] * 100)
