"""The first page: the answer in a county's own words, in six sentences; each leads to its evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from unfence.report.facts import Facts
from unfence.report.figures import Figure, total

_NOISE = 1e-3
"""Work below which a difference is what the solver left over."""
_SPOKEN = 4
"""As many players as one sentence bears."""


@dataclass(frozen=True)
class Answer:
    """One sentence of the first page and the section that proves it."""

    text: Markup
    section: str
    question: str


@dataclass(frozen=True)
class Tile:
    """One number of the strip on top of the page."""

    label: str
    money: Markup
    note: Markup | str


def tiles(facts: Facts) -> Sequence[Tile]:
    """Today, open, best and the gain."""
    today, of_open, best, cost, gain = _welfare(facts)
    return (
        Tile(facts.word("today"), facts.money(today), facts.word("answer.as_is")),
        Tile(facts.word("open"), facts.money(of_open), facts.money(of_open - today, signed=True)),
        Tile(facts.word("best"), facts.money(best), facts.text("answer.before_cost", cost=facts.money(cost))),
        Tile(facts.word("answer.net_gain"), facts.money(gain, signed=True), facts.word("answer.a_year")),
    )


def sentences_of(facts: Facts) -> Sequence[Answer]:
    """The six sentences."""
    return (
        Answer(_worth(facts), "fences", facts.word("answer.q_worth")),
        Answer(costliest(facts), "fences", facts.word("answer.q_fence")),
        Answer(_first(facts), "plans", facts.word("answer.q_first")),
        Answer(_gainers(facts), "incomes", facts.word("answer.q_gainers")),
        Answer(_payers(facts), "sharing", facts.word("answer.q_payers")),
        Answer(_sure(facts), "doubt", facts.word("answer.q_sure")),
    )


def costliest(facts: Facts) -> Markup:
    """The fence that costs most, or that none costs anything; and those that cost almost nothing."""
    bill = facts.at("fences")
    if not bill:
        return facts.text("answer.no_fence")
    dearest = max(range(len(bill)), key=lambda k: bill[k]["shapley"])
    if bill[dearest]["shapley"] <= facts.near:
        return facts.text("answer.no_cost")
    worths = {word: facts.money(facts.figure("fences", dearest, word)) for word in ("alone", "last", "shapley")}
    same = len({worth.striptags() for worth in worths.values()}) == 1
    name = facts.name("fences", bill[dearest]["id"])
    said = facts.text("answer.fence_same" if same else "answer.fence", fence=name, **worths)
    cheap = [facts.quoted("fences", bill[k]["id"]) for k in almost_free(facts)]
    return said + facts.text("answer.cheap", fences=cheap) if cheap else said


def almost_free(facts: Facts) -> Sequence[int]:
    """The fences that make a difference of less than a hundredth of what all cost together, however one looks."""
    welfare = facts.at("welfare")
    least = max(facts.near, 0.01 * abs(welfare["open"] - welfare["today"]))
    bill = facts.at("fences")
    return [k for k, f in enumerate(bill) if max(abs(f[word]) for word in ("alone", "last", "shapley")) < least]


def _welfare(facts: Facts) -> Iterator[Figure]:
    return (facts.figure("welfare", word) for word in ("today", "open", "best", "cost", "gain"))


def _worth(facts: Facts) -> Markup:
    today, of_open, best, cost, gain = _welfare(facts)
    key = "answer.worth" if facts.at("best") else "answer.worth_idle"
    return facts.text(
        key,
        today=facts.money(today),
        open=facts.money(of_open),
        more=facts.money(of_open - today, signed=True),
        best=facts.money(best),
        cost=facts.money(cost),
        gain=facts.money(gain),
    )


def _first(facts: Facts) -> Markup:
    if not facts.at("measures"):
        return facts.text("answer.no_measure")
    if not facts.at("order"):
        return facts.text("answer.none_pays")
    first = facts.at("order", 0, "measure")
    k = next(k for k, m in enumerate(facts.at("measures")) if m["id"] == first)
    delay = facts.maybe("measures", k, "delay_month")
    return facts.text(
        "answer.first",
        measure=facts.name("measures", first),
        capex=facts.money(facts.figure("order", 0, "capex")),
        works=_works(facts, facts.figure("order", 0, "works_month")),
        added=facts.money(facts.figure("order", 0, "added_gain")),
        delay=facts.text("answer.delay", delay=facts.money(delay)) if delay and delay.value > facts.near else "",
        decides=facts.word(f"answer.decides_{facts.at('measures', k, 'decides')}"),
    )


def _works(facts: Facts, months: Figure) -> Markup:
    key = "now" if months.value == 0 else "month" if months.value == 1 else "later"
    return facts.text(f"answer.works_{key}", months=facts.units(months))


def _gainers(facts: Facts) -> Markup:
    if not facts.players:
        return facts.text("answer.no_player")
    if facts.at("measures") and not facts.at("best"):
        return facts.text("answer.none_gains")
    by_income = sorted(facts.players, key=lambda p: -abs(_income(facts, p).value))
    kinds = facts.book["commodities"]
    unit = " + ".join(sorted(set(kinds.filter(kinds["kind"] == "labour")["unit"])))
    clauses = [_clause(facts, player, unit) for player in by_income[:_SPOKEN]]
    said = facts.text(
        f"answer.gainers_{facts.shared}", clauses=facts.text("answer.semicolon").join(clauses), others=_others(facts)
    )
    said += facts.text("answer.more", count=len(by_income) - _SPOKEN) if len(by_income) > _SPOKEN else ""
    return said if unit else said + facts.text("answer.no_labour")


def _clause(facts: Facts, player: str, unit: str) -> Markup:
    """What one player gains, and what of tax and fees, value added and work (in ``unit``) changes."""
    parts = []
    for word in ("fees", "value_added", "labour"):
        change = _change(facts, player, word)
        if abs(change.value) > (_NOISE if word == "labour" else facts.near):
            shown = (
                facts.units(change, facts.unit_name(unit), signed=True) if word == "labour" else _moved(facts, change)
            )
            parts.append(facts.text(f"answer.gain_{word}", change=shown))
    return facts.text(
        "answer.gainer" if parts else "answer.gainer_bare",
        player=facts.name("jurisdictions", player),
        income=_moved(facts, _income(facts, player)),
        parts=parts,
    )


def _others(facts: Facts) -> Markup:
    """What everybody who is no player gains or loses."""
    change = facts.figure("sharing", "outside_change")
    return facts.text(f"answer.others{'' if abs(change.value) > facts.near else '_none'}", change=_moved(facts, change))


def _moved(facts: Facts, change: Figure) -> Markup:
    return facts.money(change, signed=True)


def _income(facts: Facts, player: str) -> Figure:
    return facts.figure("income", facts.shared, player) - facts.figure("income", "today", player)


def _change(facts: Facts, player: str, word: str) -> Figure:
    after, today = (facts.figure("accounts", s, "by_jurisdiction", player, word) for s in (facts.shared, "today"))
    return after - today


def _payers(facts: Facts) -> Markup:
    rule = rule_of(facts)
    if rule is None:
        return facts.text("answer.no_player")
    transfers = {p: facts.figure("sharing", "transfers", rule, k) for k, p in enumerate(facts.players)}
    paid = {p: t for p, t in transfers.items() if abs(t.value) > facts.near}
    said = {
        "rule": facts.word(f"rule.{rule}"),
        "meaning": facts.word(f"rule_means.{rule}"),
        "middle": facts.word("answer.middle") if facts.unsettled else "",
    }
    if not paid:
        return facts.text("answer.nobody_pays", **said)
    return facts.text("answer.payers", clauses=_clauses(facts, paid), **said)


def _clauses(facts: Facts, paid: Mapping[str, Figure]) -> Sequence[Markup]:
    """Who pays and who receives; in one clause where there is one of each."""
    ranked = sorted(paid.items(), key=lambda item: item[1].value)
    names = [facts.name("jurisdictions", player) for player, _ in ranked]
    if len(ranked) == 2:  # noqa: PLR2004  one pays the other
        amount = facts.money(ranked[1][1])
        return [facts.text("answer.pays_to", payer=names[0], receiver=names[1], amount=amount)]
    return [
        facts.text(
            "answer.pays" if t.value < 0 else "answer.receives",
            player=name,
            amount=facts.money(_size(t)),
        )
        for name, (_, t) in zip(names, ranked, strict=True)
    ]


def rule_of(facts: Facts) -> str | None:
    """The rule that the first page goes by: the nucleolus, of all the splits the one that leaves least to complain."""
    known = facts.at("sharing", "solutions")
    return next((rule for rule in ("nucleolus", "prenucleolus", *known) if rule in known), None)


def _size(figure: Figure) -> Figure:
    """What is paid, as a number above 0: taken from nothing."""
    return figure if figure.value >= 0 else figure.opposite


def _sure(facts: Facts) -> Markup:
    rows = facts.at("provenance", "rows")
    every = total(facts.figure("provenance", "rows", kind) for kind in rows)
    share = facts.maybe("provenance", "assumed_share", "gain" if facts.at("best") else "today")
    key = "sure_none" if share is None else "sure" if facts.at("best") else "sure_today"
    return _bands(facts) + facts.text(
        f"answer.{key}",
        share="" if share is None else facts.percent(share),
        rows=facts.units(every),
        assumed=facts.units(facts.figure("provenance", "rows", "assumed")) if "assumed" in rows else "0",
        empty=facts.units(facts.figure("provenance", "empty_cells")),
    )


def _bands(facts: Facts) -> Markup:
    """How far the gain may be off, where books were drawn."""
    if not facts.at("sensitivity") or facts.maybe("sensitivity", "gain", "low") is None or not facts.at("best"):
        return Markup()
    keeps = facts.figure("sensitivity", "keeps")
    low, high, above = (facts.figure("sensitivity", "gain", end) for end in ("low", "high", "above"))
    return facts.text(
        "answer.sure_bands",
        draws=facts.units(facts.figure("sensitivity", "draws")),
        low=facts.money(low),
        high=facts.money(high),
        above=facts.percent(above),
        keeps=facts.text("answer.kept" if keeps.value else "answer.never_kept", keeps=facts.percent(keeps)),
    )
