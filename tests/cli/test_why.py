"""Somebody asks where a number comes from."""

import pytest
from rich.cells import cell_len

from worlds.neighbours import neighbours
from worlds.writing import write

ASKED = (
    "fences.toll", "measures.free_road", "match.paste_bought", "claim.paste_claim", "claim.vague", "wedge.power",
    "price.mill.paste", "price.mine.pulp", "income.east", "income.outside", "welfare",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return str(write(*neighbours(), tmp_path_factory.mktemp("why") / "neighbours"))


def said(done):
    return " ".join(done.stdout.split())


def test_the_formula_its_numbers_and_its_rows(cli, two_towns):
    text = said(cli("why", two_towns, "fences.checkpoint"))
    assert "welfare without the fence - welfare today = 131,000 - 100,500 = 30,500" in text
    assert "links.road: West Town to East Town Bricks 500 1,000 24 12,000" in text
    assert "fences.csv, row 2: checkpoint: between east;west; direction both; modes truck; kind time; size 2" in text
    assert "[assumed: made up for this example]" in text


def test_the_source_of_a_row(cli, path):
    assert "fences.csv, row 2: toll" in said(cli("why", path, "fences.toll"))
    assert "[published: a sign]" in said(cli("why", path, "fences.toll"))


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize(("lang", "width"), [("en", 80), ("zh", 80), ("zh", 120)])
def test_every_answer_is_printed_within_the_terminal(cli, path, what, lang, width):
    done = cli("why", path, what, "--lang", lang, width=width)
    assert done.exit_code == 0, done.stderr
    assert max(map(cell_len, done.stdout.splitlines())) <= width
    assert "{" not in done.stdout


def test_chinese_names(cli, path):
    text = said(cli("why", path, "match.paste_bought", "--lang", "zh"))
    assert "每单位 45" in text
    assert "过路费" in said(cli("why", path, "fences.toll", "--lang", "zh"))


def test_without_a_name_all_that_can_be_asked_is_listed(cli, path):
    listed = cli("why", path).stdout.split()
    assert set(ASKED) <= set(listed)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_unknown_name_is_one_sentence_with_the_nearest(cli, path, lang):
    done = cli("why", path, "fences.tolls", "--lang", lang)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "fences.toll”" in done.stderr.splitlines()[-1]


def test_a_book_that_lacks_something_says_what(cli, world):
    done = cli("why", world("must_short"), "welfare")
    assert done.exit_code == 1
    assert "short by" in done.stderr
