"""What if: by hand on two towns, by law on books drawn at random, and the same as the study says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unfence.book import read_book, write_book
from unfence.errors import StudyError
from unfence.examples import example
from unfence.studies import study
from unfence.studies.whatif import Bench, Clash, whatif


@pytest.fixture(scope="module")
def daxin():
    return Bench(example("daxin"))


def test_two_towns_by_hand():
    """One check: 30,500 more (the figure on paper), less 40,000 x 5 % + 1,000."""
    answer = whatif(example("two_towns"), ["one_check"])
    assert answer.gain == pytest.approx(30_500 - 3_000)
    assert (answer.capex, answer.cost) == (40_000, 3_000)
    assert answer.payments == {"east": 1_500, "west": 1_500, "outside": 0}
    tolls = {toll.fence: toll for toll in answer.tolls}
    assert tolls["checkpoint"].then is None
    assert tolls["checkpoint"].today == pytest.approx(30_500)
    assert tolls["stamp"].then != tolls["stamp"].today


def test_nothing_ticked_is_today(daxin):
    answer = daxin.whatif()
    assert answer.gain == 0
    assert set(answer.change.values()) == {0}
    assert answer.then.accounts == answer.today.accounts
    assert all(toll.today == pytest.approx(toll.then) for toll in answer.tolls)
    assert answer.reach == ()


def test_it_says_what_the_study_says():
    book = example("two_towns")
    made, answer = study(book).to_dict(), whatif(book, ["one_check"])
    assert made["best"] == ["one_check"]
    assert answer.gain == pytest.approx(made["welfare"]["gain"])
    assert answer.to_dict()["income"]["then"] == pytest.approx(made["income"]["best"])
    assert answer.to_dict()["accounts"]["then"]["by_jurisdiction"] == made["accounts"]["best"]["by_jurisdiction"]
    assert [toll.today for toll in answer.tolls] == pytest.approx([fence["alone"] for fence in made["fences"]])


CHOICES = ("interchange", "gas_link", "heat_link", "bus_line", "hazmat_joint", "mutual_cover")


@settings(max_examples=8, deadline=None)
@given(st.sets(st.sampled_from(CHOICES)), st.sets(st.sampled_from(("check", "skills", "medical"))))
def test_laws(daxin, measures, fences):
    """What the parties gain is the gain; taking one fence down is worth what it is said to cost."""
    answer = daxin.whatif(measures, fences)
    assert sum(answer.change.values()) == pytest.approx(answer.gain, abs=1e-8 * answer.today.welfare)
    assert sum(answer.payments.values()) == pytest.approx(answer.cost)
    assert {toll.fence for toll in answer.tolls if toll.then is None} >= fences
    standing = next(toll for toll in answer.tolls if toll.then is not None)
    further = daxin.whatif(measures, fences | {standing.fence})
    assert further.then.welfare - answer.then.welfare == pytest.approx(standing.then, abs=1e-8 * answer.today.welfare)


def test_a_warm_bench_answers_as_a_cold_one(daxin):
    daxin.whatif(["bus_line"], ["skills"])
    warm, cold = daxin.whatif(["heat_link"], ["check"]), whatif(example("daxin"), ["heat_link"], ["check"])
    assert warm.gain == pytest.approx(cold.gain, rel=1e-9)
    assert warm.change == pytest.approx(cold.change, abs=1e-8 * cold.today.welfare)
    assert warm.reach == cold.reach != ()


def test_what_cannot_go_together_is_said(daxin):
    both = ["heat_link", "own_boiler", "road_rail", "dl_yard"]
    assert daxin.clashes(both) == (
        Clash("excludes", "heat_link", "own_boiler"),
        Clash("excludes", "road_rail", "dl_yard"),
    )
    with pytest.raises(StudyError, match="cannot be done together"):
        daxin.whatif(both)
    with pytest.raises(StudyError, match="bridge_to_nowhere"):
        daxin.whatif(["heat_link"], ["bridge_to_nowhere"])


def test_needs_and_what_is_decided(tmp_path):
    """``half`` needs ``one_check``; ``other`` is decided and excludes ``third``."""
    place = tmp_path / "book"
    write_book(example("two_towns"), place)
    head, first = (place / "measures.csv").read_text(encoding="utf-8-sig").splitlines()[:2]
    names = head.split(",")
    row = dict(zip(names, first.split(","), strict=True))
    more = [
        {"id": "half", "needs": "one_check"},
        {"id": "other", "status": "done", "excludes": "third"},
        {"id": "third"},
    ]
    names += [name for name in ("needs", "excludes") if name not in names]
    lines = [",".join((row | extra).get(name, "") for name in names) for extra in ({}, *more)]
    (place / "measures.csv").write_text("\n".join([",".join(names), *lines]) + "\n", encoding="utf-8")
    effects = (place / "effects.csv").read_text(encoding="utf-8-sig").splitlines()
    effects += [effects[1].replace("one_check", extra["id"]) for extra in more if extra["id"] != "other"]
    (place / "effects.csv").write_text("\n".join(effects) + "\n", encoding="utf-8")
    bench = Bench(read_book(place))
    assert bench.decided == ("other",)
    assert bench.clashes(["half", "third"]) == (Clash("needs", "half", "one_check"), Clash("barred", "third"))
    assert bench.clashes(["half", "one_check"]) == ()
