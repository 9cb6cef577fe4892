"""What calibration asks: purchases that no border explains, that cannot be, that the book does not know."""

import csv
import io
import json

import pytest

from calibration.markets_and_roads import Region, region
from unfence.book import write_book
from unfence.studies.calibration import calibrate


@pytest.fixture
def one_side():
    """Two mines and a mill, all in a: the near mine is dearer by 20 at the mill."""
    return Region(["a", "a", "a"], [(0, 0), (0, 10), (10, 0)], [(0, 50.0, 100.0), (1, 20.0, 100.0)], [(2, 60.0)])


def _trade(seller, quantity, **more):
    return {"id": "t", "seller": seller, "buyer": "buy0", "commodity": "ore", "quantity": quantity, **more}


def test_what_no_border_explains_is_a_premium_and_a_question(one_side):
    calibrated = calibrate(one_side.book([_trade("sell0", 60)]))
    dearer = 50 + 10 - 20 - round(200**0.5, 3)
    assert calibrated.found.suspects == ()
    assert calibrated.found.premiums == pytest.approx({"t": dearer})
    (check,) = calibrated.found.checks
    assert (check.reproduced, check.gap) == (pytest.approx(0, abs=1e-6), pytest.approx(dearer))
    assert (check.bought_from, check.sold_to) == ("sell1", "")
    said = "\n".join(calibrated.lines("en"))
    assert "contract" in said
    assert "25.86 yuan more" in said


def test_ties_are_no_difference(one_side):
    even = Region(one_side.home, one_side.place, [(0, 50.0, 100.0), (0, 50.0, 100.0)], one_side.buyers)
    for seller in ("sell0", "sell1"):
        found = calibrate(even.book([_trade(seller, 60)])).found
        assert found.share == pytest.approx(1)
        assert found.checks[0].missed == pytest.approx(0, abs=1e-6)


def test_more_than_the_book_allows_is_said_so(one_side):
    calibrated = calibrate(one_side.book([_trade("sell1", 90)]))
    (check,) = calibrated.found.checks
    assert (check.recorded, check.possible) == (90, pytest.approx(60))
    assert "at most 60 can be bought so" in "\n".join(calibrated.lines("en"))


def test_a_purchase_that_the_book_does_not_know(one_side):
    calibrated = calibrate(one_side.book([_trade("buy0", 5, buyer="sell1")]))
    assert calibrated.found.checks[0].possible == 0
    assert calibrated.found.share is None
    assert "does not make" in "\n".join(calibrated.lines("en"))


def test_no_record_is_said_so(one_side):
    assert [line[:25] for line in calibrate(one_side.book([])).lines("en")] == ["The table trades is empty"]


def _hidden(tmp_path):
    place = region(5, "ab")
    record = place.record({("a", "b"): 80.0})
    write_book(place.book(record), tmp_path / "book")
    return str(tmp_path / "book")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_accepted_rows_make_the_model_agree(cli, tmp_path, lang):
    book = _hidden(tmp_path)
    first = cli("calibrate", book, "--accept", str(tmp_path / "found.csv"), "--json", "-", "--lang", lang)
    assert first.exit_code == 0
    told = json.loads(first.stdout)
    assert (told["share"] < 1, [s["first"] for s in told["suspects"]]) == (True, ["a"])
    (row,) = csv.DictReader(io.StringIO((tmp_path / "found.csv").read_text(encoding="utf-8-sig")))
    assert (row["confidence"], row["between"], row["kind"]) == ("derived", "a;b", "cost")
    (tmp_path / "book" / "fences.csv").write_bytes((tmp_path / "found.csv").read_bytes())
    assert cli("check", book, "--lang", lang).exit_code == 0
    again = cli("calibrate", book, "--lang", lang)
    assert "100" in again.stdout
    assert cli("calibrate", book, "--accept", str(tmp_path / "found.csv"), "--lang", lang).exit_code == 1


def test_the_questions_name_people_and_places(cli, tmp_path):
    said = cli("calibrate", _hidden(tmp_path), "--lang", "zh").stdout
    assert "需要询问" in said
    assert "疑似藩篱" in said
    assert "--accept" in said


def test_what_a_neighbour_sells_is_not_the_recorded_sellers():
    """At one site one mine sells 50 at 40, the other the last 10 at 50: of the 60 on record for it 10 are so."""
    mines = Region(["a", "a"], [(0, 0), (10, 0)], [(0, 50.0, 100.0), (0, 40.0, 50.0)], [(1, 60.0)])
    (check,) = calibrate(mines.book([_trade("sell0", 60)])).found.checks
    assert (check.reproduced, check.possible, check.gap) == tuple(map(pytest.approx, (10, 60, 10)))


def test_what_a_neighbour_buys_is_not_the_recorded_buyers():
    mills = Region(["a", "a"], [(0, 0), (10, 0)], [(0, 50.0, 100.0)], [(1, 10.0), (1, 50.0)])
    (check,) = calibrate(mills.book([_trade("sell0", 60)])).found.checks
    assert (check.reproduced, check.possible) == (pytest.approx(10), pytest.approx(10))
