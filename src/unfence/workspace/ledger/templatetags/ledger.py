"""Money in templates, exact to the fen: ``{% load ledger %}`` ``{% fen line.fen currency %}`` ``{% why line %}``."""

from django import template
from django.template import Context

from unfence.rules.fen import shown
from unfence.words.numbers import currency_name
from unfence.workspace.ledger.models import Line

register = template.Library()


@register.simple_tag(takes_context=True)
def fen(context: Context, value: int | None, currency: str = "CNY") -> str:
    """An amount to the fen, with its currency; a dash for None."""
    return "–" if value is None else f"{shown(value)} {currency_name(currency, context['lang'])}"


@register.simple_tag(takes_context=True)
def why(context: Context, line: Line) -> str:
    """Why a line is there."""
    return line.why(context["lang"])
