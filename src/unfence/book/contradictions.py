"""Contradictions: cells that are well written each, but cannot all be meant."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from unfence.book.columns import OUTSIDE, Meaning
from unfence.book.effects import CHANGES
from unfence.book.modes import goods_modes, people_modes
from unfence.book.references import Draft
from unfence.book.schema import TABLES, columns
from unfence.book.sheets import as_text
from unfence.book.sides import provinces_of, side
from unfence.errors import Finding

SHARE_TOLERANCE = 1e-6
LOSS_MOST = 1.0


def contradiction_findings(draft: Draft) -> Iterator[Finding]:
    """Everything in a book that contradicts itself, as errors."""
    yield from _markets(draft)
    yield from _same_ends(draft)
    yield from _trips(draft)
    yield from _fences(draft)
    yield from _shares(draft)
    yield from _effects(draft)
    yield from _measures(draft)
    yield from _ranges(draft)
    yield from _zones(draft)


def doubt_findings(draft: Draft) -> Iterator[Finding]:
    """What is allowed in a book but rarely meant, as warnings."""
    yield from _idle_fees(draft)
    yield from _empty_recipes(draft)
    yield from _no_hours(draft)
    yield from _lost_on_the_way(draft)
    yield from _free_hours(draft)
    yield from _idle_effects(draft)
    yield from _odd_done(draft)


def _where(draft: Draft, table: str, condition: pl.Expr, code: str, column: str, value: str = "") -> Iterator[Finding]:
    """An error at ``column`` of each row for which the condition holds, with what stands in ``value``."""
    for row in draft.tables[table].filter(condition).iter_rows(named=True):
        values = {"value": as_text(row[value or column]), "id": row.get("id", "")}
        yield Finding("error", code, draft.place(table, row["row"], column), values)


def _markets(draft: Draft) -> Iterator[Finding]:
    must, quantity = pl.col("must"), pl.col("quantity")
    for row in draft.tables["markets"].filter(must > quantity).iter_rows(named=True):
        values = {"must": as_text(row["must"]), "quantity": as_text(row["quantity"])}
        yield Finding("error", "must_above_quantity", draft.place("markets", row["row"], "must"), values)
    sloped = (pl.col("side") == "supply") & (pl.col("slope") > 0) & quantity.is_null()
    yield from _where(draft, "markets", sloped, "slope_without_quantity", "quantity", "slope")


def _same_ends(draft: Draft) -> Iterator[Finding]:
    yield from _where(draft, "links", pl.col("a") == pl.col("b"), "same_ends", "b")
    yield from _where(draft, "trips", pl.col("from") == pl.col("to"), "same_ends", "to")
    yield from _where(draft, "terminals", pl.col("from_mode") == pl.col("to_mode"), "same_modes", "to_mode")
    same = pl.col("seller") == pl.col("buyer")
    yield from _where(draft, "trades", same, "same_ends", "buyer")


def _trips(draft: Draft) -> Iterator[Finding]:
    able = people_modes(draft.tables["modes"])
    known = set(draft.tables["modes"]["id"].drop_nulls())
    for row in draft.tables["trips"].drop_nulls("modes").iter_rows(named=True):
        for mode in row["modes"]:
            if mode in known and mode not in able:
                place = draft.place("trips", row["row"], "modes")
                code = "no_people" if able else "no_people_none"
                yield Finding("error", code, place, {"value": mode, "known": sorted(able)})


def _fences(draft: Draft) -> Iterator[Finding]:
    provinces = provinces_of(draft.tables["jurisdictions"])
    known = sorted({*provinces, *(p for p in provinces.values() if p)})
    for row in draft.tables["fences"].drop_nulls("between").iter_rows(named=True):
        place = draft.place("fences", row["row"], "between")
        between = row["between"]
        if len(between) != 2:  # noqa: PLR2004  a fence has two sides
            yield Finding("error", "not_two_sides", place, {"value": ";".join(between) or ";"})
            continue
        parts = [part.strip() for written in between for part in written.split("+")]
        if "" in parts:  # a + too many
            yield Finding("error", "not_two_sides", place, {"value": ";".join(between)})
            continue
        strange = [] if "jurisdictions" in draft.unread else [part for part in parts if not side(part, provinces)]
        for part in strange:
            code = "side_outside" if part == OUTSIDE else "unknown_side" if known else "unknown_side_none"
            yield Finding("error", code, place, {"value": part, "known": known[:12]})
        both = side(between[0], provinces) & side(between[1], provinces)
        if both:
            yield Finding("error", "sides_overlap", place, {"value": ";".join(between), "both": sorted(both)})


def _shares(draft: Draft) -> Iterator[Finding]:
    for table, column in (("plants", "owners"), ("measures", "payers")):
        for row in draft.tables[table].filter(pl.col(column).list.len() > 0).iter_rows(named=True):
            place = draft.place(table, row["row"], column)
            who = [share["id"] for share in row[column]]
            total = sum(share["share"] for share in row[column])
            if abs(total - 1) > SHARE_TOLERANCE:
                yield Finding("error", "shares_sum", place, {"value": f"{total:g}"})
            for name in sorted({name for name in who if who.count(name) > 1}):
                yield Finding("error", "share_twice", place, {"value": name})


def _effects(draft: Draft) -> Iterator[Finding]:
    for row in draft.tables["effects"].drop_nulls(["on", "change"]).iter_rows(named=True):
        allowed = CHANGES.get(row["on"], ())
        if allowed and row["change"] in {c for every in CHANGES.values() for c in every} - set(allowed):
            values = {"value": row["change"], "on": row["on"], "allowed": list(allowed)}
            yield Finding("error", "change", draft.place("effects", row["row"], "change"), values)
    lacking = pl.col("change").is_in(["scale", "add"]) & pl.col("amount").is_null()
    yield from _where(draft, "effects", lacking, "no_amount", "amount", "change")


def _measures(draft: Draft) -> Iterator[Finding]:
    measures = draft.tables["measures"].drop_nulls("id")
    excluded = {(r["id"], other) for r in measures.iter_rows(named=True) for other in r["excludes"]}
    for row in measures.iter_rows(named=True):
        for column in ("needs", "excludes"):
            if row["id"] in row[column]:
                yield Finding(
                    "error", "needs_itself", draft.place("measures", row["row"], column), {"value": row["id"]}
                )
        for other in row["needs"]:
            if other != row["id"] and excluded & {(row["id"], other), (other, row["id"])}:
                place = draft.place("measures", row["row"], "needs")
                yield Finding("error", "needs_what_it_excludes", place, {"id": row["id"], "value": other})


def _ranges(draft: Draft) -> Iterator[Finding]:
    for row in draft.tables["ranges"].filter(pl.col("low") > pl.col("high")).iter_rows(named=True):
        values = {"low": as_text(row["low"]), "high": as_text(row["high"])}
        yield Finding("error", "low_above_high", draft.place("ranges", row["row"], "low"), values)
    for row in draft.tables["ranges"].iter_rows(named=True):
        said = columns(row["table"]).get(row["column"]) if row["table"] in TABLES else None
        if said and said.numeric:
            yield from _beyond(draft, row, said)


def _beyond(draft: Draft, row: Mapping[str, Any], said: Meaning) -> Iterator[Finding]:
    """Ends of a range that the column itself does not allow."""
    for end in ("low", "high"):
        value, place = row[end], draft.place("ranges", row["row"], end)
        if value is None:
            continue
        bounds = {"value": as_text(value), "low": said.low, "high": said.high, "column": row["column"]}
        if said.low is not None and (value < said.low or (said.open_low and value == said.low)):
            yield Finding("error", "low_open" if said.open_low else "low", place, bounds)
        elif said.high is not None and value > said.high:
            yield Finding("error", "high", place, bounds)


def _zones(draft: Draft) -> Iterator[Finding]:
    nowhere = (pl.col("site") == "") & (pl.col("lon").is_null() | pl.col("lat").is_null())
    yield from _where(draft, "zones", nowhere, "nowhere", "site", "id")


def _idle_fees(draft: Draft) -> Iterator[Finding]:
    idle = draft.tables["markets"].filter((pl.col("side") == "demand") & (pl.col("fee") != 0))
    for row in idle.iter_rows(named=True):
        yield Finding("warning", "idle_fee", draft.place("markets", row["row"], "fee"), {"value": as_text(row["fee"])})


def _empty_recipes(draft: Draft) -> Iterator[Finding]:
    for row in draft.tables["recipes"].filter(pl.col("amount") == 0).iter_rows(named=True):
        values = {"value": row["commodity"]}
        yield Finding("warning", "empty_recipe", draft.place("recipes", row["row"], "amount"), values)


def _no_hours(draft: Draft) -> Iterator[Finding]:
    """Modes on which links have neither minutes nor a speed: one warning a mode, at the first such link."""
    speedless = draft.tables["modes"].filter(pl.col("speed").is_null())["id"].to_list()
    timeless = draft.tables["links"].filter(
        pl.col("mode").is_in(speedless) & pl.col("minutes").is_null() & (pl.col("km") > 0)
    )
    for mode, row, count in (
        timeless.group_by("mode", maintain_order=True).agg(pl.col("row").first(), pl.len()).iter_rows()
    ):
        yield Finding("warning", "no_hours", draft.place("links", row, "minutes"), {"value": mode, "count": count})


def _lost_on_the_way(draft: Draft) -> Iterator[Finding]:
    loss = draft.tables["modes"].select(pl.col("id").alias("mode"), "loss_km").drop_nulls().unique("mode")
    links = draft.tables["links"].join(loss, on="mode", maintain_order="left")
    for row in links.filter(pl.col("loss_km") * pl.col("km") >= LOSS_MOST).iter_rows(named=True):
        values = {"value": row["id"], "loss": f"{row['loss_km'] * row['km']:g}"}
        yield Finding("warning", "all_lost", draft.place("links", row["row"], "km"), values)


def _free_hours(draft: Draft) -> Iterator[Finding]:
    """Hours on modes that carry goods but cost nothing an hour: fences, links (one warning a mode), terminals."""
    modes = draft.tables["modes"]
    free = modes.filter((pl.col("cost_hour") == 0) & pl.col("id").is_in(sorted(goods_modes(modes))))
    idle = free["id"].to_list()
    used = set(draft.tables["links"]["mode"].drop_nulls())
    waits = (pl.col("kind") == "time") & (pl.col("size") > 0)
    for row in draft.tables["fences"].filter(waits).iter_rows(named=True):
        borne = [mode for mode in idle if mode in (row["modes"] or used)]
        if borne and set(row["commodities"] or []) != {"people"}:
            place = draft.place("fences", row["row"], "modes")
            yield Finding("warning", "free_hours_fence", place, {"value": row["id"], "modes": borne})
    timed = draft.tables["links"].filter(pl.col("mode").is_in(idle) & (pl.col("minutes") > 0))
    for mode, row, count in (
        timed.group_by("mode", maintain_order=True).agg(pl.col("row").first(), pl.len()).iter_rows()
    ):
        yield Finding(
            "warning", "free_hours_link", draft.place("links", row, "minutes"), {"value": mode, "count": count}
        )
    slow = draft.tables["terminals"].filter(pl.col("to_mode").is_in(idle) & (pl.col("hours") > 0))
    for row in slow.iter_rows(named=True):
        place = draft.place("terminals", row["row"], "hours")
        yield Finding(
            "warning", "free_hours_terminal", place, {"value": row["to_mode"], "hours": as_text(row["hours"])}
        )


def _idle_effects(draft: Draft) -> Iterator[Finding]:
    """Effects that cannot do what they say: a ban has no size, and a factor below 0 counts as 0."""
    bans = draft.tables["fences"].filter(pl.col("kind") == "ban")["id"].drop_nulls().to_list()
    for row in draft.tables["effects"].drop_nulls(["on", "change"]).iter_rows(named=True):
        resized = row["change"] in ("scale", "add")
        if resized and row["on"] == "fence" and row["id"] in bans:
            place = draft.place("effects", row["row"], "change")
            yield Finding("warning", "ban_resized", place, {"value": row["change"], "id": row["id"]})
        elif row["change"] == "scale" and (row["amount"] or 0.0) < 0:
            place = draft.place("effects", row["row"], "amount")
            yield Finding("warning", "scale_below_0", place, {"value": as_text(row["amount"])})


def _odd_done(draft: Draft) -> Iterator[Finding]:
    """Measures that are in place (or being built) against what they need or exclude."""
    measures = draft.tables["measures"].drop_nulls(["id", "status"])
    sure = set(measures.filter(pl.col("status").is_in(["done", "building"]))["id"])
    for row in measures.filter(pl.col("id").is_in(list(sure))).iter_rows(named=True):
        wrong = {
            "needs": ("done_without", [m for m in row["needs"] if m not in sure]),
            "excludes": ("done_against", [m for m in row["excludes"] if m in sure]),
        }
        for column, (code, others) in wrong.items():
            place = draft.place("measures", row["row"], column)
            yield from (Finding("warning", code, place, {"id": row["id"], "value": m}) for m in others)
