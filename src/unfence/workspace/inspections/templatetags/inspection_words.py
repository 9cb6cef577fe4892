"""Words of the inspections' templates: what a verdict says."""

from typing import cast

from django import template
from django.template import Context

from unfence.words import Lang, say
from unfence.workspace.inspections.codes import Verdict, shown
from unfence.workspace.people.models import Office

register = template.Library()


@register.simple_tag(takes_context=True)
def verdict_said(context: Context, verdict: Verdict) -> str:
    """A verdict in words; what to compare with the vehicle, where the code can be believed."""
    lang = cast("Lang", context.get("lang") or "en")
    kinds = [say(f"inspections.kinds.{kind}", lang) for kind in verdict.kinds]
    sentence = say(f"inspections.verdict.{verdict.reason}", lang, kinds=kinds)
    code = verdict.code
    if code is None:
        return sentence
    office = Office.objects.filter(key=verdict.office).first()
    facts = {"vehicle": code.vehicle, "cargo": code.cargo, "seal": code.seal or "–", "until": shown(code.until)}
    compare = say("inspections.verdict.compare", lang, **facts, office=office.named(lang) if office else verdict.office)
    return f"{sentence} {compare}"
