"""A study holds industry, carbon by measure and bands; the answers are worked out on paper in ``neighbours``."""

import pytest

import unfence
from unfence.examples import example
from worlds import worlds
from worlds.neighbours import neighbours
from worlds.writing import write


def studied(world, folder, **asked):
    return unfence.study(unfence.read_book(write(*world, folder)), **asked)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return studied(neighbours(), tmp_path_factory.mktemp("neighbours"))


def test_the_missing_link_and_the_match_are_worth_what_the_toll_keeps(study):
    (missing,) = study.industry.chain.missing
    (match,) = study.industry.matches.rows
    assert missing.worth == pytest.approx(3600)
    assert match.open_saving * match.could_cover == pytest.approx(3600)
    assert [hurdle.id for hurdle in match.in_the_way] == ["toll"]


def test_the_claim_and_the_dump(study):
    rulings = {claim.id: claim.ruling for claim in study.industry.claims}
    assert rulings == {"paste_claim": "opposite", "vague": "unknown"}
    assert study.industry.claims[0].computed == pytest.approx(-400)
    (dump,) = study.industry.matches.dumps
    assert (dump.here, dump.there) == pytest.approx((30, 25))


def test_the_wedge_and_the_structure(study):
    (wedge,) = study.industry.board.wedges
    assert (wedge.policy, wedge.distance, wedge.fence) == pytest.approx((80, 5, 115))
    stated = study.industry.complements.profiles[0]
    assert (stated.pairs[0].similarity, stated.pairs[0].krugman) == pytest.approx((0.5**0.5, 1.0))


def test_a_measure_of_the_plan_is_compared_with_the_plan_without_it(study):
    (abatement,) = study.industry.carbon.abatements
    assert abatement.tonnes == pytest.approx(-40)  # 80 t of paste are boiled here, 500 kg each
    assert abatement.net == pytest.approx(3500)


def test_what_needs_a_measure_goes_with_it(tmp_path):
    found = studied(worlds.chained_measures(), tmp_path).industry.carbon.abatements
    nets = {a.measure: a.net for a in found}
    # without the bridge the ramp cannot be: both are lost; the ferry cannot join the plan, but stands alone
    assert nets == pytest.approx({"bridge": 5000 - 600, "ramp": 2500 - 100, "ferry": 4500 - 300})


def test_no_draws_no_bands(study):
    assert study.sensitivity is None
    assert study.to_dict()["sensitivity"] is None


def test_the_same_seed_gives_the_same_bands():
    book = example("two_towns")
    first, again, other = (unfence.study(book, draws=8, seed=seed).sensitivity for seed in (1, 1, 2))
    assert first == again
    assert first.samples != other.samples
    assert first.gain.stated == pytest.approx(27500)
