"""GeoJSON in: a drawing becomes proposed rows of the sender's office, by the same way as a workbook."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from unfence.workspace.audit.models import Entry
from unfence.workspace.books.models import Proposal, Row, latest_revision
from workspace.area import change


def collection(*features, **more):
    return {"type": "FeatureCollection", "features": list(features), **more}


def point(lon, lat, **properties):
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


def line(*corners, **properties):
    return {"type": "Feature", "geometry": {"type": "LineString", "coordinates": corners}, "properties": properties}


def send(client, held, name="plan.geojson"):
    data = held if isinstance(held, bytes) else json.dumps(held).encode()
    return client.post("/map/upload/", {"file": SimpleUploadedFile(name, data)})


def said(answer):
    assert answer.status_code == 422
    return answer.content.decode()


def accept(client, answer):
    assert answer.status_code == 302, answer.content.decode()
    proposal = Proposal.objects.latest("pk")
    done = client.post(answer.headers["Location"], {"do": "accept"})
    assert done.status_code == 302, done.content.decode()
    return proposal


def test_a_site_and_a_link_become_rows(client_of):
    client = client_of("officer")
    answer = send(client, collection(
        point(109.15, 27.05, id="yard", name="Yard", kind="station"),
        line([109.2, 27.0], [109.18, 27.03], [109.1501, 27.0501], id="yard_road", mode="truck", status="planned"),
    ))  # fmt: skip
    proposal = accept(client, answer)
    yard, road = Row.objects.get(table="sites", key="yard"), Row.objects.get(table="links", key="yard_road")
    assert (yard.values["lon"], yard.values["lat"], yard.values["jurisdiction"]) == ("109.15", "27.05", "east")
    assert (road.values["a"], road.values["b"]) == ("east", "yard")  # an end is the site within 300 m
    # by hand: 1.98 km east-west and 3.34 km north-south, twice nearly the same way: about 3.88 + 3.71
    assert float(road.values["km"]) == pytest.approx(7.58, abs=0.02)
    assert (road.values["confidence"], road.values["status"]) == ("derived", "planned")
    assert proposal.base.number == 1
    assert latest_revision().number == 2
    assert Entry.objects.get(action="maps.proposed").facts == {"file": "plan.geojson", "rows": 2}


def test_what_went_out_comes_in_unchanged(client_of):
    for office in ("east", "west"):
        client = client_of("officer", office)
        sent = client.get("/map/plan.geojson").content
        assert "Nothing in the file is new" in said(send(client, sent))
    assert not Proposal.objects.exists()


def test_a_column_that_is_not_drawn_stays(area, client_of):
    change(area.member("officer"), "sites", "east", note="keep me")
    client = client_of("officer")
    accept(client, send(client, collection(point(109.21, 27.01, id="east"))))
    values = Row.objects.get(table="sites", key="east").values
    assert (values["note"], values["name"], values["lon"]) == ("keep me", "East Town", "109.21")
    assert Row.objects.filter(table="sites").count() == 3  # what a drawing leaves out is not taken out


def test_rows_of_others_are_left_alone_and_named(client_of):
    client = client_of("officer")
    theirs = point(109.01, 27.01, id="west")
    assert "sites/west" in said(send(client, collection(theirs)))
    answer = send(client, collection(theirs, point(109.3, 27.0, id="hill", name="Hill")))
    proposal = accept(client, answer)
    assert proposal.foreign == [["sites", "west"]]
    assert Row.objects.get(table="sites", key="west").values["lon"] == "109"


def test_a_link_that_begins_over_there_is_theirs(client_of):
    theirs = line([109.0, 27.0], [109.2, 27.0], id="second", mode="truck")
    assert "links/second" in said(send(client_of("officer"), collection(theirs)))
    assert send(client_of("officer", "west"), collection(theirs)).status_code == 302


def test_every_finding_at_once(client_of):
    page = said(send(client_of("officer"), collection(
        point(109.1, 27.0, name="No id"),
        point(209.1, 27.0, id="off", name="Off the earth"),
        point(109.1, 27.0, id="bare"),
        line([109.2, 27.0], [109.5, 27.0], id="loose", mode="truck"),
        line([109.2, 27.0], [109.0, 27.0], id="by_what", mode="lorry"),
        point(109.1, 27.0, id="bare", name="Twice"),
    )))  # fmt: skip
    for words in (
        "row 1, column id: the feature “No id” has no id",
        "row 2: the point [209.1, 27.0] is no longitude",
        "row 3, column name: the new site bare has no name",
        "row 4, column b: the line ends at 109.5, 27, where no site is; the nearest, east, is 29.7",
        "row 5, column mode: the line&#x27;s mode is lorry",
        "row 6, column id: the id bare stands at feature 3 already",
    ):
        assert words in page
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("held", "words"),
    [
        (b"\xff\xfe{", "cannot be read as GeoJSON"),
        (b"[" * 100_000, "cannot be read as GeoJSON"),
        (b"[1, 2]", "no collection of features"),
        ({"type": "FeatureCollection", "features": [1]}, "no collection of features"),
        (collection(crs={"type": "name", "properties": {"name": "EPSG:4545"}}), "another coordinate system"),
        (collection(point(10**400, 27, id="x", name="x")), "no longitude and latitude"),
        (collection({"geometry": {"type": "LineString", "coordinates": 3}, "properties": {"id": "x"}}), "no two ends"),
        (collection({"geometry": {"type": "Point"}, "properties": ["id"]}), "no longitude and latitude"),
        (collection({"type": "Feature", "geometry": None, "properties": None}), "Nothing in the file is new"),
        (collection(point(1, 1, layer="zones", id="z")), "passed over"),
    ],
)  # fmt: skip
def test_no_file_makes_a_mistake_of_ours(client_of, held, words):
    assert words in said(send(client_of("officer"), held))


def test_another_kind_of_file_and_none(client_of, settings):
    client = client_of("officer")
    assert "is not called .geojson" in said(send(client, b"{}", "plan.shp"))
    assert "no file was chosen" in said(client.post("/map/upload/"))
    settings.UPLOAD_LIMIT = 10
    assert "at most" in said(send(client, collection(point(1, 1, id="x", name="x"))))


def test_somebody_changed_the_row_in_between(area, client_of):
    """The version that was looked at goes with the proposal: nobody's change is lost."""
    client = client_of("officer")
    answer = send(client, collection(point(109.21, 27.01, id="east")))
    change(area.member("leader"), "sites", "east", note="meanwhile")
    again = client.post(answer.headers["Location"], {"do": "accept"})
    assert again.status_code == 409
    assert Row.objects.get(table="sites", key="east").values["note"] == "meanwhile"
    assert Row.objects.get(table="sites", key="east").values["lon"] == "109.2"


def test_a_drawing_that_would_make_no_book_is_not_accepted(client_of):
    client = client_of("officer")
    answer = send(client, collection(point(109.3, 27.0, id="hill", name="Hill", kind="mountain")))
    page = client.get(answer.headers["Location"]).content.decode()
    assert "mountain" in page
    assert client.post(answer.headers["Location"], {"do": "accept"}).status_code == 422
    assert latest_revision().number == 1
