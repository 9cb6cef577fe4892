"""Every number is traced: formulas hold, sums add up to what the study says, rows are those of the book."""

import pytest

import unfence
from unfence.errors import UnfenceError
from unfence.examples import example
from unfence.studies.why import askable, why
from unfence.studies.why.scene import Scene, welfare_by_row
from worlds import worlds
from worlds.neighbours import neighbours
from worlds.writing import write

NAMES = ("commuters", "toll_paradox", "lossy_pipe", "terminal_change", "quota_shared", "three_regions", "tie_fee")


def book_of(world, folder):
    return unfence.read_book(write(*world, folder))


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return book_of(neighbours(), tmp_path_factory.mktemp("neighbours"))


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_add_up_to_welfare(name, tmp_path):
    scene = Scene(book_of(getattr(worlds, name)(), tmp_path))
    for state in (scene.today, scene.economy.solve(scene.economy.state(scene.book["fences"]["id"].to_list()))):
        assert sum(welfare_by_row(state).values()) == pytest.approx(state.welfare)


@pytest.mark.parametrize("name", NAMES)
def test_the_rows_add_up_to_every_income(name, tmp_path):
    book = book_of(getattr(worlds, name)(), tmp_path)
    incomes = Scene(book).incomes
    for party, income in zip(incomes.parties, incomes.income, strict=True):
        (made,) = why(book, f"income.{party}").sums
        assert made.total == pytest.approx(income, abs=1e-6)
        assert sum(term.amount for term in made.terms) == pytest.approx(income, abs=1e-6)


def test_all_that_can_be_asked_has_an_answer(book):
    asked = [f"{kind}.{name}" if name else kind for kind, names in askable(book).items() for name in names]
    assert {name.split(".")[0] for name in asked} == {
        "fences", "measures", "match", "claim", "wedge", "price", "income", "welfare"
    }  # fmt: skip
    for name in asked:
        found = why(book, name)
        assert found.formulas
        assert all(row.row > 1 and row.cells for row in found.rows)


def test_a_fence_is_worth_what_the_study_says():
    book = example("two_towns")
    study = unfence.study(book)
    for price in study.fences.prices:
        alone, last, *_ = why(book, f"fences.{price.id}").formulas
        assert alone.values["worth"] == pytest.approx(price.alone)
        assert last.values["worth"] == pytest.approx(price.last)


def test_the_change_of_welfare_is_split_by_row():
    found = why(example("two_towns"), "fences.checkpoint")
    (change,) = found.sums
    # 500 t of bricks more go east: 500 x 255 - 500 x 200, 18 of transport each; 24 x 500 are lost no more
    assert {term.name: term.amount for term in change.terms} == pytest.approx({
        "markets.east_bricks": 127500, "markets.west_bricks": -100000, "fences.checkpoint": 12000,
        "links.road": -8000, "modes.truck": -1000,
    })  # fmt: skip
    (bearing,) = found.bearings
    assert (bearing.thing, bearing.quantity, bearing.without, bearing.each) == ("links.road", 500, 1000, 24)


def test_travellers_pay_at_a_fence_too(tmp_path):
    book = book_of(worlds.commuters(), tmp_path)
    asked = [why(book, f"fences.{fence}") for fence in book["fences"]["id"]]
    assert any(bearing.thing.startswith("trips.") for found in asked for bearing in found.bearings)


def test_a_measure_adds_its_cost(book):
    cost, alone = why(book, "measures.free_road").formulas
    assert cost.values["cost"] == pytest.approx(100)
    assert alone.values["worth"] == pytest.approx(3500)


def test_a_claim_a_match_and_a_wedge(book):
    claim, match, wedge = (why(book, name) for name in ("claim.paste_claim", "match.paste_bought", "wedge.power"))
    assert claim.formulas[0].values["computed"] == pytest.approx(-400)
    assert sum(term.amount for term in claim.sums[2].terms) == pytest.approx(-400)
    assert match.formulas[0].values["whole"] == pytest.approx(3600)
    assert [made.total for made in match.sums] == pytest.approx([110, 65])
    assert wedge.formulas[0].values["wedge"] == pytest.approx(200)
    assert {row.table for row in wedge.rows} == {"markets", "tariffs", "fences"}


def test_a_price_is_the_sellers_goods_and_the_way(book):
    found = why(book, "price.mill.paste")
    assert found.formulas[0].values["delivered"] == pytest.approx(110)
    assert {term.name: term.amount for term in found.sums[0].terms} == pytest.approx({"goods": 100, "freight": 10})
    assert [(row.table, row.key) for row in found.rows[:2]] == [("markets", "far_paste"), ("links", "highway")]


def test_a_row_says_where_it_stands_and_where_it_is_from(book):
    row = why(book, "fences.toll").rows[0]
    assert (row.table, row.row, row.key, row.source, row.confidence) == ("fences", 2, "toll", "a sign", "published")
    assert dict(row.cells)["size"] == 50
    assert "payee" not in dict(row.cells)  # nobody receives a cost


@pytest.mark.parametrize(("asked", "near"), [("fences.tol", "fences.toll"), ("welfar", "welfare"), ("", "")])
def test_what_is_unknown_names_the_nearest(book, asked, near):
    with pytest.raises(UnfenceError) as caught:
        why(book, asked)
    assert near in caught.value.say("en")
    assert near in caught.value.say("zh")
