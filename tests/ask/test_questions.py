"""What is asked: cells that nobody vouches for, the one that moves the gain furthest first, and truly that far."""

import polars as pl
import pytest

import unfence
from unfence.book import book_from_rows, read_book
from unfence.economy import Economy
from unfence.errors import StudyError
from unfence.examples import example
from unfence.studies.ask import asked
from worlds import worlds
from worlds.random_book import random_book
from worlds.writing import write


def _opened(world, folder):
    return read_book(write(*world, folder))


def _vouched(book, **but):
    """The same book, every row published, but for the rows named by table."""
    rows = {}
    for table, frame in book.tables.items():
        if frame.height:
            known = pl.col("id").is_in(but.get(table, [])) if "id" in frame.columns else pl.lit(value=False)
            sure = pl.when(known).then(pl.lit("assumed")).otherwise(pl.lit("published")).alias("confidence")
            rows[table] = frame.with_columns(sure)
    tables = {**book.tables, **rows}
    return type(book)(book.settings, tables, book.gaps.clear(), book.areas, stated=tables)


def test_what_it_says_of_each_number_is_what_a_study_finds():
    book = example("two_towns")
    found = asked(book)
    assert found.gain == unfence.study(book).gain
    tried = 0
    for question in found.questions:
        mover = question.mover
        for end, gain in ((mover.low, mover.gain_low), (mover.high, mover.gain_high)):
            if not mover.relative and gain > 0:  # else a study would choose another plan
                other = book.with_number(mover.table, mover.key, mover.column, end)
                assert unfence.study(other).gain == pytest.approx(gain)
                tried += 1
    assert tried >= 4


def test_the_one_that_moves_most_comes_first_and_there_are_five():
    found = asked(example("two_towns"))
    moves = [question.moves for question in found.questions]
    assert moves == sorted(moves, reverse=True)
    assert len(moves) == 5
    assert found.tried <= 10


def test_what_somebody_vouches_for_is_not_asked():
    book = _vouched(example("two_towns"))
    assert asked(book).questions == ()
    one = asked(_vouched(book, fences=["checkpoint"]))
    assert [(q.cells, q.state, q.mover.column) for q in one.questions] == [
        ((("fences", "checkpoint", 2),), "assumed", "size")
    ]
    assert one.unsure == 1


def test_an_unknown_number_is_asked_with_its_range_and_without_one_it_is_named():
    tables = {name: frame.drop("row").to_dicts() for name, frame in example("two_towns").tables.items() if frame.height}
    for rows in tables.values():
        for row in rows:
            row["confidence"] = "published"
    fence = next(row for row in tables["fences"] if row["id"] == "checkpoint")
    fence["size"] = "?"
    tables["ranges"] = [{"table": "fences", "key": "checkpoint", "column": "size", "low": 1, "high": 3}]
    measure = tables["measures"][0]
    measure["capex"] = "?"
    for row in tables["plants"]:
        row["owners"] = ""
    measure["payers"] = ""
    found = asked(book_from_rows({"title": "T"}, **tables))
    (question,) = [q for q in found.questions if q.mover.column == "size"]
    assert (question.state, question.mover.low, question.mover.high) == ("unknown", 1, 3)
    assert ("measures", "one_check", "capex") in found.blind


def test_without_measures_the_gain_is_that_of_open_borders():
    book = example("two_towns")
    tables = {**book.tables, "measures": book["measures"].clear(), "effects": book["effects"].clear()}
    bare = type(book)(book.settings, tables, book.gaps.clear(), book.areas, stated=tables)
    found = asked(bare)
    assert not found.planned
    assert found.gain == 139800 - 100500  # welfare with every fence down, less today's: both on the example's page
    assert found.questions[0].moves > 0


@pytest.mark.parametrize("seed", range(6))
def test_laws_on_books_drawn_at_random(seed, tmp_path):
    book = _opened(random_book(seed), tmp_path / "book")
    found = asked(book)
    moves = [question.moves for question in found.questions]
    assert moves == sorted(moves, reverse=True)
    assert len(found.questions) <= 5
    for question in found.questions:
        assert question.cells
        for table, key, row in question.cells:
            frame = book[table]
            here = frame.filter(pl.col("row") == row)
            gaps = book.gaps.filter((pl.col("table") == table) & (pl.col("key") == key))
            assert here.height == 1
            assert here["confidence"][0] == "assumed" or gaps.height


def test_it_is_cheap(monkeypatch):
    count, solve = [], Economy.solve
    monkeypatch.setattr(Economy, "solve", lambda self, *a, **k: count.append(1) or solve(self, *a, **k))
    asked(example("daxin"))
    assert len(count) < 200


@pytest.mark.parametrize("world", [worlds.must_short, worlds.endless])
def test_a_book_without_an_answer_says_why(tmp_path, world):
    with pytest.raises(StudyError) as caught:
        asked(_opened(world(), tmp_path / "book"))
    assert caught.value.say("zh")
