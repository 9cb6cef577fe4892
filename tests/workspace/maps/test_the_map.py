"""The map and its list: they say the same, nothing that is withheld, and work without a script."""

import json

import pytest

from unfence.workspace.audit.models import Entry
from unfence.workspace.books.models import Row
from unfence.workspace.books.revise import Edit, revise
from unfence.workspace.jobs.models import DONE, Job
from unfence.workspace.maps.drawn import LAYERS, drawn
from unfence.workspace.maps.scene import scene_of
from workspace.area import change

FIGURES = {
    "fences": [
        {"id": "checkpoint", "alone": 30500.0, "shapley": 31650.0},
        {"id": "stamp", "alone": 6500.0, "shapley": 7650.0},
    ],
    "plants": [{"id": "kiln", "today": 1000.0}],
    "markets": [],
}


def studied():
    Job.objects.create(kind="jobs.study", state=DONE, revision=1, result=FIGURES)


def features(client, where="/map/features.json"):
    return json.loads(client.get(where).content)["features"]


def of(found, layer):
    return [f for f in found if f["properties"]["layer"] == layer]


def test_the_list_says_what_the_map_draws(client_of):
    client = client_of("viewer")
    page = client.get("/map/").content.decode()
    found = features(client)
    assert [len(of(found, layer)) for layer in LAYERS] == [0, 2, 1, 2, 3]
    for feature in found:
        said = feature["properties"]
        assert f'id="{said["layer"]}-{said["id"]}"' in page
        assert said["href"] in page
        assert all(value in page for _, value in said["facts"] if "'" not in value)


def test_fences_stand_on_the_crossing_with_their_price(client_of):
    client = client_of("viewer")
    before = dict(of(features(client), "fences")[0]["properties"]["facts"])
    assert "no study yet" in before["costs a year, alone"]
    studied()
    first, second = of(features(client), "fences")
    assert first["geometry"] == {"type": "MultiPoint", "coordinates": [[109.1, 27.0]]}  # half-way from 109.0 to 109.2
    facts = dict(first["properties"]["facts"])
    assert (first["properties"]["id"], second["properties"]["id"]) == ("checkpoint", "stamp")  # the dearest first
    assert "30,500" in facts["costs a year, alone"]
    assert facts["latest study"] == "revision 1"
    assert facts["stands on"] == "East Town – West Town"


def test_a_measure_lies_where_it_changes_something(client_of):
    (measure,) = of(features(client_of("viewer")), "measures")
    assert measure["geometry"]["coordinates"] == [[109.1, 27.0]]
    assert dict(measure["properties"]["facts"])["changes"] == "The same truck is checked twice"


def test_what_is_withheld_is_said_and_not_shown(client_of):
    """The road is of the east: the west sees that it is there, not how long it is."""
    own = dict(
        next(f for f in of(features(client_of("officer", "east")), "links") if f["properties"]["id"] == "road")[
            "properties"
        ]["facts"]
    )
    other = dict(
        next(f for f in of(features(client_of("officer", "west")), "links") if f["properties"]["id"] == "road")[
            "properties"
        ]["facts"]
    )
    assert own["kilometres"] == "20"
    assert other["kilometres"] == "withheld"
    sent = of(features(client_of("officer", "west"), "/map/plan.geojson"), "links")
    assert "km" not in next(f["properties"] for f in sent if f["properties"]["id"] == "road")


@pytest.mark.parametrize(("office", "shown"), [("east", "40,000"), ("west", "withheld")])
def test_a_measure_of_the_east_and_its_investment(client_of, office, shown):
    (measure,) = of(features(client_of("officer", office)), "measures")
    assert shown in dict(measure["properties"]["facts"])["investment"]


def test_nothing_of_a_withheld_cell_is_in_what_is_sent(area, client_of):
    change(area.member("officer"), "links", "road", km="23.456", note="secret-note")
    change(area.member("officer"), "measures", "one_check", capex="765432")
    for where in ("/map/", "/map/features.json", "/map/plan.geojson", "/map/conflicts/"):
        assert "23.456" not in client_of("officer", "west").get(where).content.decode()
        assert "765432" not in client_of("officer", "west").get(where).content.decode().replace(",", "")
    assert "23.456" in client_of("officer", "east").get("/map/plan.geojson").content.decode()


