"""The six answers of a study, in the words of its report.

They are spoken from figures over which the sides negotiate, and which every member sees: sums over the area, what
fences and measures are worth, what each side gains and is to pay.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from unfence import words
from unfence.words import Lang, say
from unfence.workspace.results.called import Names, party
from unfence.workspace.shell.templatetags.words import name_in

SAID = "report.answer"
TOLERANCE = 1e-6
"""Of what the fences cost together: less than this is the solver's noise."""
SPOKEN = 4
"""As many players as one sentence bears."""


@dataclass(frozen=True)
class Answer:
    """A question, its answer, and the part of the page that shows the figures behind it."""

    question: str
    text: str
    part: str


@dataclass(frozen=True)
class Speaker:
    """A study's figures, spoken."""

    figures: Mapping[str, Any]
    names: Names
    lang: Lang

    def answers(self) -> Sequence[Answer]:
        """The six answers."""
        said = (
            ("worth", self._worth(), "fences"),
            ("fence", self._fence(), "fences"),
            ("first", self._first(), "plans"),
            ("gainers", self._gainers(), "incomes"),
            ("payers", self._payers(), "sharing"),
            ("sure", self._sure(), "measures"),
        )
        return [Answer(self._say(f"q_{question}"), text, part) for question, text, part in said]

    @property
    def near(self) -> float:
        """Money below which a difference is none."""
        welfare = self.figures["welfare"]
        return TOLERANCE * max(1.0, abs(float(welfare["open"] - welfare["today"])))

    def money(self, value: float, *, signed: bool = False) -> str:
        """Money in a sentence."""
        text = words.money(value, self.figures["book"]["currency"], self.lang)
        return f"+{text}" if signed and value > 0 else text

    def _say(self, key: str, **values: object) -> str:
        return say(f"{SAID}.{key}", self.lang, **values)

    def _worth(self) -> str:
        welfare = self.figures["welfare"]
        spoken = {name: self.money(welfare[name]) for name in ("today", "open", "best", "cost", "gain")}
        more = self.money(welfare["open"] - welfare["today"], signed=True)
        return self._say("worth" if self.figures["best"] else "worth_idle", more=more, **spoken)

    def _fence(self) -> str:
        bill = self.figures["fences"]
        if not bill:
            return self._say("no_fence")
        dearest = max(bill, key=lambda fence: fence["shapley"])
        if dearest["shapley"] <= self.near:
            return self._say("no_cost")
        worths = {word: self.money(dearest[word]) for word in ("alone", "last", "shapley")}
        key = "fence_same" if len(set(worths.values())) == 1 else "fence"
        return self._say(key, fence=name_in(dearest, self.lang), **worths)

    def _first(self) -> str:
        if not self.figures["measures"]:
            return self._say("no_measure")
        if not self.figures["order"]:
            return self._say("none_pays")
        step = self.figures["order"][0]
        measure = next(m for m in self.figures["measures"] if m["id"] == step["measure"])
        delay = measure["delay_month"] or 0.0
        months = step["works_month"]
        return self._say(
            "first",
            measure=name_in(measure, self.lang),
            capex=self.money(step["capex"]),
            works=self._say(
                f"works_{'now' if not months else 'month' if months == 1 else 'later'}",
                months=words.amount(months, self.lang),
            ),
            added=self.money(step["added_gain"]),
            delay=self._say("delay", delay=self.money(delay)) if delay > self.near else "",
            decides=self._say(f"decides_{measure['decides']}"),
        )

    def _gainers(self) -> str:
        players = self.figures["sharing"]["players"]
        if not players:
            return self._say("no_player")
        if self.figures["measures"] and not self.figures["best"]:
            return self._say("none_gains")
        sharing = self.figures["sharing"]
        ranked = sorted(zip(players, sharing["own_change"], strict=True), key=lambda pair: -abs(pair[1]))
        clauses = [
            self._say("gainer_bare", player=self._name(player), income=self.money(change, signed=True))
            for player, change in ranked[:SPOKEN]
        ]
        others = sharing["outside_change"]
        key = "others" if abs(others) > self.near else "others_none"
        said = self._say(
            "gainers_best" if self.figures["measures"] else "gainers_open",
            clauses=self._say("semicolon").join(clauses),
            others=self._say(key, change=self.money(others, signed=True)),
        )
        return said + (self._say("more", count=len(ranked) - SPOKEN) if len(ranked) > SPOKEN else "")

    def _name(self, player: str) -> str:
        return name_in(party(self.names, player, self.lang), self.lang)

    def _payers(self) -> str:
        rule = rule_of(self.figures)
        if rule is None:
            return self._say("no_player")
        sharing = self.figures["sharing"]
        transfers = dict(zip(sharing["players"], sharing["transfers"][rule], strict=True))
        paid = sorted((t, p) for p, t in transfers.items() if abs(t) > self.near)
        said = {
            "rule": say(f"report.rule.{rule}", self.lang),
            "meaning": say(f"report.rule_means.{rule}", self.lang),
            "middle": "",
        }
        if not paid:
            return self._say("nobody_pays", **said)
        if len(paid) == 2:  # noqa: PLR2004  one pays the other
            (_, payer), (amount, receiver) = paid
            ends = {"payer": self._name(payer), "receiver": self._name(receiver)}
            return self._say("payers", clauses=[self._say("pays_to", amount=self.money(amount), **ends)], **said)
        clauses = [
            self._say("pays" if t < 0 else "receives", player=self._name(p), amount=self.money(abs(t))) for t, p in paid
        ]
        return self._say("payers", clauses=clauses, **said)

    def _sure(self) -> str:
        provenance = self.figures["provenance"]
        rows = provenance["rows"]
        best = bool(self.figures["best"])
        share = provenance["assumed_share"]["gain" if best else "today"]
        return self._say(
            "sure_none" if share is None else "sure" if best else "sure_today",
            share="" if share is None else words.percent(share, self.lang),
            rows=words.amount(sum(rows.values()), self.lang),
            assumed=words.amount(rows.get("assumed", 0), self.lang),
            empty=words.amount(provenance["empty_cells"], self.lang),
        )


def rule_of(figures: Mapping[str, Any]) -> str | None:
    """The rule that is spoken of: the nucleolus where the game has it, else the first there is."""
    known = figures["sharing"]["solutions"]
    return next((rule for rule in ("nucleolus", "prenucleolus", *sorted(known)) if rule in known), None)
