"""The form of the digest: to whom it goes."""

from typing import ClassVar

from django import forms

from unfence.words import Lang, say
from unfence.workspace.digest.models import Reader
from unfence.workspace.people.models import Office
from unfence.workspace.shell.forms import SaidForm


class ReaderForm(SaidForm):
    """A mail address and a language."""

    said: ClassVar[str] = "digest.reader"
    address = forms.EmailField(max_length=200)
    language = forms.ChoiceField(choices=[("zh", "中文"), ("en", "English")])

    def __init__(self, lang: Lang, office: Office, *args: object) -> None:
        super().__init__(lang, *args, initial={"language": lang})
        self.office = office

    def clean_address(self) -> str:
        """Each address once."""
        address = str(self.cleaned_data["address"])
        if Reader.objects.filter(office=self.office, address__iexact=address).exists():
            raise forms.ValidationError(say("error.workspace.reader_twice", self.lang, address=address))
        return address
