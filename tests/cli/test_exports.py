"""Somebody asks for the workbook, the map and the briefs; nothing of his is lost."""

import io
import json
from pathlib import Path

import openpyxl
import pytest

OPTIONS = ("--xlsx", "--geojson")
LOCKED = bytes.fromhex(  # an archive whose docProps/core.xml asks for a password
    "504b030414000100000000002100000000000c00000000000000110000"
    "00646f6350726f70732f636f72652e786d6c" + "00" * 12 + "504b0102140014000100000000002100000000000c00000000000000"
    "11000000000000000000000000000000000064"
    "6f6350726f70732f636f72652e786d6c"
    "504b05060000000001000100"
    "3f0000003b0000000000"
)


def test_all_are_written_and_said(cli, two_towns, tmp_path):
    sheet, plan, folder = tmp_path / "t" / "t.xlsx", tmp_path / "m.geojson", tmp_path / "briefs"
    done = cli(
        "study", two_towns, "--xlsx", str(sheet), "--geojson", str(plan), "--briefs", str(folder), "--lang", "zh"
    )
    assert done.exit_code == 0
    for path in (sheet, plan, folder / "measures.html"):
        assert str(path) in done.stderr
    assert openpyxl.load_workbook(sheet).sheetnames[0] == "说明"
    assert json.loads(plan.read_text(encoding="utf-8"))["type"] == "FeatureCollection"
    assert sorted(p.name for p in folder.iterdir()) == ["measure-one_check.html", "measures.html"]
    assert "两镇一次查验" in (folder / "measures.html").read_text(encoding="utf-8")


def test_what_was_made_is_made_anew(cli, two_towns, tmp_path):
    names = {"--xlsx": "t.xlsx", "--geojson": "m.geojson", "--briefs": "briefs"}
    asked = [word for option, name in names.items() for word in (option, str(tmp_path / name))]
    for lang in ("zh", "en"):
        assert cli("study", two_towns, *asked, "--lang", lang).exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").sheetnames[0] == "What is what"
    assert 'lang="en"' in (tmp_path / "briefs" / "measures.html").read_text(encoding="utf-8")
    assert not [p for p in tmp_path.rglob("*") if p.name.endswith(".part")]


def test_a_workbook_with_somebody_s_notes_stays(cli, two_towns, tmp_path):
    path = tmp_path / "t.xlsx"
    assert cli("study", two_towns, "--xlsx", str(path)).exit_code == 0
    book = openpyxl.load_workbook(path)
    book["Fences"]["Z1"] = "ask Wang about this"
    book.save(path)
    done = cli("study", two_towns, "--xlsx", str(path))
    assert done.exit_code == 1
    assert "--force" in done.stderr
    assert openpyxl.load_workbook(path)["Fences"]["Z1"].value == "ask Wang about this"
    assert cli("study", two_towns, "--xlsx", str(path), "--force").exit_code == 0
    assert openpyxl.load_workbook(path)["Fences"]["Z1"].value is None


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("held", [LOCKED, b"my own notes", b"", b"PK\x03\x04 no zip", b'{"type": "FeatureCollection"}'])
def test_a_file_of_somebody_else_stays(cli, two_towns, tmp_path, option, held):
    mine = tmp_path / "mine"
    mine.write_bytes(held)
    done = cli("study", two_towns, option, str(mine))
    assert (done.exit_code, done.stdout) == (1, "")
    assert mine.read_bytes() == held


def test_a_workbook_of_another_programme_stays(cli, two_towns, tmp_path):
    mine = tmp_path / "mine.xlsx"
    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    mine.write_bytes(held.getvalue())
    assert cli("study", two_towns, "--xlsx", str(mine)).exit_code == 1
    assert mine.read_bytes() == held.getvalue()


def test_a_brief_that_somebody_wrote_stays_and_nothing_is_computed(cli, two_towns, tmp_path):
    (tmp_path / "measures.html").write_text("mine", encoding="utf-8")
    done = cli("study", two_towns, "--briefs", str(tmp_path))
    assert (done.exit_code, done.stdout) == (1, "")
    assert str(tmp_path / "measures.html") in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["measures.html"]


def test_a_folder_that_is_a_file_is_refused(cli, two_towns, tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    done = cli("study", two_towns, "--briefs", str(tmp_path / "file"))
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_results_do_not_go_to_one_file(cli, two_towns, tmp_path, lang):
    one = str(tmp_path / "one")
    other = str(tmp_path / "." / "x" / ".." / "one")
    done = cli("study", two_towns, "--xlsx", one, "--json", other, "--lang", lang)
    assert (done.exit_code, done.stdout) == (1, "")
    assert not Path(one).exists()


def test_a_book_without_measures_has_one_page_that_says_so(cli, world, tmp_path):
    for _ in range(2):  # the second time it is our own page that is there
        assert cli("study", world("no_fences"), "--briefs", str(tmp_path / "b")).exit_code == 0
    assert [p.name for p in (tmp_path / "b").iterdir()] == ["measures.html"]
