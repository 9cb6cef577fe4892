"""The page: the quick answer as one sheet of A4, self-contained, without a script."""

from collections.abc import Mapping, Sequence
from importlib import resources

from jinja2 import Environment, StrictUndefined

from unfence.quick.pricing import Price
from unfence.quick.reading import Form
from unfence.quick.spoken import Speaker
from unfence.words import Lang, say

MARK = b'<meta name="generator" content="unfence quick">'
"""What only a page of this kind has."""


def page(form: Form, ranked: Sequence[Price], lang: Lang) -> str:
    """The page as HTML."""
    spoken = Speaker(form, ranked, lang)
    most = max((price.cost.high for price in spoken.priced), default=0.0)
    frame = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = frame.from_string(resources.files(__package__).joinpath("page.html").read_text(encoding="utf-8"))
    return template.render(
        lang=lang,
        title=spoken.say("title", title=form.title),
        lead=spoken.say("lead", first=form.sides[0], second=form.sides[1], year=form.year),
        answer=spoken.answer(),
        caption=spoken.say("caption"),
        heads=[spoken.say(f"head.{key}") for key in ("barrier", "volume", "cost", "band", "moved")],
        rows=[_row(price, spoken, most) for price in spoken.priced],
        notes=spoken.notes(),
        reckoned=spoken.say("reckoned"),
        asking=spoken.say("asking"),
        asks=spoken.asks(),
        limits=spoken.say("limits"),
    )


def _row(price: Price, spoken: Speaker, most: float) -> Mapping[str, object]:
    """One barrier as the cells of the table; its band as shares of the widest one."""
    share = 100 / most if most else 0.0
    cost = price.cost
    return {
        "name": price.barrier.name,
        "who": say(f"quick.choice.{price.barrier.decides}", spoken.lang),
        "volume": spoken.volume(price),
        "each": spoken.each(price),
        "cost": spoken.money(cost.value),
        "band": spoken.band(cost),
        "left": round(cost.low * share, 1),
        "width": round((cost.high - cost.low) * share, 1),
        "at": round(min(cost.value * share, 99.4), 1),
        "moved": spoken.money(price.moved) if price.moved else "",
        "sum": spoken.reckoned(price),
        "says": spoken.says(price),
    }
