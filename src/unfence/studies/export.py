"""The study as JSON: stable names, money in the book's currency a year, null where an interval has no end."""

from importlib.metadata import version

import numpy as np

from unfence.economy.layout import MADE, USED
from unfence.gains.incidence import Incidence
from unfence.gains.plans import Plan
from unfence.network.arcs import Floats
from unfence.studies.export_industry import industry_dict
from unfence.studies.export_reach import reach_dict
from unfence.studies.record import STATES, Outcome, Study

Json = dict[str, object]


def as_dict(study: Study) -> Json:
    """The study as plain values."""
    return {
        "unfence": version("unfence"),
        "book": _book(study),
        "welfare": _welfare(study),
        "fences": _fences(study),
        "measures": _measures(study),
        "pairs": {
            "fences": [vars(p) for p in study.fences.pairs],
            "measures": [vars(p) for p in study.measures.pairs],
        },
        "best": list(study.measures.best.measures),
        "plans": [_plan(p) for p in study.measures.budgets],
        "players_only": _plan(study.measures.players_only),
        "order": [vars(step) for step in study.order],
        "income": {name: _income(study, name) for name in STATES},
        "income_range": {name: _income_range(study, name) for name in STATES},
        "accounts": {name: _accounts(study, name) for name in STATES},
        "sharing": _sharing(study),
        "agreement": _agreement(study),
        "prices": _prices(study),
        "flows": [flow for name in STATES for flow in _flows(study, name)],
        "plants": _activities(study, "plants"),
        "markets": _activities(study, "markets"),
        "trips": _trips(study),
        "exact": {"fences": study.fences.exact, "measures": study.measures.exact},
        **industry_dict(study),
        **reach_dict(study),
        "provenance": _provenance(study),
    }


def _book(study: Study) -> Json:
    return vars(study.book.settings) | {"players": list(study.sharing.players)}


def _welfare(study: Study) -> Json:
    best = study.measures.best
    return {
        "today": study.fences.today,
        "open": study.fences.open,
        "best": study.outcomes["best"].solution.welfare,
        "cost": best.yearly_cost,
        "gain": best.gain,
    }


def _fences(study: Study) -> list[Json]:
    names = study.book["fences"].select("id", "name", "name_zh", "kind").rows_by_key("id", named=True, unique=True)
    return [
        {
            **names[price.id],
            "id": price.id,
            "alone": price.alone,
            "last": price.last,
            "shapley": price.shapley,
            "shapley_error": price.error,
            "lowers_welfare": vars(price.lost) if price.lost else None,
            "assumed_share": study.doubt.fences[price.id],
        }
        for price in study.fences.prices
    ]


def _measures(study: Study) -> list[Json]:
    columns = ("id", "name", "name_zh", "decides", "status", "capex")
    names = study.book["measures"].select(columns).rows_by_key("id", named=True, unique=True)
    return [
        {
            **names[price.id],
            "id": price.id,
            "yearly_cost": price.yearly_cost,
            "alone": price.alone,
            "last": price.last,
            "shapley": price.shapley,
            "shapley_error": price.error,
            "in_best": price.in_best,
            "share_of_best": price.share_of_best,
            "delay_month": price.delay_month,
            **_incidence(study.incidence[price.id]),
            "assumed_share": study.doubt.measures[price.id],
        }
        for price in study.measures.prices
    ]


def _incidence(incidence: Incidence) -> Json:
    return {
        "parties": list(incidence.parties),
        "payers": incidence.payers,
        "instead": list(incidence.instead),
        "change": incidence.change,
    }


def _plan(plan: Plan) -> Json:
    return {
        "budget": plan.capex,
        "measures": list(plan.measures),
        "yearly_cost": plan.yearly_cost,
        "gain": plan.gain,
    }


def _paid(study: Study, name: str) -> Floats:
    parties = study.outcomes[name].incomes.parties
    return study.payments if name == "best" else np.zeros(len(parties))


def _income(study: Study, name: str) -> Json:
    incomes = study.outcomes[name].incomes
    return dict(zip(incomes.parties, (incomes.income - _paid(study, name)).tolist(), strict=True))


def _income_range(study: Study, name: str) -> Json:
    incomes, paid = study.outcomes[name].incomes, _paid(study, name)
    rows = zip(incomes.parties, incomes.low - paid, incomes.high - paid, strict=True)
    return {party: _interval(low, high) for party, low, high in rows}


def _interval(low: float, high: float) -> list[float | None]:
    return [float(end) if np.isfinite(end) else None for end in (low, high)]


