"""Sheets of money: what is to be gained, fences, measures, plans, incomes, sharing."""

from collections.abc import Iterator

from unfence.report.facts import STATES
from unfence.report.workbook.sheet import Cells, Sheet, Source, ends


def sheets(source: Source) -> Iterator[Sheet]:
    """The sheets, in order."""
    yield Sheet("welfare", "item welfare:money", [(source.word(w), v) for w, v in _welfare(source)])
    yield _fences(source)
    yield _measures(source)
    yield Sheet("incidence", "measure party consent payer_share:share change:money", list(_incidence(source)))
    yield Sheet("pairs", "item how first second together:money", list(_pairs(source)))
    yield Sheet("plans", "players_only budget:once measures yearly_cost:money gain:money", list(_plans(source)))
    order = [
        (source.name("measures", s["measure"]), s["year"], s["works_month"], s["capex"], s["added_gain"])
        for s in source.at("order")
    ]
    yield Sheet("order", "measure start:year works:amount capex:once added:money", order)
    yield _incomes(source)
    yield Sheet("owners", "party state profit:money", list(_owners(source)))
    yield from _sharing(source)
    yield from _agreement(source)


def _welfare(source: Source) -> Iterator[tuple[str, float]]:
    words = {"cost": "yearly_cost", "gain": "answer.net_gain"}
    return ((words.get(word, word), value) for word, value in source.at("welfare").items())


def _fences(source: Source) -> Sheet:
    columns = "id fence kind alone:money last:money fair_share:money error:money kept:money collected:money"
    rows: list[Cells] = []
    for fence in source.at("fences"):
        lost = fence["lowers_welfare"] or {}
        named = (fence["id"], source.name("fences", fence["id"]), source.word(f"fence_kind.{fence['kind']}"))
        worth = (fence[w] for w in ("alone", "last", "shapley", "shapley_error"))
        rows.append((*named, *worth, lost.get("kept"), lost.get("collected"), fence["assumed_share"]))
    return Sheet("fences", f"{columns} assumed:share", rows)


_WORTHS = ("capex", "yearly_cost", "alone", "last", "shapley", "shapley_error", "in_best", "share_of_best")


def _measures(source: Source) -> Sheet:
    columns = "id measure decides status chosen capex:once yearly_cost:money alone:money last:money fair_share:money"
    columns += " error:money in_best:money share_of_gain:money delay_month:sum assumed:share parties instead"
    best = set(source.at("best"))
    rows = [
        (
            m["id"],
            source.name("measures", m["id"]),
            source.word(f"decides_by.{m['decides']}"),
            source.word(f"measure_status.{m['status']}"),
            source.yes(m["id"] in best),
            *(m[worth] for worth in _WORTHS),
            m["delay_month"],
            m["assumed_share"],
            source.names("jurisdictions", m["parties"]),
            source.names("measures", m["instead"]),
        )
        for m in source.at("measures")
    ]
    return Sheet("measures", columns, rows)


def _incidence(source: Source) -> Iterator[Cells]:
    for measure in source.at("measures"):
        change, payers = measure["change"] or {}, measure["payers"]
        for party in dict.fromkeys([*measure["parties"], *payers, *change]):
            consent = source.yes(party in measure["parties"])
            named = source.name("measures", measure["id"]), source.who(party), consent
            yield (*named, payers.get(party, 0.0), change.get(party))


def _pairs(source: Source) -> Iterator[Cells]:
    for table, word in (("fences", "fence"), ("measures", "measure")):
        for pair in source.at("pairs", table):
            how = source.word(f"pair_how.{table}.{pair['kind']}")
            two = source.name(table, pair["first"]), source.name(table, pair["second"])
            yield (source.word(word), how, *two, pair["amount"])


def _plans(source: Source) -> Iterator[Cells]:
    found = [(plan, False) for plan in source.at("plans")] + [(source.at("players_only"), True)]
    for plan, own in found:
        measures = source.names("measures", plan["measures"]) or source.word("plans.nothing")
        yield source.yes(own), plan["budget"], measures, plan["yearly_cost"], plan["gain"]


def _incomes(source: Source) -> Sheet:
    columns = "party state income:money low:money high:money fees:money tax:money value_added:money labour:amount"
    rows = [
        (
            source.who(party),
            source.word(state),
            income,
            *ends(source.at("income_range", state, party)),
            *(source.at("accounts", state, "by_jurisdiction", party)[w] for w in _ACCOUNTS),
        )
        for state in STATES
        for party, income in source.at("income", state).items()
    ]
    return Sheet("incomes", columns, rows)


_ACCOUNTS = ("fees", "tax", "value_added", "labour")


def _owners(source: Source) -> Iterator[Cells]:
    for state in STATES:
        for owner, profit in source.at("accounts", state, "by_owner").items():
            yield source.who(owner), source.word(state), profit


def _sharing(source: Source) -> Iterator[Sheet]:
    sharing = source.at("sharing")
    players, transfers = sharing["players"], sharing["transfers"]
    rows: list[Cells] = [
        (source.word(f"rule.{rule}"), source.who(player), share, sharing["own_change"][k], transfers[rule][k])
        for rule, shares in sharing["solutions"].items()
        for k, (player, share) in enumerate(zip(players, shares, strict=True))
    ]
    yield Sheet("sharing", "rule party share:money prices_alone:money transfer:money", rows)
    standing: list[Cells] = [
        (
            source.word(f"rule.{rule}"),
            source.yes(split["in_core"]),
            split["complaint"],
            *(source.names("jurisdictions", split[word]) for word in ("complainant", "worse_off")),
        )
        for rule, split in sharing["core"]["solutions"].items()
    ]
    yield Sheet("standing", "rule in_core complaint:money complainant worse_off", standing)
    coalitions: list[Cells] = [
        (source.names("jurisdictions", [p for k, p in enumerate(players) if mask >> k & 1]), worth)
        for mask, worth in enumerate(sharing["worth"])
        if mask
    ]
    yield Sheet("coalitions", "coalition worth:money", coalitions)


def _agreement(source: Source) -> Iterator[Sheet]:
    agreed = source.at("agreement")
    if agreed is None:
        return
    players = source.at("sharing", "players")
    taxes = zip(players, agreed["tax_today"], agreed["tax_best"], agreed["transfers"], strict=True)
    yield Sheet(
        "taxes",
        "party tax_today:money tax_best:money transfer:money",
        [(source.who(player), *money) for player, *money in taxes],
    )
    rows: list[Cells] = []
    for rule in agreed["rules"]:
        # a single rate is everybody's; a rule that fits nothing has no terms at all
        parties = players if len(rule["terms"]) == len(players) else [None] * len(rule["terms"])
        for party, term in zip(parties, rule["terms"], strict=True):
            share, fixed = (None, term) if rule["kind"] == "sum" else (term, None)
            named = source.word(f"agreement.{rule['kind']}"), source.who(party), share, fixed
            rows.append((*named, source.yes(rule["signable"]), rule["apart"], rule["equal_apart"]))
    yield Sheet("terms", "sharing_of party term:share fixed:money signable off:money equal_off:money", rows)
