"""The oracle against paper, against print, and against PyPSA: who checks others is checked first."""

from pathlib import Path

import pytest

from oracle import choices, incomes, plain, pypsa_oracle
from oracle.choices import yearly_cost
from oracle.people import journey
from oracle.reader import read
from oracle.scene import scene
from worlds import worlds
from worlds.random_book import random_book, thin_book
from worlds.writing import World, write

PAPER = [
    # world, fences down, measures done, private, welfare
    (worlds.three_regions("open"), "", "", 751.5, 751.5),
    (worlds.three_regions("autarky"), "", "", 713.85, 713.85),
    (worlds.three_regions("time"), "", "", 741.4615, 741.4615),
    (worlds.three_regions("fee"), "", "", 741.4615, 749.5385),
    (worlds.three_regions("autarky"), "round0 wall12", "", 751.5, 751.5),
    (worlds.two_bridges(), "", "", 0, 0),
    (worlds.two_bridges(), "", "build_e", 9000, 9000),
    (worlds.two_bridges(), "", "build_e build_w", 9000, 9000),
    (worlds.toll_paradox(), "", "", 3500, 4000),
    (worlds.toll_paradox(), "check", "", 3900, 3900),
    (worlds.toll_paradox(), "toll", "", 4000, 4000),
    (worlds.toll_paradox(), "check toll", "", 4000, 4000),
    (worlds.lossy_pipe(), "", "", 50, 60),
    (worlds.lossy_pipe(), "transit", "", 60, 60),
    (worlds.terminal_change(), "", "", 1800, 1800),
    (worlds.terminal_change(), "", "second_crane", 3600, 3600),
    (worlds.quota_shared(), "", "", 920, 920),
    (worlds.quota_shared(), "quota", "", 1280, 1280),
    (worlds.directed_fence(), "", "", 1040, 1040),
    (worlds.directed_fence(), "gate", "", 1280, 1280),
    (worlds.waste_dump(), "", "", 0, 0),
    (worlds.waste_dump(), "no_waste", "", 2500, 2700),
    (worlds.commuters(), "", "", 1500, 1500 + 200),
    (worlds.commuters(), "check", "", 3500 + 1990, 3500 + 200 + 1990 + 200),
    (worlds.commuters(), "no_train", "", 100 * (50 - 6 - 20 / 6), 100 * (50 - 6 - 20 / 6)),
    (worlds.commuters(), "", "span", 4000, 4000),
    (worlds.tie_fee(), "", "", 2200, 2640),
    (worlds.one_side(), "", "", 2500, 2500),
    (worlds.no_fences(), "", "", 2500, 2500),
    (worlds.emptyish(), "", "", 0, 0),
    (worlds.joint_plant(), "", "", 2860, 3260),
    (worlds.sloped_supply(), "", "", 8000, 8400),
    (worlds.sloped_supply(300), "", "", 7500, 7800),
    (worlds.two_towns(), "", "", 2900, 2900),
    (worlds.two_towns(), "check", "", 3500, 3500),
    (worlds.two_towns(), "", "halve", 3200, 3200),
    (worlds.under_way(), "", "", 5800, 5800),
    (worlds.under_way(), "check", "", 7000, 7000),
    (worlds.named_alike(), "", "", 2220, 2220),
    (worlds.chained_measures(), "", "", 0, 0),
    (worlds.chained_measures(), "", "bridge ramp", 5000, 5000),
]


@pytest.mark.parametrize(("world", "down", "done", "private", "welfare"), PAPER)
def test_paper(world: World, down: str, done: str, private: float, welfare: float, tmp_path: Path):
    answer = plain.welfare(write(*world, tmp_path), down.split(), done.split())
    assert answer.private == pytest.approx(private, rel=1e-7, abs=1e-6)
    assert answer.welfare == pytest.approx(welfare, rel=1e-7, abs=1e-6)
    assert answer.private + sum(answer.collected.values()) == pytest.approx(answer.welfare)


def test_three_regions_prices_and_flows(tmp_path):
    answer = plain.welfare(write(*worlds.three_regions(), tmp_path))
    assert [answer.prices[f"s{i}", "grain"] for i in range(3)] == pytest.approx([24, 27, 30], rel=1e-6)
    flows = {(start, end): q for (_, start, end, _), q in answer.flows.items() if q > 1e-6}
    assert flows == {("s0", "s1"): pytest.approx(6, rel=1e-6), ("s1", "s2"): pytest.approx(9, rel=1e-6)}


def test_three_regions_fee_is_collected_and_lost_time_is_not(tmp_path):
    fee = plain.welfare(write(*worlds.three_regions("fee"), tmp_path / "fee"))
    time = plain.welfare(write(*worlds.three_regions("time"), tmp_path / "time"))
    assert fee.collected["r0"] == pytest.approx(8.0769, abs=1e-4)
    assert fee.prices == pytest.approx(time.prices, rel=1e-6)
    assert sum(time.collected.values()) == 0


@pytest.mark.parametrize(
    ("world", "verdict"), [(worlds.must_short(), plain.Infeasible), (worlds.endless(), plain.Unbounded)]
)
def test_books_without_an_answer(world: World, verdict: type[Exception], tmp_path: Path):
    with pytest.raises(verdict):
        plain.welfare(write(*world, tmp_path))


def test_a_journey_takes_the_way_that_pays_fees_when_two_cost_the_same(tmp_path):
    state = scene(read(write(*worlds.tie_fee(), tmp_path)))
    way = journey(state, state.book["trips"][0])
    assert way is not None
    assert (way.links, way.cost, way.fees) == (("turnpike",), 10, {"west": 4})


