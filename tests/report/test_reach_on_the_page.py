"""The 15-minute circle on the page: pupils whose way is barred today, counted by hand."""

import pytest

import unfence
from report.page_reader import Page
from report.test_page import value_at
from unfence.report import page
from worlds import worlds
from worlds.writing import write


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    """The mine has 10 residents and 4 jobs, the mill 300 and 50; free of the ban the train takes 10 minutes."""
    tables, settings = worlds.commuters()
    people = {"mine": (10, 4), "mill": (300, 50)}
    tables["zones"] = [
        {"id": f"z_{site}", "site": site, "residents": residents, "workers": 0, "jobs": jobs}
        for site, (residents, jobs) in people.items()
    ]
    tables["effects"].append({"measure": "span", "on": "fence", "id": "no_train", "change": "remove"})
    return unfence.study(unfence.read_book(write(tables, settings, tmp_path_factory.mktemp("book"))))


def said(read):
    return " ".join(" ".join(read.words).split())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_figure_is_the_one_in_the_json(study, lang):
    read = Page(page(study, lang))
    reached = [figure for figure in read.figures if figure.path.startswith("/reach")]
    assert len(reached) > 8
    for figure in reached:
        assert figure.value == pytest.approx(value_at(study.to_dict(), figure.path)), figure


def test_who_comes_within_the_circle_and_through_what(study):
    read = Page(page(study, "en"))
    listed = {row[0].split(" (")[0]: row[1:] for table in read.tables for row in table if len(row) == 6}
    assert listed["Mine"][:4] == ["10", "310", "4", "54"]
    assert listed["Mill"][:4] == ["300", "310", "50", "54"]
    assert listed["Mine"][4] == "Mill"
    assert "Without “No train”, 300 more residents and 50 more jobs lie within 15 minutes of Mine." in said(read)
    assert "With “Footbridge”, 300 more residents and 50 more jobs" in said(read)


def test_a_circle_that_stays_as_it_is_is_one_sentence(tmp_path):
    study = unfence.study(unfence.read_book(write(*worlds.toll_paradox(), tmp_path)))
    html = page(study, "zh")
    section = html[html.index('<section id="reach"') :].split("</section>")[0]
    assert section.count("<p") == 1
    assert "<table" not in section
