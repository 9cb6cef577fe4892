"""The book that docs/figures.md shows is one: it has no findings, and everything it shows is at work in it."""

import re
from pathlib import Path

import pytest

import unfence
from unfence.studies.check import check

PAGE = Path(__file__).parents[1] / "docs" / "figures.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    (folder / "book.toml").write_text('title = "F"\ncurrency = "CNY"\nyear = 2026\ndiscount_rate = 0.05\n')
    for name, text in re.findall(r"`(\w+\.csv)`\n```csv\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL):
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_nothing_is_wrong_with_it(folder):
    assert check(folder)[1] == ()


def test_everything_is_at_work(folder):
    study = unfence.study(unfence.read_book(folder))
    said = study.to_dict()
    assert all(row["today"] > 0 for row in said["plants"] + said["markets"])
    assert all(row["today"]["made"] for row in said["trips"])
    worth = {row["id"]: row["alone"] for row in said["fences"]}
    assert worth["check"] == pytest.approx(20000 * 0.4 * 120 / 32 + 10000 * 0.4 * 120 / 32)  # ore in, metal out
    assert worth["bus_gap"] == pytest.approx(90000 * 0.5 * 20)
    assert worth["levy"] == pytest.approx(0, abs=1e-6)  # it only changes hands
    assert said["income"]["today"]["east"] >= 20000 * 6  # and stays in the east
    assert said["accounts"]["today"]["by_owner"]["outside"] > 0
