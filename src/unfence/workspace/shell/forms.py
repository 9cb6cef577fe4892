"""Forms that speak: labels and help come from ``words``, below the form's ``said``.

    class Login(SaidForm):
        said = "people.login"
        name = forms.CharField()          # labelled by people.login.name, helped by people.login.name_help if there

Templates put it out by ``{% include "shell/form.html" with button="people.login.button" %}``.
"""

from collections.abc import Sequence
from typing import ClassVar

from django import forms

from unfence.words import Lang, say, sentences


class SaidForm(forms.Form):
    """A form in a language: ``SaidForm(lang, request.POST or None)``."""

    said: ClassVar[str]
    required_css_class = "required"

    def __init__(self, lang: Lang, *args: object, **kwargs: object) -> None:
        self.lang: Lang = lang
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.label = say(f"{self.said}.{name}", lang)
            if f"{self.said}.{name}_help" in sentences():
                field.help_text = say(f"{self.said}.{name}_help", lang)


def choices(prefix: str, words: Sequence[str], lang: Lang) -> list[tuple[str, str]]:
    """Choices for a drop-down list, each worded by ``prefix.word``."""
    return [(word, say(f"{prefix}.{word}", lang)) for word in words]
