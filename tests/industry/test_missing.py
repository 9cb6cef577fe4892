"""Missing links: planted ones are found at the worth worked out on paper, removed ones are not."""

import pytest

from industry.chains import bought_outside, cheap_tip, commodity, market, recipe, slag_chain, solved, today
from unfence.examples import example
from unfence.industry import chain_of, missing_links
from unfence.industry.closings import Opening, changed


def found(tables):
    return missing_links(*solved(tables))


def test_waste_that_a_ban_keeps_from_its_user():
    (link,) = found(slag_chain())
    assert (link.kind, link.commodity, link.makers, link.takers) == ("waste", "slag", ("works",), ("mill_cement",))
    assert (link.players, link.closing.fences) == (("west",), ("no_waste",))
    assert link.worth == pytest.approx(6500)
    assert link.quantity == pytest.approx(100)
    assert not link.closing.builds


def test_without_the_ban_nothing_is_missing():
    assert found(slag_chain(ban=False)) == ()


def test_waste_that_earns_nothing_across_is_no_link():
    # the tip pays 20 for slag: nobody pays to be rid of it
    assert found(slag_chain(dump_price=20)) == ()


def test_a_cheaper_dump_is_no_link():
    assert found(cheap_tip()) == ()


def test_a_dump_across_does_not_hide_in_the_worth():
    tables = slag_chain(takers=40)
    tables["markets"].append(market("east_tip", "mill", "slag", "demand", -1))
    links = found(tables)
    alone = next(link for link in links if not link.closing.builds)
    assert alone.worth == pytest.approx(40 * 65)  # not 40 x 65 + 60 x 24, which the cheaper tip would add
    assert alone.quantity == pytest.approx(40)


def test_a_full_user_wants_the_way_and_capacity_together():
    links = found(slag_chain(takers=40))
    assert [link.worth for link in links] == pytest.approx([6500, 2600])
    assert [bool(link.closing.grown) for link in links] == [True, False]


def test_no_way_at_all_asks_for_a_link():
    (link,) = found(slag_chain(ban=False, road=False))
    assert (link.closing.link.a, link.closing.link.b, link.closing.link.mode) == ("mine", "mill", "road")
    assert link.closing.link.km == pytest.approx(1.3 * 9.88, rel=0.01)  # 0.1 degrees of longitude at 27.3 degrees
    assert link.worth == pytest.approx(7000)  # the road itself is free


def test_a_planned_way_opens():
    tables = slag_chain()
    tables["links"][0]["status"] = "planned"
    (link,) = found(tables)
    assert link.closing.opened == (Opening("link", "lane"),)
    assert link.worth == pytest.approx(6500)


def test_bought_outside_because_of_a_toll():
    (link,) = found(bought_outside())
    assert (link.kind, link.commodity, link.players) == ("bought_outside", "paste", ("east",))
    assert (link.closing.fences, link.makers) == (("toll",), ("boiler",))
    assert (link.worth, link.quantity) == (pytest.approx(3600), pytest.approx(80))


@pytest.mark.parametrize("toll", [0, 44, 200])
def test_the_worth_does_not_depend_on_a_toll_nobody_pays(toll):
    links = found(bought_outside(toll=toll))
    assert [link.worth for link in links] == ([pytest.approx(3600)] if toll > 45 else [])


def test_a_full_maker_wants_capacity():
    # without a toll 30 t cross; the other 50 t, 45 cheaper each, want capacity
    (link,) = found(bought_outside(capacity=30, toll=0))
    assert [(g.plant, g.runs) for g in link.closing.grown] == [("boiler", pytest.approx(50))]
    assert (link.worth, link.quantity) == (pytest.approx(50 * 45), pytest.approx(50))


def test_a_process_without_a_plant_here():
    tables = bought_outside(toll=0)
    tables["plants"] = []
    (link,) = found(tables)
    plant = link.closing.plant
    assert (plant.site, plant.process, plant.runs) == ("mill", "boil", pytest.approx(80))
    assert link.worth == pytest.approx(80 * (110 - 40 - 5))  # running costs of a plant that nobody has are not known


def test_inputs_from_outside_are_no_missing_link():
    tables = bought_outside(toll=0, here=False)
    tables["plants"] = []
    assert found(tables) == ()


def test_names_do_not_make_a_link():
    tables = bought_outside(toll=0)
    tables["plants"] = []
    tables["recipes"] = recipe("boil", pulp=-1, paste2=1)  # sounds alike, is something else
    tables["commodities"].append(commodity("paste2", name="Paste"))
    assert found(tables) == ()


def test_lifting_a_commodity_leaves_the_fence_to_the_others():
    (link,) = found(bought_outside())
    book = changed(solved(bought_outside()).economy.book, link.closing)
    assert set(book["fences"]["commodities"][0]) == {"pulp", "people"}


def test_daxin_has_no_missing_link_within_its_own_recipes():
    chain = chain_of(*today(example("daxin")))
    assert chain.missing == ()
    steps = {step.plant: step for step in chain.steps}
    assert steps["shenghe"].spare == pytest.approx(3998.6, abs=0.1)
    spread = next(c for c in chain.commodities if c.id == "sodium_sulfate")
    assert spread.sources["xinhuang"] == {"dalong": pytest.approx(46560)}
    assert spread.from_outside == {}
