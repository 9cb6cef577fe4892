"""The circles of a study as they are printed, in both languages."""

import pytest

import unfence
from reach.valley import valley
from unfence.cli.printed import print_study
from worlds.writing import write


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return unfence.study(unfence.read_book(write(*valley(), tmp_path_factory.mktemp("books") / "valley")))


def printed(study, capsys, lang):
    print_study(study, lang, width=100)
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_each_travel_has_a_table_and_its_largest_differences(study, capsys):
    lines = printed(study, capsys, "en")
    table = lines[lines.index("Residents / jobs within 15 minutes (bus, walk)") :]
    assert table[1].split() == ["from", "today", "open", "best"]
    assert table[3] == "park 31,000 / 80 32,000 / 380 32,000 / 380"
    # Of the hamlet, nothing; of the park, the town's 1,000.
    assert "without gap: +1,000 residents, +300 jobs, +1 sites within 15 minutes of park (town)" in table
    assert "Sites within 15 minutes (truck)" in table
    assert table[-1] == "Zones at no site and more than 2 km from any, counted in no circle: 1 (z_island)"


def test_a_case_is_said_once_where_it_counts_most(study, capsys):
    lines = printed(study, capsys, "zh")
    assert "15分钟圈内居民/岗位（bus、walk）" in lines
    said = [line for line in lines if line.startswith("建成或落实“build”：")]
    # From the park 8 minutes to the town, 12 to the hill, 13 to the hamlet: more than what it brings to the town.
    assert said == ["建成或落实“build”：park15分钟圈内居民 +32,070 人、岗位 +385 个、地点 +2 处（hamlet、town）"]
