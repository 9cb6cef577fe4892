"""In the browser: a drawing is sent, the difference looked at and accepted, and it stands on the map of both sides."""

import json

POINT = {"type": "Point", "coordinates": [109.15, 27.05]}
DRAWING = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "geometry": POINT, "properties": {"id": "yard", "name": "Yard", "kind": "station"}}
    ],
}


def test_upload_accept_and_see_it(live, tmp_path):
    file = tmp_path / "yard.geojson"
    file.write_text(json.dumps(DRAWING), encoding="utf-8")
    page = live.page("officer")
    page.goto("/map/")
    page.click("text=Upload GeoJSON")
    page.set_input_files("[name=file]", str(file))
    page.click("main .form button")
    page.wait_for_url("**/book/proposals/*/")
    assert "sites/yard" in page.locator("main").inner_text()
    page.click("button[value=accept]")
    page.wait_for_url("**/book/revisions/2/")
    other = live.page("viewer", "west")
    other.goto("/map/")
    other.locator(".mark-on-map.sites[title=Yard]").wait_for()
    assert page.complaints == []
    assert other.complaints == []