def test_picked_without_a_script(client_of):
    client = client_of("viewer")
    ticked = {"layer": ["links", "sites"], "side": ["west"], "kind": ["town", "market"], "status": ["existing"]}
    page = client.get("/map/", {"pick": "1", **ticked}).content.decode()
    entries = {
        thing: f'id="{thing}" data-layer="{thing.partition("-")[0]}" data-id="{thing.partition("-")[2]}" hidden' in page
        for thing in ("links-road", "links-highway", "sites-west", "sites-east", "sites-far", "fences-checkpoint")
    }
    assert entries == {
        "links-road": False,
        "links-highway": False,
        "sites-west": False,
        "sites-east": True,
        "sites-far": True,
        "fences-checkpoint": True,
    }


def test_planned_and_built_are_told_apart(area, client_of):
    change(area.member("officer"), "links", "road", status="planned")
    (road,) = (f for f in of(features(client_of("viewer")), "links") if f["properties"]["id"] == "road")
    assert road["properties"]["tags"]["status"] == ["planned"]
    assert dict(road["properties"]["facts"])["status"] == "planned"


def test_a_site_without_a_place_is_in_the_list_only(area, client_of):
    change(area.member("officer"), "sites", "east", lon="", lat="")
    page = client_of("viewer").get("/map/").content.decode()
    assert "without a place on the map" in page
    (east,) = (f for f in of(features(client_of("viewer")), "sites") if f["properties"]["id"] == "east")
    assert east["geometry"] is None


def test_an_empty_workspace_says_what_to_do(db):
    from django.test import Client

    from unfence.workspace.people.models import Member, secretariat
    from workspace.area import PASSWORD

    client = Client()
    client.force_login(
        Member.objects.join("s", PASSWORD, secretariat(), "secretary"), "django.contrib.auth.backends.ModelBackend"
    )
    assert "/book/load/" in client.get("/map/").content.decode()
    assert json.loads(client.get("/map/features.json").content)["features"] == []
    assert client.get("/map/conflicts/").status_code == 200


def test_a_download_is_logged(client_of):
    client_of("auditor").get("/map/plan.geojson")
    entry = Entry.objects.get(action="maps.exported")
    assert (entry.who, entry.facts) == ("east.auditor", {"number": 1})


class TestConflicts:
    def test_none_in_a_clean_book(self, client_of):
        assert "No conflict is found" in client_of("viewer").get("/map/conflicts/").content.decode()

    @pytest.mark.parametrize(("office", "seen"), [("west", True), ("east", False)])
    def test_two_kilns_are_seen_by_who_knows_that_one_is_idle(self, area, client_of, office, seen):
        """The east plans a kiln; how idle the kiln of the west is, only the west sees."""
        kiln = {
            **Row.objects.get(table="plants", key="kiln").values,
            "id": "second",
            "site": "east",
            "status": "planned",
        }
        revise(
            area.member("officer"), [Edit("plants", "second", 0, {**kiln, "name": "Second kiln", "owners": "east:1"})]
        )
        studied()
        page = client_of("officer", office).get("/map/conflicts/").content.decode()
        assert ("Second kiln (East Town) and West Town kiln (West Town) do the same work" in page) == seen
        assert ("50" in page and "capacity idle" in page) == seen

    def test_it_stands_on_the_map_too(self, area, client_of):
        stub = {
            **Row.objects.get(table="sites", key="east").values,
            "id": "stub",
            "name": "Stub",
            "kind": "junction",
            "lon": "109.01",
        }
        road = {**Row.objects.get(table="links", key="road").values, "id": "spur", "b": "stub", "km": "18"}
        revise(area.member("officer"), [Edit("sites", "stub", 0, stub), Edit("links", "spur", 0, road)])
        client = client_of("viewer")
        (conflict,) = of(features(client), "conflicts")
        assert conflict["geometry"]["coordinates"] == [[109.01, 27.0]]
        assert conflict["properties"]["title"] == "a way that ends at the line"
        page = client.get("/map/conflicts/").content.decode()
        assert "a way (Truck) ends at Stub, 1 km from West Town" in page
        assert "/book/links/rows/spur/" in page


def test_it_reads_in_chinese(area, client_of):
    member = area.member("viewer")
    type(member).objects.filter(pk=member.pk).update(lang="zh")
    page = client_of("viewer").get("/map/").content.decode()
    assert "规划同图" in page
    assert "同一车两次查验" in page


def test_the_scene_is_read_in_few_questions(area, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        list(drawn(scene_of(area.member("viewer"), "en")))
