"""Results are written to files, and nothing that a person wrote is lost."""

import json

import pytest


def test_report_and_json_are_written_and_replaced(cli, two_towns, tmp_path):
    page, data = tmp_path / "new folder" / "r.html", tmp_path / "s.json"
    for lang, title in (("en", "Two Towns"), ("zh", "两镇")):
        done = cli("study", two_towns, "--report", str(page), "--json", str(data), "--lang", lang)
        assert done.exit_code == 0
        assert str(page) in done.stderr
        assert title in page.read_text(encoding="utf-8")
        assert json.loads(data.read_text(encoding="utf-8"))["best"] == ["one_check"]
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["new folder", "r.html", "s.json"]


@pytest.mark.parametrize("option", ["--report", "--json"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_file_of_somebody_else_stays(cli, two_towns, tmp_path, option, lang):
    mine = tmp_path / "mine"
    mine.write_text("my own notes", encoding="utf-8")
    done = cli("study", two_towns, option, str(mine), "--lang", lang)
    assert (done.exit_code, done.stdout) == (1, "")
    assert "--force" in done.stderr
    assert mine.read_text(encoding="utf-8") == "my own notes"
    assert cli("study", two_towns, option, str(mine), "--force").exit_code == 0
    assert "my own notes" not in mine.read_text(encoding="utf-8")


def test_a_book_is_not_written_over(cli, spoilt):
    path = spoilt("links.csv", "road", "road")
    done = cli("study", path, "--json", f"{path}/sites.csv")
    assert done.exit_code == 1
    assert cli("check", path).exit_code == 0


def test_a_folder_is_no_file(cli, two_towns, tmp_path):
    assert cli("study", two_towns, "--report", str(tmp_path)).exit_code == 1
    (tmp_path / "file").write_text("x", encoding="utf-8")
    below = cli("study", two_towns, "--json", str(tmp_path / "file" / "s.json"))
    assert below.exit_code == 1
    assert len(below.stderr.splitlines()) == 1


def test_the_demo_leaves_a_file_of_somebody_else(cli, tmp_path):
    (tmp_path / "report.html").write_text("mine", encoding="utf-8")
    done = cli("demo", "--out", str(tmp_path))
    assert done.exit_code == 1
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.slow
def test_the_demo_says_where_its_report_lies(process, tmp_path):
    done = process("demo", "--out", str(tmp_path / "out"), "--lang", "zh")
    page = tmp_path / "out" / "report.html"
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("大新经济协作示范园")
    assert done.stdout.splitlines()[-1].endswith(str(page.resolve()))
    assert "data-json" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["new", "check", "study"])
def test_an_empty_path_is_not_this_folder(cli, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    assert cli(command, "").exit_code == 2
    assert not list(tmp_path.iterdir())


def test_a_new_book_of_another_ending_is_refused(cli, tmp_path):
    done = cli("new", str(tmp_path / "book.xls"))
    assert done.exit_code == 1
    assert "book.xlsx" in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [("new", "b.xlsx"), ("study", "--json", "s.json")])
def test_a_place_that_cannot_be_written_is_named(cli, two_towns, tmp_path, monkeypatch, arguments):
    def refuse(self, *_args, **_named):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr("pathlib.Path.touch", refuse)
    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    *command, name = arguments
    done = cli(*command, str(tmp_path / name), *([two_towns] if command[0] == "study" else []))
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1] == f"{tmp_path / name} cannot be read or written: Permission denied"
