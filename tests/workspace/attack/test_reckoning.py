"""What nobody shows might be reckoned: by subtraction, from an earlier revision, from what is said about a mistake."""

import json

import pytest

from unfence.errors import UnfenceError
from unfence.workspace.books.content import current_content
from unfence.workspace.books.models import Revision, Row
from unfence.workspace.books.pages.revisions import Compared, compare
from unfence.workspace.books.proposals import look
from unfence.workspace.books.revise import Edit, revise
from unfence.workspace.jobs.models import StudyResult
from unfence.workspace.sharing.granting import give
from unfence.workspace.sharing.models import NOTHING, VALUES, Grant
from unfence.workspace.sharing.results import study_seen_by
from workspace.area import change, edit
from workspace.scenarios import kept
from workspace.studied import figures, studied


def test_income_is_not_the_whole_less_the_rest(area):
    studied(area)
    seen = study_seen_by(area.member("viewer")).figures
    for state in ("today", "open", "best"):
        parts = seen["income"][state]
        assert parts["east"] is not None
        assert [key for key, value in parts.items() if value is None] == ["west", "outside"]


def test_taxes_of_one_plant_are_not_in_the_terms_of_an_agreement(area):
    studied(area)
    whole, seen = figures()["agreement"], study_seen_by(area.member("viewer")).figures["agreement"]
    assert whole["tax_today"] == [0.0, 20000.0], "10 a run of the kiln"
    assert seen["tax_today"] is seen["tax_best"] is None
    assert [rule["kind"] for rule in seen["rules"]] == ["sum"]
    assert seen["transfers"] == whole["transfers"], "what is negotiated"


@pytest.fixture
def without_kiln(area):
    """The kiln was studied, and is in the book no more, nor any market of west's: what stands there is east's."""
    job, member = studied(area), area.member("officer", "west")
    gone = [
        Edit(r.table, r.key, r.version, None)
        for r in Row.objects.filter(table__in=("plants", "markets"), owner=area.other)
    ]
    revise(member, gone)
    return job


def test_a_plant_that_is_gone_is_withheld_from_an_old_study(without_kiln, area, client_of):
    client = client_of("viewer")
    text = client.get(f"/jobs/{without_kiln.pk}/study.json").content.decode()
    assert json.loads(text)["plants"] == []
    assert "kiln" not in text
    assert "kiln" not in client.get(f"/results/{without_kiln.pk}/").content.decode()
    held = StudyResult(without_kiln.pk, 1, figures())
    assert study_seen_by(area.member("viewer"), held).figures["income"]["today"]["west"] is None


def test_a_plant_that_is_gone_is_withheld_from_an_old_scenario(without_kiln, area, client_of):
    number = kept(area, "Old", "west", shared=True, revision=1).pk
    for where in (f"/whatif/{number}/", f"/whatif/compare/?s={number}"):
        assert client_of("viewer", "west").get(where).status_code == 200
        answer = client_of("viewer").get(where)
        assert "withheld" in answer.content.decode().lower(), where


def test_a_guess_of_another_sides_row_is_not_confirmed(area):
    """Right or wrong, the answer is the same."""
    west = change(area.member("officer", "west"), "plants", "kiln", cost="77")
    assert west.number == 2
    said = set()
    for cost in ("77", "78"):
        for version in (0, 1, 2):
            with pytest.raises(UnfenceError) as caught:
                revise(
                    area.member("officer"),
                    [Edit("plants", "kiln", version, {**edit("plants", "kiln").after, "cost": cost})],
                )
            said.add(caught.value.say("en"))
    assert len(said) == 1


def test_a_range_of_a_withheld_cell_is_not_in_the_difference_of_revisions(area):
    east, west = area.member("leader"), area.member("officer", "west")
    give(
        Grant(owner=area.other, viewer=area.own, table="ranges", group="*", level=VALUES), area.member("leader", "west")
    )
    revise(
        west,
        [
            Edit(
                "ranges",
                "plants;kiln;cost",
                0,
                {"table": "plants", "key": "kiln", "column": "cost", "low": "91.5", "high": "108.5"},
            )
        ],
    )
    found = compare(east, Compared(Revision.objects.get(number=2), Revision.objects.get(number=1)))
    assert "91.5" not in repr(found)
    mine = compare(west, Compared(Revision.objects.get(number=2), Revision.objects.get(number=1)))
    assert "91.5" in repr(mine)


def test_what_is_wrong_with_a_hidden_row_is_not_told(area, client_of):
    """East takes away what a row of west's rests on, where west shows not even that there is such a row."""
    give(
        Grant(owner=area.other, viewer=area.own, table="links", group="*", level=NOTHING), area.member("leader", "west")
    )
    link = {**edit("links", "road").after, "id": "zxqv", "a": "west", "b": "east", "km": "31.75"}
    revise(area.member("officer", "west"), [Edit("links", "zxqv", 0, link)])
    row = Row.objects.get(table="sites", key="east")
    answer = client_of("officer").post("/book/sites/rows/east/", {**row.values, "version": row.version, "do": "remove"})
    assert answer.status_code == 422
    assert "zxqv" not in answer.content.decode()


@pytest.mark.parametrize("cost", ["100", "101", ""])
def test_a_workbook_does_not_confirm_a_guess(area, tmp_path, cost):
    """The kiln's cost is 100: a file that says so is answered as one that says something else."""
    held = {**edit("plants", "kiln").after, "cost": cost}
    (tmp_path / "book").mkdir()
    lines = [",".join(held), ",".join(held.values())]
    (tmp_path / "book" / "plants.csv").write_text("\n".join(lines), encoding="utf-8")
    found = look(area.member("officer"), tmp_path / "book", current_content())
    assert (found.edits, found.foreign) == ((), ())
    held["name"] = "Another kiln"
    (tmp_path / "book" / "plants.csv").write_text("\n".join([lines[0], ",".join(held.values())]), encoding="utf-8")
    assert look(area.member("officer"), tmp_path / "book", current_content()).foreign == (("plants", "kiln"),)
