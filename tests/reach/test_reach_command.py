"""Somebody asks on the command line who lies within reach, in both languages."""

import json

import pytest
from click.testing import CliRunner

from reach.small import table
from unfence.cli.program import Program
from unfence.cli.spoken import language_in


@pytest.fixture
def cli(monkeypatch):
    """A function that runs ``unfence reach`` and gives what click's runner saw."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def run(*args, width=110):
        words = ["reach", *map(str, args)]
        return CliRunner(env={"COLUMNS": str(width)}).invoke(Program(language_in(words)), words)

    return run


def test_a_planned_bridge_is_named_with_what_it_brings(cli, river_file, zones_file, bridge_file):
    done = cli(river_file, "--from", "0,0", "--minutes", "2", "--zones", zones_file, "--add", bridge_file)
    assert done.exit_code == 0
    assert "with newbridge: +31,000 residents, +9,000 workers, +80 jobs within 2 minutes of 0,0" in " ".join(
        done.stdout.split()
    )
    assert "Reading" in done.stderr
    assert "Drawing circles" in done.stderr


def test_the_same_in_chinese(cli, river_file, zones_file, bridge_file):
    done = cli(
        river_file, "--from", "0，0", "--minutes", "2", "--zones", zones_file, "--add", bridge_file, "--lang", "zh"
    )
    assert "0,0 2 分钟内居民 +31,000 人" in done.stdout.replace("\n  ", "")
    assert "residents" not in done.stdout + done.stderr


def test_a_border_with_a_wait(cli, river_file, zones_file, sides_file, tmp_path):
    out, data = tmp_path / "circles.geojson", tmp_path / "circles.json"
    args = (
        "--from",
        "0,0",
        "--minutes",
        "4,15",
        "--borders",
        sides_file,
        "--fence-minutes",
        "20",
        "--zones",
        zones_file,
    )
    done = cli(river_file, *args, "--out", out, "--json", data)
    assert done.exit_code == 0, done.stderr
    told = json.loads(data.read_text(encoding="utf-8"))
    assert [case["case"] for case in told["cases"]] == ["today", "without"]
    today, without = told["starts"][0]["cases"]
    assert [w["residents"] for w in today["within"]] == [100, 100]
    assert [w["more"]["residents"] for w in without["within"]] == [600, 31600]
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert [(f["properties"]["case"], f["properties"]["minutes"]) for f in features] == [
        ("today", 4), ("today", 15), ("without", 4), ("without", 15)
    ]  # fmt: skip
    assert features[2]["properties"]["km2"] > features[0]["properties"]["km2"]
    # Its own files it replaces, those of others it does not.
    assert cli(river_file, *args, "--out", out).exit_code == 0
    out.write_text("mine", encoding="utf-8")
    refused = cli(river_file, *args, "--out", out)
    assert (refused.exit_code, out.read_text(encoding="utf-8")) == (1, "mine")
    assert "--force" in refused.stderr


def test_a_book_needs_no_start(cli, river_file, book_folder):
    done = cli(river_file, "--book", book_folder, "--mode", "car", "--minutes", "4", "--lang", "zh")
    assert done.exit_code == 0, done.stderr
    text = "".join(line.strip() for line in done.stdout.splitlines())
    assert "拆除“路卡”：园区 4 分钟内居民 +500 人" in text
    assert "far" in done.stderr


def test_trucks_by_the_book(cli, river_file, book_folder):
    done = cli(river_file, "--book", book_folder, "--mode", "truck", "--from", "park", "--minutes", "15")
    assert done.exit_code == 0, done.stderr
    assert "One vehicle from The park to each of 4 sites, one way" in done.stdout
    assert "without Second check" in done.stdout


def test_the_table_holds_counts_and_differences(cli, river_file, zones_file, bridge_file, tmp_path):
    args = ("--from", "0,0", "--minutes", "2", "--zones", zones_file, "--add", bridge_file)
    done = cli(river_file, *args, "--out", tmp_path / "a.geojson")
    heading, today, built = (
        line for line in done.stdout.splitlines() if line[:4] in {"case", "toda", "with"} and ":" not in line
    )
    assert heading.split() == ["case", "residents", "workers", "jobs", "km²"]
    assert today.split()[1:4] == ["100", "60", "10"]
    assert built.split()[2:8] == ["31,100", "(+31,000)", "9,060", "(+9,000)", "90", "(+80)"]
    km2 = json.loads((tmp_path / "a.geojson").read_text())["features"][0]["properties"]["km2"]
    assert 0 < km2 < 1
    assert today.split()[4] == f"{km2:.1f}"


def test_json_on_stdout_is_all_there_is(cli, river_file, zones_file):
    done = cli(river_file, "--from", "0,0", "--zones", zones_file, "--json", "-")
    assert json.loads(done.stdout)["starts"][0]["cases"][0]["within"][0]["residents"] == 31700


def test_links_for_a_book(cli, river_file, book_folder, tmp_path):
    out = tmp_path / "links.csv"
    done = cli(river_file, "--links-for", book_folder, "--mode", "car", "--out", out)
    assert done.exit_code == 0, done.stderr
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("id,a,b,mode,km,minutes,both_ways,status")
    assert lines[1].startswith("car_park_mid,park,mid,car,1.11,1.7,yes,existing")
    again = cli(river_file, "--links-for", book_folder, "--mode", "car", "--out", out)
    assert again.exit_code == 1  # a table may have been worked on: it is never replaced unasked


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    ("args", "seen"),
    [
        (("--from", "0,-1"), ("111.2", "--snap 112")),
        (("--from", "north"), ("“north”",)),
        (("--from", "200,0"), ("“200,0”",)),
        ((), ("--from",)),
        (("--from", "0,0", "--fence-minutes", "5"), ("--borders",)),
        (("--from", "0,0", "--zones", "nowhere.csv"), ("nowhere.csv",)),
    ],
)
def test_what_cannot_be_is_one_sentence(cli, river_file, args, seen, lang):
    done = cli(river_file, *args, "--lang", lang)
    assert done.exit_code == 1
    assert done.stdout == ""
    last = done.stderr.splitlines()[-1]
    assert all(part in last for part in seen), last


@pytest.mark.parametrize(
    ("args", "seen"),
    [
        (("--minutes", "0"), "“0”"),
        (("--minutes", "15,x"), "“x”"),
        (("--vehicle", "bike"), "“bike”"),
        (("--snap", "-1"), "“-1”"),
        (("--mode", "car"), "--book"),
        (("--book", "x", "--fence-minutes", "3"), "--fence-minutes"),
        (("--links-for", "x", "--from", "0,0"), "--links-for"),
    ],
)
def test_wrong_usage_is_2(cli, river_file, args, seen):
    done = cli(river_file, *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert seen in done.stderr


def test_a_file_that_was_cut_off_is_named(cli, river_file, tmp_path):
    import osmium

    whole = tmp_path / "whole.osm.pbf"
    with osmium.SimpleWriter(str(whole)) as writer:
        for thing in osmium.FileProcessor(str(river_file)):
            writer.add(thing)
    assert cli(whole, "--from", "0,0").exit_code == 0
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(whole.read_bytes()[:-40])
    done = cli(cut, "--from", "0,0")
    assert done.exit_code == 1
    assert "cut.osm.pbf" in done.stderr.splitlines()[-1]


def test_roads_in_pieces_are_said(cli, tmp_path):
    from roads.maps import river

    world = river()
    del world.roads[2]  # the bridge
    path = world.write(tmp_path / "pieces.osm")
    done = cli(path, "--from", "0,0")
    assert done.exit_code == 0
    assert "in pieces: 50 %" in done.stderr


def test_a_border_elsewhere_is_said(cli, river_file, sides_file, tmp_path):
    elsewhere = tmp_path / "elsewhere.geojson"
    shapes = json.loads(sides_file.read_text())
    for shape in shapes["features"]:
        ring = shape["geometry"]["coordinates"][0]
        shape["geometry"]["coordinates"] = [[[lon, lat + 10] for lon, lat in ring]]
    elsewhere.write_text(json.dumps(shapes))
    done = cli(river_file, "--from", "0,0", "--borders", elsewhere, "--fence-minutes", "5")
    assert done.exit_code == 1
    assert "river.osm" in done.stderr
    assert "elsewhere.geojson" in done.stderr


def test_zones_at_sites_need_the_book(cli, river_file, book_folder, tmp_path):
    zones = table(tmp_path / "z.csv", [{"id": "a", "site": "town", "residents": 7}])
    assert "--book" in cli(river_file, "--from", "0,0", "--zones", zones).stderr
    (book_folder / "zones.csv").unlink()
    done = cli(river_file, "--book", book_folder, "--mode", "car", "--zones", zones, "--minutes", "30", "--json", "-")
    assert json.loads(done.stdout)["starts"][0]["cases"][0]["within"][0]["residents"] == 7


def test_help_is_in_the_language_asked_for(cli):
    assert cli("--help", "--lang", "zh").stdout.startswith("用法")
    assert "--links-for" in cli("--help").stdout


def test_starts_from_a_file(cli, river_file, zones_file, tmp_path):
    starts = table(tmp_path / "starts.csv", [{"id": f"s{i}", "lon": 0.02, "lat": 0.0} for i in range(8)])
    done = cli(river_file, "--from-csv", starts, "--zones", zones_file, "--minutes", "1")
    assert "Within 1 minutes of s0" in done.stdout
    assert "2 more starts" in done.stdout
