"""The page that documents the JSON says what real studies hold: nothing more, nothing less."""

import json
import re
from pathlib import Path

import pytest

import unfence
from industry.chains import bought_outside, slag_chain
from reach.valley import valley
from worlds import neighbours, worlds
from worlds.writing import settings, write

PAGE = Path(__file__).parents[2] / "docs" / "study-json.md"
BOOKS = ("two_towns", "commuters", "toll_paradox", "chained_measures", "joint_plant", "burden", "neighbours", "valley")
MISSING = ("no_road", "planned_road", "full_maker", "no_maker")
OBJECTS = re.compile(
    r".*\.(mill|lowers_welfare|link|plant|now|best|open|was)|measures\[\]\.change|claims\[\]\.parts|sensitivity"
)  # objects or null


def _documented():
    study, check = PAGE.read_text(encoding="utf-8").split("## `unfence check --json`")
    return [re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE) for part in (study, check)]


def _paths(value, path=""):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _paths(part, f"{path}.{key}" if path else key)
        if OBJECTS.fullmatch(path) and any(_pattern(key).fullmatch(path) for key in _documented()[0]):
            yield path
    elif isinstance(value, list):
        for part in value:
            yield from _paths(part, path + "[]")
    else:
        yield path


def burden():
    """A measure that pays for the area, and that its players pay for: all that it gains goes outside."""
    tables, settings = worlds.two_bridges()
    tables["measures"] = [{"id": "build_w", "name": "Bridge", "capex": 20000, "payers": "west:1"}]
    tables["effects"] = tables["effects"][:1]
    tables["sites"] = [site | ({"jurisdiction": ""} if site["id"] == "mill" else {}) for site in tables["sites"]]
    return tables, settings


def missing(name):
    """A chain that lacks a link: a road, a planned one, capacity, a plant."""
    tables = slag_chain(ban=False, road=False) if name == "no_road" else slag_chain()
    if name == "planned_road":
        tables["links"][0]["status"] = "planned"
    if name in ("full_maker", "no_maker"):
        tables = bought_outside(capacity=30, toll=0)
    if name == "no_maker":
        tables["plants"] = []
    return tables, settings(name)


def world(name):
    """A world by its name."""
    if name in MISSING:
        return missing(name)
    if name == "valley":
        return valley()
    return burden() if name == "burden" else getattr(neighbours if name == "neighbours" else worlds, name)()


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Every path in the studies of a few books."""
    paths = set()
    for name in (*BOOKS, *MISSING):
        folder = write(*world(name), tmp_path_factory.mktemp("books") / name)
        draws = {"chained_measures": 8, "neighbours": 4}.get(name, 0)
        paths |= set(_paths(json.loads(unfence.study(unfence.read_book(folder), draws=draws).to_json())))
    return paths


def _pattern(key):
    states = re.escape(key).replace("<state>", "(today|open|best)")
    return re.compile(re.sub(r"<\w+>", r"[a-z0-9_-]+", states))


def test_every_key_of_a_study_is_documented(found):
    patterns = [_pattern(key) for key in _documented()[0]]
    assert [path for path in sorted(found) if not any(p.fullmatch(path) for p in patterns)] == []


def test_every_documented_key_is_in_a_study(found):
    assert [key for key in _documented()[0] if not any(_pattern(key).fullmatch(path) for path in found)] == []


def test_every_key_of_a_finding_is_documented(cli, spoilt):
    findings = json.loads(cli("check", spoilt("links.csv", "east", "eest"), "--json").stdout)
    assert {f"[].{key}" for finding in findings for key in finding} == set(_documented()[1])
