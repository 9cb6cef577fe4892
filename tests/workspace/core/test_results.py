"""What a member sees of a study: sums of the area, no figure of a withheld row, nothing that nobody has listed."""

import json

import pytest

from unfence.examples import example
from unfence.studies import study
from unfence.workspace.jobs.models import Job, ask
from unfence.workspace.sharing.granting import give
from unfence.workspace.sharing.models import VALUES, Grant
from unfence.workspace.sharing.results import OPEN, PARTS, Withheld, figures_seen, study_seen_by


@pytest.fixture(scope="module")
def figures():
    return json.loads(study(example("two_towns")).to_json())


@pytest.fixture
def studied(area, figures):
    job = ask("jobs.study", area.member("officer"), 1)
    Job.objects.filter(pk=job.pk).update(state="done", result=figures)
    return area


def test_who_sees_the_whole_book_sees_the_whole_study(studied, figures):
    assert study_seen_by(studied.member("secretary")).figures == figures
    for owner, viewer in ((studied.own, studied.other), (studied.other, studied.own)):
        give(Grant(owner=owner, viewer=viewer, table="*", group="*", level=VALUES), studied.member("leader"))
    assert study_seen_by(studied.member("viewer")).figures == figures


def test_the_other_side_sees_sums_and_its_own(studied, figures):
    seen = study_seen_by(studied.member("viewer", "east")).figures
    assert seen["welfare"] == figures["welfare"]
    assert seen["fences"] == figures["fences"]
    assert seen["plants"] == [], "the kiln is west's"
    assert all(price["site"] != "west" for price in seen["prices"])
    assert all("west" not in (flow["from"], flow["to"]) for flow in seen["flows"])
    assert seen["income"]["today"]["west"] is None, "one plant and two markets or fewer are behind it"
    assert seen["income"]["today"]["east"] == figures["income"]["today"]["east"]
    assert "kiln" not in json.dumps(seen)
    mine = study_seen_by(studied.member("viewer", "west")).figures
    assert [plant["id"] for plant in mine["plants"]] == ["kiln"]


def test_a_part_that_nobody_listed_is_not_shown(figures):
    withheld = Withheld({"plants": frozenset({"kiln"})}, frozenset({"west"}), {"west": 1})
    assert set(figures_seen(figures | {"news": [1]}, withheld)) == set(figures) & {*OPEN, *PARTS} - {
        name for name in PARTS if figures.get(name) is None
    }


def test_a_sum_of_three_is_shown():
    def side(count):
        withheld = Withheld({"plants": frozenset("abc")}, frozenset(), {"west": count})
        return figures_seen({"income": {"today": {"west": 5.0, "east": 1.0}}}, withheld)["income"]["today"]

    assert [side(n)["west"] for n in (1, 2, 3)] == [None, None, 5.0]
    assert side(1)["east"] == 1.0


def test_an_entry_that_names_a_withheld_row_anywhere_is_left_out():
    withheld = Withheld({"plants": frozenset({"kiln"})}, frozenset(), {})
    rows = [{"id": "kiln.coal"}, {"now": {"by": ["kiln"]}}, {"parts": {"kiln": 1}}, {"id": "other"}]
    assert figures_seen({"matches": {"rows": rows}}, withheld)["matches"]["rows"] == [{"id": "other"}]
