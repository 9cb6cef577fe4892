"""Books without an answer: what is said about them names the place, the commodity and what is in the way."""

import pytest

import unfence
from economy.books import book_of
from unfence.economy.trouble import EndlessError, ShortError
from worlds import worlds


def test_short_names_site_commodity_amount_and_cause():
    with pytest.raises(ShortError) as error:
        unfence.study(book_of(worlds.must_short()))
    (short,) = error.value.shortfalls
    assert (short.site, short.commodity, short.unit) == ("mill", "steam", "GJ")
    assert short.amount == pytest.approx(12)
    assert ("market", "boiler") in {(o.what, o.id) for o in error.value.obstacles}
    assert "12 GJ" in error.value.say("en")
    assert "缺 12 GJ" in error.value.say("zh")


def test_short_names_the_ban():
    tables, settings = worlds.must_short()
    tables["fences"] = [{"id": "line", "name": "Line", "between": "west;east", "kind": "ban"}]
    with pytest.raises(ShortError) as error:
        unfence.study(book_of((tables, settings)))
    assert error.value.shortfalls[0].amount == pytest.approx(100)
    assert [o.id for o in error.value.obstacles] == ["line"]


def test_short_names_the_quota():
    tables, settings = worlds.must_short()
    tables["fences"] = [{"id": "cap", "name": "Cap", "between": "west;east", "kind": "quota", "size": 30}]
    with pytest.raises(ShortError) as error:
        unfence.study(book_of((tables, settings)))
    assert error.value.shortfalls[0].amount == pytest.approx(70)
    assert "cap" in [o.id for o in error.value.obstacles]


def test_short_names_the_plant_and_the_link():
    tables, settings = worlds.must_short()
    tables["links"][0]["capacity"] = 50
    with pytest.raises(ShortError) as error:
        unfence.study(book_of((tables, settings)))
    assert ("link", "pipe1") in {(o.what, o.id) for o in error.value.obstacles}


def test_what_must_be_bought_and_finds_no_use():
    tables, settings = worlds.must_short()
    del tables["markets"][1]["must"]
    tables["markets"][0]["must"] = 80
    tables["markets"][1]["quantity"] = 20
    with pytest.raises(ShortError) as error:
        unfence.study(book_of((tables, settings)))
    assert error.value.shortfalls[0].supply
    assert error.value.shortfalls[0].amount == pytest.approx(60)


def test_endless_names_the_path():
    with pytest.raises(EndlessError) as error:
        unfence.study(book_of(worlds.endless()))
    assert (error.value.path.supply, error.value.path.demand) == ("dig", "melt")
    assert error.value.path.sites == ("mine", "mill")


def test_endless_only_when_the_fence_is_down():
    tables, settings = worlds.endless()
    tables["fences"] = [{"id": "duty", "name": "Duty", "between": "west;east", "kind": "cost", "size": 10}]
    with pytest.raises(EndlessError):
        unfence.study(book_of((tables, settings)))


def test_a_capacity_on_the_way_is_a_bound():
    tables, settings = worlds.endless()
    tables["links"][0]["capacity"] = 70
    assert unfence.study(book_of((tables, settings))).fences.today == pytest.approx((9 - 5 - 1) * 70)