def _accounts(study: Study, name: str) -> Json:
    accounts = study.outcomes[name].accounts
    return {"by_jurisdiction": accounts.by_jurisdiction, "by_owner": accounts.by_owner}


def _sharing(study: Study) -> Json:
    sharing = study.sharing
    return {
        "players": list(sharing.players),
        "worth": list(sharing.worth),
        "own_change": list(sharing.own_change),
        "outside_change": sharing.outside_change,
        "superadditive": sharing.superadditive,
        "solutions": {name: list(split.shares) for name, split in sharing.splits.items()},
        "transfers": {name: list(split.transfers) for name, split in sharing.splits.items()},
        "core": {
            "empty": sharing.core_empty,
            "least_core": sharing.least_core,
            "solutions": {
                name: {
                    "in_core": split.in_core,
                    "complaint": split.complaint,
                    "complainant": list(split.complainant),
                    "worse_off": list(split.worse_off),
                }
                for name, split in sharing.splits.items()
            },
        },
    }


def _agreement(study: Study) -> Json | None:
    agreement = study.agreement
    if agreement is None:
        return None
    return {**vars(agreement), "rules": [vars(terms) for terms in agreement.rules]}


def _prices(study: Study) -> list[Json]:
    """One entry for each site and commodity: delivered prices, and those at the mill where it is made.

    Where nobody uses the commodity at the site, the mill's prices stand for the delivered ones.
    """
    layout = study.outcomes["today"].solution.programme.layout
    sites, commodities = study.book["sites"]["id"], study.book["commodities"]["id"]
    found: dict[tuple[int, int], dict[int, Json]] = {}
    for name in STATES:
        prices = study.outcomes[name].prices
        for node, low, high in zip(prices.node, prices.low, prices.high, strict=True):
            place = int(layout.node_site[node]), int(layout.node_commodity[node])
            levels = found.setdefault(place, {})
            levels.setdefault(int(layout.node_level[node]), {})[name] = _interval(low, high)
    return [
        {
            "site": sites[site],
            "commodity": commodities[commodity],
            **levels.get(USED, levels.get(MADE, {})),
            "mill": levels.get(MADE),
        }
        for (site, commodity), levels in sorted(found.items())
    ]


def _flows(study: Study, name: str) -> list[Json]:
    outcome = study.outcomes[name]
    arcs, book = outcome.solution.programme.arcs, study.book
    links, sites = book["links"]["id"], book["sites"]["id"]
    return [
        {
            "state": name,
            "link": links[int(arcs.link[flow.arc])],
            "from": sites[int(arcs.tail[flow.arc])],
            "to": sites[int(arcs.head[flow.arc])],
            "commodity": book["commodities"]["id"][flow.commodity],
            "quantity": flow.quantity,
            "fence_cost": flow.quantity * flow.fence,
            "transport_cost": flow.quantity * flow.transport,
            "rent": flow.quantity * flow.rent,
        }
        for flow in outcome.flows
    ]


def _activities(study: Study, table: str) -> list[Json]:
    """Runs of each plant, or quantity of each market, in each state."""
    columns = {
        name: outcome.solution.x[getattr(outcome.solution.programme, table)].tolist()
        for name, outcome in study.outcomes.items()
    }
    return [
        {"id": row, **{name: values[k] for name, values in columns.items()}}
        for k, row in enumerate(study.book[table]["id"])
    ]


def _trips(study: Study) -> list[Json]:
    return [
        {"id": row, **{name: _trip(outcome, k) for name, outcome in study.outcomes.items()}}
        for k, row in enumerate(study.book["trips"]["id"])
    ]


def _trip(outcome: Outcome, k: int) -> Json:
    way = outcome.solution.ways[k]
    links = outcome.solution.programme.book["links"]["id"]
    arcs = outcome.solution.programme.arcs
    return {
        "made": way.made,
        "cost": way.cost if np.isfinite(way.cost) else None,
        "links": [links[int(arcs.link[arc])] for arc in way.arcs],
    }


def _provenance(study: Study) -> Json:
    tables = {name: frame for name, frame in study.book.tables.items() if len(frame)}
    rows: dict[str, int] = {}
    for frame in tables.values():
        for confidence in frame["confidence"]:
            rows[confidence] = rows.get(confidence, 0) + 1
    gaps = study.book.gaps["kind"].to_list()
    return {
        "rows": rows,
        "empty_cells": gaps.count("empty"),
        "unknown_cells": gaps.count("unknown"),
        "assumed_share": {"today": study.doubt.today, "open": study.doubt.open, "gain": study.doubt.gain},
    }
