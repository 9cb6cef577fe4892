"""Somebody reads what a study prints of industry, factor prices, carbon and bands."""

import pytest
from rich.cells import cell_len

from worlds.neighbours import neighbours
from worlds.writing import write

PLAIN = """\
paste: stated 3,000 yuan a year; 80 t from Boiler instead of the market at Far give -400 yuan: nothing is saved
steel: stated 7 yuan a year; cannot be checked
would save 45 yuan per t of Paste by buying from Boiler instead of the market at Far, up to 80 t a year
works pays 30 yuan per t to be rid of Slag; at the dump at Mill across the border it would cost 25 yuan
East: Paste is bought outside although it can be had here
free it from “Toll”. Worth 3,600 yuan a year
Power: the fence part is kept up by “Tariff zones”
Made on both sides: Steel, in t a year West 100 (best 100), East 100 (best 100)"""
ROWS = """\
Power West East 200.00 80.00 5.00 115.00
per MWh 400.00 600.00
as stated, 2024 West – East 0.71 1.00 0.50
Paste (t) East West 0 80 8,800
the book's own: in all 501 742 541
Free road -40.0 –"""


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return str(write(*neighbours(), tmp_path_factory.mktemp("industry") / "neighbours"))


def test_every_section_says_what_is_so_on_paper(cli, path):
    done = cli("study", path, width=120)
    text = " ".join(done.stdout.split())
    for said in PLAIN.split("\n"):
        assert said in text
    assert set(ROWS.split("\n")) <= {" ".join(line.split()) for line in done.stdout.splitlines()}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_bands_and_all_else_fit_the_terminal(cli, path, lang, width):
    done = cli("study", path, "--draws", "4", "--lang", lang, width=width)
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= width
    assert "{" not in done.stdout


def test_bands_are_printed_only_where_books_are_drawn(cli, two_towns):
    bare, drawn = (cli("study", two_towns, *more).stdout for more in ((), ("--draws", "6", "--seed", "3")))
    assert "How far the answers may be off" not in bare
    text = " ".join(drawn.split())
    assert "6 of 6 drawn books have an answer" in text
    assert "The assumptions that move the gain most" in text
    assert "gain of the best plan 27,500" in text


def test_sections_with_nothing_to_say_are_not_there(cli, world):
    text = cli("study", world("commuters")).stdout
    for heading in ("Claims", "Factor prices", "Cheaper dumps", "The same goods", "Carbon", "Missing links"):
        assert heading not in text


@pytest.mark.parametrize("option", ["--draws", "--seed"])
def test_a_number_that_is_none_is_wrong_usage(cli, two_towns, option):
    done = cli("study", two_towns, option, "many")
    assert done.exit_code == 2
    assert option in done.stderr
