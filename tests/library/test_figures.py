"""Somebody asks the library: every figure has a range and a source, names and codes, and nothing comes from nothing."""

import csv
import re
from importlib import resources
from math import isclose

import pytest

import unfence.library
from unfence.book.schema import columns
from unfence.errors import UnfenceError
from unfence.library import figures, known_topics, things
from unfence.library.shelf import topic_name, wanted

EVERY = [figure for topic in known_topics() for figure in figures(topic)]
MASS = {
    "H": 1.008, "Li": 6.94, "C": 12.011, "O": 15.999, "Na": 22.990, "S": 32.06, "Cl": 35.45, "Cr": 51.996,
    "Mn": 54.938, "Co": 58.933, "Ni": 58.693, "Ba": 137.327, "Hg": 200.592,
}  # fmt: skip
"""Standard atomic weights, IUPAC 2021, rounded."""


def _rows(name):
    text = resources.files(unfence.library).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


CONTENTS = {(r["commodity"], r["element"]): float(r["content"]) for r in _rows("contents.csv")}
AMOUNTS = {f.key: f.value for f in EVERY if f.table == "recipes"}


def test_the_topics_that_an_office_asks_for_are_there():
    asked = {"manganese", "barium", "road", "rail", "power", "people", "goods", "waste", "factors"}
    assert asked <= set(known_topics())
    assert all(topic_name(topic, lang) for topic in known_topics() for lang in ("en", "zh"))


@pytest.mark.parametrize("figure", EVERY, ids=lambda f: f"{f.topic}-{f.key}-{f.column}")
def test_every_figure_has_a_range_a_unit_and_a_source(figure):
    assert figure.low <= figure.value <= figure.high
    assert len(figure.source) > 10
    assert figure.unit
    assert figure.confidence in ("published", "derived", "assumed")
    if figure.confidence == "assumed":
        assert figure.low < figure.high, "nobody is that sure of what is assumed"
    words = r"\b(placed by hand|recalled|not verified)\b"
    assert figure.confidence != "published" or not re.search(words, figure.source)


def test_no_cell_is_stated_twice():
    cells = [(f.table, f.key, f.column) for f in EVERY]
    assert len(cells) == len(set(cells))


def test_what_becomes_a_row_is_a_column_of_the_book():
    for figure in EVERY:
        if figure.table in ("recipes", "modes", "processes", "markets", "trips", "tariffs"):
            assert figure.column in columns(figure.table)


def test_every_thing_has_both_names_and_codes_of_the_right_shape():
    for thing in things().values():
        assert thing.name.isascii()
        assert re.search(r"[\u4e00-\u9fff]", thing.name_zh)
        assert thing.source
        assert re.fullmatch(r"(\d{6})?", thing.hs), thing
        assert re.fullmatch(r"(\d{4})?", thing.isic), thing
        assert re.fullmatch(r"(\d{4})?", thing.gbt4754), thing
        if thing.table == "commodities" and thing.kind == "good":
            assert thing.hs
            assert thing.isic
            assert thing.gbt4754


def test_recipes_name_things_that_are_there_and_make_something():
    made = {}
    for key, amount in AMOUNTS.items():
        process, commodity = key.split(";")
        assert ("processes", process) in things()
        assert ("commodities", commodity) in things()
        made.setdefault(process, []).append(amount)
    for process, amounts in made.items():
        assert max(amounts) > 0 > min(amounts), process


@pytest.mark.parametrize("row", _rows("contents.csv"), ids=lambda r: f"{r['commodity']}-{r['element']}")
def test_contents_follow_from_formula_and_grade(row):
    if not row["formula"]:
        assert row["source"]
        return
    counts = {}
    for symbol, count in re.findall(r"([A-Z][a-z]?)([\d.]*)", row["formula"]):
        counts[symbol] = counts.get(symbol, 0) + float(count or 1)
    whole = sum(MASS[symbol] * count for symbol, count in counts.items())
    share = counts[row["element"]] * MASS[row["element"]] / whole
    assert isclose(float(row["content"]), float(row["grade"]) * share, rel_tol=1e-3)


@pytest.mark.parametrize("row", _rows("balances.csv"), ids=lambda r: f"{r['process']}-{r['element']}")
def test_what_leaves_a_process_is_what_enters_times_the_recovery(row):
    process, element = row["process"], row["element"]
    enters = -AMOUNTS[f"{process};{row['used']}"] * CONTENTS[row["used"], element]
    leaves = AMOUNTS[f"{process};{row['made']}"] * CONTENTS[row["made"], element]
    assert 0 < float(row["recovery"]) <= 1
    assert isclose(leaves / enters, float(row["recovery"]), abs_tol=0.0015)


@pytest.mark.parametrize("process", sorted({key.split(";")[0] for key in AMOUNTS}))
def test_no_element_comes_from_nothing(process):
    amounts = {key.split(";")[1]: a for key, a in AMOUNTS.items() if key.split(";")[0] == process}
    elements = {element for commodity, element in CONTENTS if commodity in amounts}
    for element in elements - {"energy"}:
        net = sum(amount * CONTENTS.get((c, element), 0.0) for c, amount in amounts.items())
        assert net < 0.001, f"{net} of {element} comes from nothing"


def test_unknown_topics_are_named_all_at_once_with_the_nearest():
    with pytest.raises(UnfenceError) as caught:
        wanted("raod,rail,manganes")
    for lang in ("en", "zh"):
        said = caught.value.say(lang)
        assert all(word in said for word in ("raod", "road", "manganes", "manganese"))
