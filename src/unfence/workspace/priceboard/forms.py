"""The form of the price board: what a factor costs in a month."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django import forms
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.words import say
from unfence.workspace.people.models import Office
from unfence.workspace.priceboard.reporting import Cell, Report, last_reports, month_of, price_of
from unfence.workspace.shell.forms import SaidForm


class MonthForm(SaidForm):
    """A month, its price (empty takes it back), where it is written; and the last report that the page showed."""

    said: ClassVar[str] = "priceboard.form"
    known = forms.IntegerField(widget=forms.HiddenInput())
    month = forms.CharField(max_length=20, widget=forms.TextInput({"type": "month", "placeholder": "2026-03"}))
    price = forms.CharField(max_length=30, required=False, widget=forms.TextInput({"inputmode": "decimal"}))
    source = forms.CharField(max_length=200, required=False)

    def clean_month(self) -> date:
        """A month that has begun."""
        month = month_of(self.cleaned_data["month"])
        if month is None or month > timezone.localdate():
            wrong = UnfenceError("workspace.price_month", value=self.cleaned_data["month"])
            raise forms.ValidationError(wrong.say(self.lang))
        return month

    def clean_price(self) -> Decimal | None:
        """A price as people write it, or nothing."""
        text = self.cleaned_data["price"].strip()
        price = price_of(text)
        if text and price is None:
            raise forms.ValidationError(say("error.workspace.price_number", self.lang, value=text))
        return price

    def report(self, factor: str, office: Office) -> Report:
        """What was typed; a report of the month that came after the page was shown was not looked at."""
        held = self.cleaned_data
        cell = Cell(factor, held["month"])
        stands = last_reports(office).get(cell)
        seen = stands.pk if stands and stands.pk <= held["known"] else 0
        return Report(cell, held["price"], held["source"], seen)
