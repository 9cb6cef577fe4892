"""The map for a GIS, read as a GIS would: geometry by RFC 7946, flat attributes, the study's numbers."""

import json

import pytest
import shapely

import unfence
from unfence.report.plan_layers import plan_layers
from worlds import neighbours, worlds
from worlds.writing import write


def collection(study):
    return json.loads(plan_layers(study), parse_constant=pytest.fail)  # no NaN, no Infinity


def layer(found, name):
    return [f for f in found["features"] if f["properties"]["layer"] == name]


def studied(tables, settings, folder, areas=None):
    write(tables, settings, folder)
    if areas is not None:
        (folder / "areas.geojson").write_text(json.dumps(areas), encoding="utf-8")
    return unfence.study(unfence.read_book(folder))


def test_it_is_geojson_with_flat_attributes(two_towns):
    found = collection(two_towns)
    assert found["type"] == "FeatureCollection"
    assert "crs" not in found
    for feature in found["features"]:
        assert set(feature) == {"type", "geometry", "properties"}
        assert not any(isinstance(value, dict | list) for value in feature["properties"].values())
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        lon, lat, east, north = shape.bounds
        assert -180 <= lon <= east <= 180
        assert -90 <= lat <= north <= 90


def test_fences_stand_in_the_middle_of_the_road_with_their_price(two_towns):
    checkpoint, stamp = layer(collection(two_towns), "fences")
    for fence in (checkpoint, stamp):
        assert fence["geometry"] == {"type": "MultiPoint", "coordinates": [[109.1, 27.0]]}
        assert (fence["properties"]["links"], fence["properties"]["crossings"]) == ("road", 1)
    said = checkpoint["properties"]
    assert (said["alone"], said["last"], said["shapley"]) == (30500, 32800, 31650)
    assert (said["size"], said["size_best"], stamp["properties"]["size_best"]) == (2, None, 30)
    assert said["label"] == "The same truck is checked twice: 31,650 yuan a year"
    assert said["label_zh"] == "同一车两次查验：每年 3.165 万元"


def test_flows_run_as_the_goods_do_in_every_state(two_towns):
    flows = {
        (f["properties"]["from"], f["properties"]["to"], f["properties"]["commodity"]): f
        for f in layer(collection(two_towns), "flows")
    }
    bricks = flows["west", "east", "bricks"]
    assert bricks["geometry"]["coordinates"] == [[109.0, 27.0], [109.2, 27.0]]
    assert [bricks["properties"][state] for state in ("today", "open", "best")] == [500, 1000, 1000]
    assert bricks["properties"]["fence_cost_today"] == pytest.approx(500 * (24 + 30))
    assert bricks["properties"]["name_zh"] == "砖"


def test_every_flow_of_the_study_is_on_it_once(tmp_path):
    study = studied(*neighbours.neighbours(), tmp_path)
    flows = [f["properties"] for f in layer(collection(study), "flows")]
    for state in ("today", "open", "best"):
        moved = sum(f["quantity"] for f in study.to_dict()["flows"] if f["state"] == state)
        assert sum(f[state] for f in flows if f["commodity"] != "people") == pytest.approx(moved)


def test_travellers_take_their_way_link_by_link(tmp_path):
    tables, settings = worlds.commuters()
    tables["trips"] += [row | {"id": f"{row['id']}2"} for row in tables["trips"]]  # two that go the same way
    study = studied(tables, settings, tmp_path)
    people = [f["properties"] for f in layer(collection(study), "flows") if f["properties"]["commodity"] == "people"]
    numbers = dict(zip(study.book["trips"]["id"], study.book["trips"]["number"], strict=True))
    for state in ("today", "open", "best"):
        taken = sum(numbers[t["id"]] * len(t[state]["links"]) for t in study.to_dict()["trips"] if t[state]["made"])
        assert sum(f[state] for f in people) == pytest.approx(taken)


def test_what_has_no_place_is_there_without_geometry(tmp_path):
    tables, settings = worlds.two_towns()
    del tables["sites"][0]["lon"], tables["sites"][0]["lat"]
    found = collection(studied(tables, settings, tmp_path))
    placed = {f["properties"]["id"]: f["geometry"] is not None for f in layer(found, "sites")}
    assert placed == {"mine": False, "mill": True, "port": False}
    assert all(f["geometry"] is None for name in ("links", "flows", "fences") for f in layer(found, name))


def test_areas_are_wound_as_the_standard_says_and_keep_flat_words_only(tmp_path):
    outer, hole = [[0, 0], [0, 4], [4, 4], [4, 0], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    said = {"id": "a", "layer": "mine", "nested": {"x": 1}, "jurisdiction": "west", "name_zh": "甲"}
    shape = {"type": "Feature", "properties": said, "geometry": {"type": "Polygon", "coordinates": [outer, hole]}}
    many = {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[outer], [outer[::-1]]]}}
    areas = {"type": "FeatureCollection", "features": [shape, many, {"type": "Feature", "geometry": None}]}
    found = layer(collection(studied(*worlds.two_towns(), tmp_path, areas)), "areas")
    assert len(found) == 3
    first = shapely.from_geojson(json.dumps(found[0]["geometry"]))
    assert first.exterior.is_ccw
    assert not first.interiors[0].is_ccw
    assert all(polygon.exterior.is_ccw for polygon in shapely.from_geojson(json.dumps(found[1]["geometry"])).geoms)
    words = found[0]["properties"]
    assert (words["id"], words["name_zh"], "nested" in words) == ("a", "甲", False)


def test_a_zone_lies_where_it_says_or_else_at_its_site(tmp_path):
    tables, settings = worlds.two_towns()
    tables["zones"] = [
        {"id": "old", "site": "mine", "residents": 7},
        {"id": "new", "lon": 110.5, "lat": 26.5, "jobs": 3},
    ]
    zones = {f["properties"]["id"]: f for f in layer(collection(studied(tables, settings, tmp_path)), "zones")}
    assert zones["old"]["geometry"]["coordinates"] == [109.1, 27.3]
    assert zones["new"]["geometry"]["coordinates"] == [110.5, 26.5]
    assert (zones["old"]["properties"]["residents"], zones["new"]["properties"]["jobs"]) == (7, 3)


def test_planned_links_say_who_opens_them(tmp_path):
    links = {
        f["properties"]["id"]: f["properties"]
        for f in layer(collection(studied(*worlds.chained_measures(), tmp_path)), "links")
    }
    assert {k: (v["status"], v["status_best"], v["opened_by"]) for k, v in links.items()} == {
        "span": ("planned", "existing", "bridge"),
        "boat": ("planned", "planned", "ferry"),
    }
