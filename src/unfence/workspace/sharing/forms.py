"""The form of a grant: of which table, which figures, how much, from when until when."""

from typing import ClassVar

from django import forms

from unfence.book.schema import TABLES
from unfence.words import Lang, say
from unfence.workspace.books.titles import table_title
from unfence.workspace.people.models import SECRETARIAT, Member, Office
from unfence.workspace.sharing.groups import GROUPS
from unfence.workspace.sharing.models import EVERY, LEVELS, Grant
from unfence.workspace.shell.forms import SaidForm, choices


class Terms(SaidForm):
    """What is asked for, or given."""

    said: ClassVar[str] = "sharing.terms"
    office = forms.ChoiceField()
    table = forms.ChoiceField()
    group = forms.ChoiceField()
    level = forms.ChoiceField()
    since = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput({"type": "date"}))
    reason = forms.CharField(required=False, max_length=500)

    def __init__(self, lang: Lang, member: Member, *args: object, **kwargs: object) -> None:
        super().__init__(lang, *args, **kwargs)
        others = Office.objects.exclude(key=SECRETARIAT).exclude(pk=member.office_id)
        every = (EVERY, say("sharing.every", lang))
        self._offer("office", [(o.key, o.named(lang)) for o in others])
        self._offer("table", [every, *((t, table_title(t, lang)) for t in TABLES)])
        self._offer("group", [every, *choices("sharing.groups", GROUPS, lang)])
        self._offer("level", choices("sharing.levels", LEVELS[::-1], lang))

    def _offer(self, name: str, words: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = words

    def grant(self, own: Office, *, own_is: str) -> Grant:
        """The grant that is meant; ``own_is`` says whether the own office is its ``owner`` or its ``viewer``."""
        held = self.cleaned_data
        other = Office.objects.get(key=held["office"])
        owner, viewer = (own, other) if own_is == "owner" else (other, own)
        names = ("table", "group", "level", "since", "until", "reason")
        return Grant(owner=owner, viewer=viewer, **{name: held[name] for name in names})
