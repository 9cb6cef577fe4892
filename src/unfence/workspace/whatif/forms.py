"""The forms of scenarios: keep one under a name, change what is written about one."""

from typing import ClassVar

from django import forms

from unfence.workspace.shell.forms import SaidForm


class Keep(SaidForm):
    """A name, a remark, whether the other offices see it."""

    said: ClassVar[str] = "whatif.form"
    name = forms.CharField(max_length=80)
    note = forms.CharField(max_length=500, required=False, widget=forms.Textarea({"rows": 2}))
    shared = forms.BooleanField(required=False)


class Change(Keep):
    """The same of a scenario that is kept; ``version`` is the one that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput())
