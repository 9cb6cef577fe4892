"""``unfence settle`` as a clerk uses it."""

import json

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from rules.page import examples
from unfence.cli.settle import command
from unfence.errors import UnfenceError


@pytest.fixture
def files(tmp_path):
    example = examples()[0]
    (tmp_path / "rules.toml").write_text(example.toml, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(example.csv, encoding="utf-8")
    return [str(tmp_path / "rules.toml"), "--facts", str(tmp_path / "facts.csv")]


def settle(args, lang="en"):
    return CliRunner().invoke(command(lang), args, catch_exceptions=True)


def test_prints_who_pays_whom_and_why(files):
    done = settle([*files, "--year", "2011"])
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "2011  Guangyuan zone -> Qingchuan  5,000,000  (park: shared 3:2 of 7,000,000 collected, within floor and cap)",
        "in all  Qingchuan  5,000,000",
        "in all  Guangyuan zone  -5,000,000",
    ]


def test_writes_json_and_workbook_and_replaces_only_its_own_json(files, tmp_path):
    out = ["--json", str(tmp_path / "s.json"), "--xlsx", str(tmp_path / "s.xlsx")]
    assert settle([*files, *out], "zh").exit_code == 0
    assert len(json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))["lines"]) == 2
    assert load_workbook(tmp_path / "s.xlsx").sheetnames == ["应付", "各方净额"]
    assert settle([*files, *out[:2]]).exit_code == 0
    assert settle([*files, *out]).exit_code != 0
    assert settle([*files, *out, "--force"]).exit_code == 0


def test_json_to_stdout_is_nothing_but_json(files):
    assert json.loads(settle([*files, "--json", "-"]).stdout)["years"] == [2010, 2011]


def test_every_finding_is_shown(files, tmp_path):
    (tmp_path / "rules.toml").write_text('[[rule]]\nid = "r"\nkind = "ratoi"\nfrom = 26\n', encoding="utf-8")
    done = settle(files)
    assert isinstance(done.exception, UnfenceError)
    assert len(done.stderr.splitlines()) == 3
    assert "rules.toml, row 3, column kind: no kind of rule is called “ratoi”; the nearest is “ratio”" in done.stderr
