"""GeoJSON out: the map as a member sees it, plain for other programmes, or with cards for the page itself."""

from collections.abc import Iterable, Mapping
from typing import Any

from unfence.workspace.maps.cards import card_of
from unfence.workspace.maps.drawn import Drawn, drawn
from unfence.workspace.maps.scene import Scene

Json = Mapping[str, Any]


def plain(scene: Scene) -> Json:
    """The map for a geographic information system: flat properties, named as the book names its columns.

    The layers are those of ``unfence study --layers`` as far as a book alone fills them. Nothing that is withheld
    stands in it; it can be changed and sent back.
    """
    features = [_feature(t, {"layer": t.layer, "id": t.key, **t.properties}) for t in drawn(scene)]
    return _collection([*_ground(scene), *features])


def carded(scene: Scene) -> Json:
    """The map for the page: every feature with its card and with the words by which it can be picked out."""
    features = [_feature(thing, _told(scene, thing)) for thing in drawn(scene)]
    return _collection([*_ground(scene), *features])


def _told(scene: Scene, thing: Drawn) -> Json:
    card = card_of(scene, thing)
    kind = str(thing.properties.get("kind", ""))
    own = {"layer": thing.layer, "id": thing.key, "tags": thing.tags, "kind": kind}
    return {**own, "title": card.title, "facts": card.facts, "href": card.href}


def _ground(scene: Scene) -> Iterable[Json]:
    """The areas, as they were drawn."""
    features = (scene.areas or {}).get("features")
    for shape in features if isinstance(features, list) else ():
        said = {k: v for k, v in (shape.get("properties") or {}).items() if isinstance(v, str | int | float)}
        said["title"] = scene.name("jurisdictions", str(said.get("jurisdiction", "")))
        said["player"] = said.get("jurisdiction") in scene.plan.players
        yield {"type": "Feature", "geometry": shape.get("geometry"), "properties": {**said, "layer": "areas"}}


def _feature(thing: Drawn, properties: Json) -> Json:
    return {"type": "Feature", "geometry": thing.geometry, "properties": properties}


def _collection(features: list[Json]) -> Json:
    return {"type": "FeatureCollection", "features": features}