def test_two_bridges_overlap(tmp_path):
    books = choices.opened(write(*worlds.two_bridges(), tmp_path))
    bridge = choices.bill(books)["measures"]["build_e"]
    assert (bridge.alone, bridge.last, bridge.shapley) == pytest.approx((8000, -1000, 3500))
    best = choices.best(books)
    assert best is not None
    assert (best.measures, best.net) == (("build_e",), pytest.approx(8000))


def test_the_bill_of_fences_shows_the_paradox(tmp_path):
    fences = choices.bill(write(*worlds.toll_paradox(), tmp_path))["fences"]
    assert (fences["check"].alone, fences["check"].last) == pytest.approx((-100, 0), abs=1e-5)
    assert (fences["check"].shapley, fences["toll"].shapley) == pytest.approx((-50, 50), abs=1e-5)


def test_needs_excludes_and_budgets(tmp_path):
    books = choices.opened(write(*worlds.chained_measures(), tmp_path))
    measures = choices.bill(books)["measures"]
    assert [measures[m].alone for m in ("bridge", "ramp", "ferry")] == pytest.approx([2000, 0, 4200])
    assert [measures[m].last for m in ("bridge", "ramp", "ferry")] == pytest.approx([200, 200, 0])
    assert sum(item.shapley for item in measures.values()) == pytest.approx(4400)
    plans = [(budget, plan.measures, plan.net) for budget, plan in choices.plans(books)]
    assert plans == [
        (0, (), 0),
        (3000, ("ferry",), pytest.approx(4200)),
        (6000, ("bridge", "ramp"), pytest.approx(4400)),
    ]
    assert choices.in_best(books, "ramp") == pytest.approx(200)
    assert choices.in_best(books, "ferry") == pytest.approx(-200)
    assert choices.share_of_best(books) == pytest.approx({"bridge": 3200, "ramp": 1200})
    alone = choices.best(books, among=choices.choices(books.book, players_only=True), budget=5999)
    assert alone is not None
    assert (alone.measures, alone.net) == (("bridge",), pytest.approx(2000))


def test_yearly_cost():
    measure = {"capex": 1000, "opex": 7, "life": 10}
    assert yearly_cost(measure, 0.05) == pytest.approx(1000 * 0.1295045750 + 7)
    assert yearly_cost(measure, 0) == 107
    assert yearly_cost(measure | {"life": 0}, 0.05) == pytest.approx(57)


@pytest.mark.parametrize("seed", range(4))
def test_pypsa_agrees(seed: int, tmp_path: Path):
    write(*random_book(seed, 4, trips=False), tmp_path)
    assert plain.welfare(tmp_path).private == pytest.approx(pypsa_oracle.private(tmp_path), rel=1e-7)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 106))
def test_pypsa_agrees_when_fences_fall_and_measures_are_done(seed: int, tmp_path: Path):
    write(*random_book(seed, 6, trips=False), tmp_path)
    fences = [row["id"] for row in read(tmp_path)["fences"]]
    state = {"fences_down": fences[::2], "measures": ["d2", "d4"]}
    assert plain.welfare(tmp_path, **state).private == pytest.approx(pypsa_oracle.private(tmp_path, **state), rel=1e-7)


@pytest.mark.parametrize("seed", range(20))
def test_taking_fences_down_never_lowers_the_private_optimum(seed: int, tmp_path: Path):
    write(*random_book(seed, slopes=seed % 2 == 1), tmp_path)
    fences = [row["id"] for row in read(tmp_path)["fences"]]
    today, open_ = plain.welfare(tmp_path), plain.welfare(tmp_path, fences)
    assert open_.private >= today.private - 1e-7 * abs(today.private)
    assert open_.trips_surplus >= today.trips_surplus


def test_bilateral_incomes_go_from_nothing_to_all(tmp_path):
    folder = write(*worlds.bilateral(), tmp_path)
    assert incomes.income_range(folder) == {
        "west": pytest.approx((0, 2500), abs=1e-5),
        "east": pytest.approx((0, 2500), abs=1e-5),
        "outside": pytest.approx((0, 0), abs=1e-5),
    }
    assert incomes.income(folder) == pytest.approx({"west": 1250, "east": 1250, "outside": 0}, abs=1e-4)


def test_three_regions_incomes_are_points(tmp_path):
    """Consumers' and producers' triangles: 9^2 + 15^2 / 2; 9^2 x 3 / 2 + 12^2; 21^2 / 2 + 12^2 / 2."""
    folder = write(*worlds.three_regions(), tmp_path)
    assert incomes.income(folder) == pytest.approx({"r0": 193.5, "r1": 265.5, "r2": 292.5, "outside": 0}, abs=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_incomes_add_up_and_lie_in_their_ranges(seed: int, tmp_path: Path):
    folder = write(*thin_book(seed), tmp_path)
    found, ranges = incomes.income(folder), incomes.income_range(folder)
    assert sum(found.values()) == pytest.approx(plain.welfare(folder).welfare, abs=1e-4)
    assert all(low - 1e-4 <= found[party] <= high + 1e-4 for party, (low, high) in ranges.items())


def test_thin_books_leave_room_in_their_prices(tmp_path):
    ranges = [incomes.income_range(write(*thin_book(seed), tmp_path / str(seed))) for seed in range(4)]
    assert sum(any(high - low > 1 for low, high in found.values()) for found in ranges) >= 2


def test_worth_of_two_bridges_and_of_a_bridge_that_needs_both(tmp_path):
    assert incomes.worth(write(*worlds.two_bridges(), tmp_path / "two")) == pytest.approx([0, 8000, 8000, 8000])
    assert incomes.worth(write(*worlds.chained_measures(), tmp_path / "one")) == pytest.approx([0, 0, 0, 4400])
