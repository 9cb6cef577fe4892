"""Somebody has the letters written: to the right office, in its language, with the row to fill in."""

from pathlib import Path

import pytest

import unfence
from unfence.book.schema import columns
from unfence.examples import example
from unfence.gains.assumptions import DRAWN
from unfence.studies.ask import asked, letters
from unfence.studies.ask.letters import about, name_of, unit_of
from unfence.studies.ask.offices import office_of
from unfence.words import sentences

HOME = Path(unfence.__file__).parent / "examples"


@pytest.fixture(scope="module")
def daxin():
    return example("daxin")


@pytest.fixture(scope="module")
def found(daxin):
    return asked(daxin)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("ending", [".csv", ""])
def test_every_question_is_in_one_letter_with_the_row_to_fill(daxin, found, lang, ending):
    written = letters(daxin, found, lang, ending)
    held = [question for letter in written for question in letter.questions]
    assert sorted(map(repr, held)) == sorted(map(repr, found.questions))
    for letter in written:
        assert letter.to in letter.text
        for question in letter.questions:
            for table, key, row in question.cells:
                lines = [line for line in letter.text.splitlines() if f"({key})" in line or f"（{key}）" in line]
                assert any(f"{table}{ending}" in line and str(row) in line and "________" in line for line in lines)


def test_the_row_named_is_the_row_of_the_file(daxin, found):
    for question in found.questions:
        for table, key, row in question.cells:
            line = (HOME / "daxin" / f"{table}.csv").read_text(encoding="utf-8").splitlines()[row - 1]
            assert line.startswith(key.replace(";", ","))


def test_a_letter_in_one_language_holds_no_sentence_of_the_other(daxin, found):
    for letter in letters(daxin, found, "en"):
        assert letter.text.isascii() or not any("\u4e00" <= c <= "\u9fff" for c in letter.text)
    for letter in letters(daxin, found, "zh"):
        assert "What hangs" not in letter.text


@pytest.mark.parametrize(
    ("table", "key", "kind", "where"),
    [
        ("fences", "bus_gap", "travel", ("xinhuang", "dalong")),
        ("fences", "check", "road", ("xinhuang", "dalong")),
        ("fences", "tariff_zones", "grid", ("xinhuang", "dalong")),
        ("links", "w220_direct", "grid", ("dalong", "xinhuang")),
        ("plants", "cngr_precursor", "firm", ("cngr_precursor",)),
        ("recipes", "smelting;chromite", "firm", ("ferrochrome_base",)),
        ("markets", "dl_labour", "labour", ("dalong",)),
        ("commodities", "chromite", "price", ("qinzhou", "zhanjiang")),
        ("measures", "road_rail", "reform", ("xinhuang", "dalong")),
        ("trips", "pupils", "travel", ("dalong", "xinhuang")),
        ("modes", "rail", "road", ()),
    ],
)
def test_who_is_asked(daxin, table, key, kind, where):
    office = office_of(daxin, table, key)
    assert office.kind == kind
    assert set(office.where) == set(where)
    assert office.say(daxin, "en")
    assert office.say(daxin, "zh")


def test_every_number_that_is_drawn_has_its_question_in_both_languages():
    keys = {f"{table}_{column}" for table, names in DRAWN.items() for column in names if table != "fences"}
    keys |= {f"fences_{kind}" for kind in columns("fences")["kind"].choices} | {"commodities_price"}
    for key in keys:
        assert set(sentences()[f"ask.about.{key}"]) == {"en", "zh"}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_cell_can_be_asked_about(daxin, lang):
    for table, names in DRAWN.items():
        frame = daxin[table]
        for column in names:
            parts = [name for name, said in columns(table).items() if said.key]
            for row in frame.head(3).iter_rows(named=True):
                key = ";".join(str(row[part]) for part in parts)
                assert about(daxin, table, key, column, lang)
                assert name_of(daxin, table, key, lang)
                assert office_of(daxin, table, key).say(daxin, lang)
                assert isinstance(unit_of(daxin, table, key, column, lang), str)


def test_money_and_units_are_the_books_own(daxin):
    assert unit_of(daxin, "markets", "gy_coal", "price", "en") == "yuan per t"
    assert unit_of(daxin, "markets", "gy_coal", "quantity", "zh") == "t/年"
    assert unit_of(daxin, "measures", "road_rail", "capex", "zh") == "元"


def test_the_command_prints_or_writes_and_replaces_nothing(cli, tmp_path):
    path, out = str(HOME / "two_towns"), tmp_path / "letters.txt"
    printed = cli("ask", path, "--lang", "zh")
    assert (printed.exit_code, printed.stderr) == (0, "")
    assert "致：" in printed.stdout
    assert cli("ask", path, "--lang", "zh", "--out", str(out)).exit_code == 0
    assert out.read_text(encoding="utf-8") == printed.stdout
    out.write_text("mine", encoding="utf-8")
    assert cli("ask", path, "--out", str(out)).exit_code == 1
    assert out.read_text(encoding="utf-8") == "mine"
    assert cli("ask", str(tmp_path / "none")).exit_code == 1
