"""A job fair lists the vacancies of both sides, near ones first, and says which only a fence keeps away."""

import pytest

from unfence.workspace.counter.commute import commute_from
from unfence.workspace.counter.models import Fair
from unfence.workspace.jobs.models import Job
from workspace.area import change

WITHIN = [{"minutes": m, "sites": s} for m, s in ((15.0, ["east"]), (30.0, ["east"]), (45.0, ["east"]))]
FREE = [{"minutes": m, "sites": s} for m, s in ((15.0, ["east"]), (30.0, ["east"]), (45.0, ["east", "west"]))]
CIRCLES = [{"case": "today", "within": WITHIN}, {"case": "open", "within": FREE}]
GOODS = [{"case": "today", "within": [{"minutes": 15.0, "sites": ["west"]}]}]
REACH = {
    "travels": [
        {"people": False, "starts": [{"site": "east", "circles": GOODS}]},
        {"people": True, "starts": [{"site": "west", "circles": GOODS}]},
        {"people": True, "starts": [{"site": "east", "circles": CIRCLES}]},
        {"people": True, "starts": [{"site": "east", "circles": GOODS}]},  # cars, say
    ]
}


@pytest.fixture
def fair(area, client_of):
    """A fair in East Town with one vacancy of each side."""
    client_of("officer").post("/fairs/new/", {"title": "Spring fair", "day": "2026-03-01", "site": "east"})
    made = Fair.objects.get()
    for side, site, number in (("west", "west", "7"), ("east", "east", "3")):
        sent = {"firm": f"Kiln of {side}", "title": f"Stoker {side}", "number": number, "site": site}
        assert client_of("officer", side).post(f"/fairs/{made.pk}/", sent).status_code == 302
    Job.objects.create(kind="jobs.study", state="done", revision=1, result={"reach": REACH})
    return made


def test_near_ones_first_and_what_a_fence_keeps_away(area, client_of, fair):
    page = client_of("secretary").get(f"/fairs/{fair.pk}/").content.decode()
    assert page.index("Stoker east") < page.index("Stoker west")
    tiles = page.split('class="tiles')[1].split("</dl>")[0]
    assert [tile.split("<")[0] for tile in tiles.split("<strong>")[1:]] == ["3", "7"]
    found = commute_from(area.member("secretary"), "east")
    assert (dict(found.today), dict(found.open)) == ({"east": 15}, {"east": 15, "west": 45}), (
        "goods do not commute, few go by car"
    )


def test_without_circles_the_list_is_still_there(area, client_of, fair):
    Job.objects.all().delete()
    page = client_of("viewer").get(f"/fairs/{fair.pk}/").content.decode()
    assert "ways are not known" in page
    assert "Stoker west" in page


def test_each_side_takes_its_own_away(area, client_of, fair):
    theirs = fair.vacancies.get(office=area.other)
    where = f"/fairs/{fair.pk}/vacancies/{theirs.pk}/drop/"
    assert client_of("officer").post(where).status_code == 403
    assert client_of("officer", "west").post(where).status_code == 302
    assert fair.vacancies.count() == 1


def test_only_sites_of_the_area_are_offered(area, client_of):
    page = client_of("officer").get("/fairs/new/").content.decode()
    assert 'value="east"' in page
    assert 'value="far"' not in page


def test_a_withheld_site_name_is_not_told(area, client_of, fair):
    change(area.member("officer"), "sites", "east", name="Renamed East")
    assert "Renamed East" in client_of("viewer").get(f"/fairs/{fair.pk}/").content.decode()
