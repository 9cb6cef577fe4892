"""Picked: what of the map is shown. The same words work in the address, in the list and in the browser.

A thing is shown if for each group (layer, side, kind, mode, status) it has no tag, or one that is picked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from unfence.words import say
from unfence.workspace.maps.drawn import LAYERS, STATUS, Drawn
from unfence.workspace.maps.scene import OTHER, Scene

GROUPS = ("layer", "side", "status", "mode", "kind")


@dataclass(frozen=True)
class Choice:
    """One box to tick: its word, what it is called, whether it is ticked."""

    word: str
    name: str
    picked: bool


def choices(scene: Scene, things: Sequence[Drawn], asked: QueryDict) -> Mapping[str, tuple[Choice, ...]]:
    """The boxes of every group that has more than one; all are ticked until somebody says otherwise (``pick``)."""
    found = {}
    for group in GROUPS:
        there = dict.fromkeys(word for thing in things for word in thing.tags.get(group, ()))
        words = sorted(there, key=lambda word: _rank(scene, group, word))
        ticked = asked.getlist(group) if asked.get("pick") else words
        if len(words) > 1:
            found[group] = tuple(Choice(word, _name(scene, group, word), word in ticked) for word in words)
    return found


def shown(thing: Drawn, groups: Mapping[str, Sequence[Choice]]) -> bool:
    """Whether a thing is shown, as things are picked."""
    picked = {group: {choice.word for choice in held if choice.picked} for group, held in groups.items()}
    return all(not thing.tags.get(group) or picked[group] & set(thing.tags[group]) for group in picked)


def _rank(scene: Scene, group: str, word: str) -> tuple[int, str]:
    order = {"layer": LAYERS, "status": STATUS}.get(group, ())
    return (order.index(word) if word in order else int(word == OTHER), _name(scene, group, word))


def _name(scene: Scene, group: str, word: str) -> str:
    match group:
        case "side":
            return scene.name("jurisdictions", word)
        case "mode":
            return scene.name("modes", word)
        case "kind":
            return say(f"report.site_kind.{word}", scene.lang)
    return say(f"maps.{group}.{word}", scene.lang)
