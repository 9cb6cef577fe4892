"""What waiting costs: a twelfth of what is missed without the measure, and never more than the study can say."""

from dataclasses import replace

import pytest

from unfence.workspace.matters.delays import Figures, figures_of, figures_seen_by
from unfence.workspace.matters.models import Matter
from unfence.workspace.matters.settling import close_matter
from workspace.affairs import raised, studied

FIGURES = Figures(
    number=1,
    revision=1,
    currency="CNY",
    fences={"wall": {"name": "Wall", "name_zh": "", "alone": 2400.0}},
    measures={
        "gate": {"name": "Gate", "name_zh": "门", "in_best": 1200.0},
        "road": {"name": "Road", "name_zh": "", "in_best": 600.0},
        "moat": {"name": "Moat", "name_zh": "", "in_best": -36000.0},
    },
    best=["gate", "road"],
)


@pytest.mark.parametrize(
    ("measures", "fences", "monthly", "least", "of_fence"),
    [
        (["gate"], [], 100, False, False),
        (["gate", "road"], [], 100, True, False),
        (["road"], ["wall"], 50, False, False),
        ([], ["wall"], 200, False, True),
        (["moat"], [], 0, False, False),
        (["moat"], ["wall"], 200, False, True),
    ],
)
def test_by_hand(measures, fences, monthly, least, of_fence):
    delay = FIGURES.delay(Matter(measures=measures, fences=fences))
    assert (delay.monthly, delay.least, delay.of_fence) == (monthly, least, of_fence)


@pytest.mark.parametrize(("measures", "fences"), [([], []), (["bridge"], ["ditch"])])
def test_what_no_study_knows_has_no_price(measures, fences):
    assert FIGURES.delay(Matter(measures=measures, fences=fences)) is None
    assert figures_of(None).delay(Matter(measures=["gate"], fences=["wall"])) is None


def test_small_differences_say_the_same(area):
    matter = raised(area, fences=["wall"], measures=["gate"])
    decision = matter.decisions.model(matter=matter, study=1, figures={"measures/gate": 1200.0, "fences/wall": 2400.0})
    gates = FIGURES.measures

    def newer(in_best):
        held = {**gates, "gate": {**gates["gate"], "in_best": in_best}}
        return [m.name for m in replace(FIGURES, number=2, measures=held).moved(decision)]

    assert newer(1200.0) == newer(1211.0) == []
    assert newer(1225.0) == newer(0.0) == ["Gate"]
    gone = replace(FIGURES, number=2, fences={})
    assert [(m.name, m.then, m.now) for m in gone.moved(decision)] == [("wall", 2400.0, None)]
    assert replace(gone, number=1).moved(decision) == []


def test_the_dearest_delay_comes_first(area, client_of):
    studied()
    nothing, fence, measure = raised(area, "A", (), ()), raised(area, "B", ["stamp"], ()), raised(area, "C")
    page = client_of("viewer", "west").get("/matters/").content.decode()
    assert page.index(measure.code) < page.index(fence.code) < page.index(nothing.code)
    assert "2,292 yuan" in page  # 27,500 / 12
    assert "541.7 yuan" in page  # 6,500 / 12
    close_matter(measure, area.member("officer"), "done")
    assert measure.code not in client_of("viewer").get("/matters/").content.decode()
    page = client_of("viewer").get("/matters/?closed=1").content.decode()
    assert page.index(fence.code) < page.index(measure.code)
    assert figures_seen_by(area.member("viewer")).delay(measure) is None
