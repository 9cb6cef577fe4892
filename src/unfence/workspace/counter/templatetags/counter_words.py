"""Words of the counter's templates: names of several things in one line, and what a step of a case says."""

from collections.abc import Iterable, Mapping
from typing import cast

from django import template
from django.template import Context

from unfence.words import Lang, say
from unfence.workspace.counter.models import Step
from unfence.workspace.people.models import Office
from unfence.workspace.shell.templatetags.words import name_in

register = template.Library()


@register.simple_tag(takes_context=True)
def named_all(context: Context, things: Iterable[object]) -> str:
    """What people call several things, joined as the language joins them."""
    lang = _lang(context)
    return say("counter.comma", lang).join(name_in(thing, lang) for thing in things)


@register.simple_tag(takes_context=True)
def step_said(context: Context, step: Step) -> str:
    """What a step of a case says, with the offices by name."""
    lang = _lang(context)
    facts = cast("Mapping[str, object]", step.facts)
    names = {office.key: office.named(lang) for office in Office.objects.all()} if "office" in facts else {}
    told = {name: names.get(str(value), value) for name, value in facts.items() if name != "papers"}
    papers = cast("list[object]", facts.get("papers", []))
    return say(f"counter.steps.{step.action}", lang, **told, papers=[name_in(paper, lang) for paper in papers])


def _lang(context: Context) -> Lang:
    return cast("Lang", context.get("lang") or "en")
