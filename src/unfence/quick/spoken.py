"""Spoken: what a priced barrier comes to, in a language; the page and the command line print the same sentences."""

from collections.abc import Sequence

from unfence.quick.answers import NOTHING, Span
from unfence.quick.pricing import Price, settled, total
from unfence.quick.reading import Form
from unfence.words import Lang, amount, money, say


class Speaker:
    """The sentences of one form."""

    def __init__(self, form: Form, ranked: Sequence[Price], lang: Lang) -> None:
        self.form = form
        self.ranked = tuple(ranked)
        self.priced = tuple(price for price in ranked if price.priced)
        self.lang: Lang = lang

    def say(self, key: str, **values: object) -> str:
        """A text of the quick page."""
        return say(f"quick.page.{key}", self.lang, **values)

    def money(self, value: float) -> str:
        """An amount of money in words, to three digits: more would pretend."""
        return money(float(f"{value:.3g}"), self.form.currency, self.lang)

    def number(self, value: float) -> str:
        """A number in words, to three digits."""
        return amount(value, self.lang, 3)

    def answer(self) -> str:
        """The whole page in a sentence or two."""
        if not self.priced:
            return self.say("answer_none", count=len(self.ranked))
        all_ = total(self.priced)
        first = self.priced[0]
        values = {"whole": self.money(all_.value), "low": self.money(all_.low), "high": self.money(all_.high)}
        key = "answer" if len(self.priced) > 1 else "answer_one"
        return self.say(
            key, count=len(self.priced), first=first.barrier.name, cost=self.money(first.cost.value), **values
        )

    def band(self, span: Span) -> str:
        """From where to where a cost may lie."""
        return self.say("band", low=self.money(span.low), high=self.money(span.high))

    def volume(self, price: Price) -> str:
        """How many cross a day, and how many more would."""
        barrier = price.barrier
        unit = barrier.crosses
        more = self.say(f"more.{unit}", more=self.number(barrier.more.value)) if barrier.more.value else ""
        today = self.say(f"daily.{unit}", number=self.number((barrier.number or NOTHING).value))
        return today + more

    def each(self, price: Price) -> str:
        """What one crossing loses and pays."""
        barrier, parts = price.barrier, []
        if barrier.minutes and barrier.minutes.value:
            parts.append(self.say("minutes", minutes=self.number(barrier.minutes.value)))
        if barrier.money.value:
            parts.append(self.say("pays" if barrier.gets != "nobody" else "loses", sum=self.money(barrier.money.value)))
        return ("；" if self.lang == "zh" else "; ").join(parts)

    def reckoned(self, price: Price) -> str:
        """The multiplication with its numbers put in."""
        barrier, burnt = price.barrier, price.barrier.gets == "nobody"
        values = {
            "name": barrier.name,
            "days": self.number(price.days.value),
            "number": self.number((barrier.number or NOTHING).value),
            "more": self.number(barrier.more.value),
            "minutes": self.number((barrier.minutes or NOTHING).value),
            "hour": self.number((barrier.hour or NOTHING).value),
            "money": self.number(barrier.money.value),
            "cost": self.money(price.cost.value),
        }
        lost = [self.say("sum.time", **values)] if barrier.minutes and barrier.minutes.value else []
        paid = [str(values["money"])] if barrier.money.value else []
        parts = []
        if price.burnt:
            parts.append(self.say("sum.today", each=" + ".join([*lost, *(paid if burnt else [])]), **values))
        if price.missed:
            parts.append(self.say("sum.more", each=" + ".join([*lost, *paid]), **values))
        return self.say("sum.whole", parts=" + ".join(parts) or "0", **values)

    def says(self, price: Price) -> str:
        """Who says so, what was not answered, and which answer moves the cost most."""
        barrier = price.barrier
        parts = [self.say("source", source=barrier.says) if barrier.says else self.say("no_source")]
        days = {"trucks": "truck_days", "people": "people_days"}[barrier.crosses]
        used = [key for key in barrier.assumed if barrier.minutes and barrier.minutes.value]
        unanswered = [*used, *([days] if days in self.form.assumed else [])]
        if unanswered:
            parts.append(self.say("assumed", questions=[self.say(f"part.{q}") for q in unanswered]))
        if price.mover:
            parts.append(self.say("mover", question=self.say(f"part.{price.mover}")))
        return ("；" if self.lang == "zh" else "; ").join(parts)

    def notes(self) -> list[str]:
        """What a reader must know about the order: where it is not settled, and that fees are no loss."""
        found = []
        for sure, (above, below) in zip(
            settled(self.ranked), zip(self.priced, self.priced[1:], strict=False), strict=True
        ):
            if not sure:
                found.append(self.say("unsettled", first=above.barrier.name, second=below.barrier.name))
        if any(price.moved for price in self.priced):
            found.append(self.say("fees"))
        return found

    def asks(self) -> list[str]:
        """What to find out first: the barriers without a price, with the question that is open."""
        return [
            self.say("ask", name=p.barrier.name, column=p.barrier.column,
                     questions=[self.say(f"part.{q}") for q in p.missing])
            for p in self.ranked if not p.priced
        ]  # fmt: skip
