"""Somebody makes a book, fills it in and has it checked."""

import json
from pathlib import Path

import pytest


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["area", "area.xlsx"])
def test_a_new_book_is_there_and_says_what_it_lacks(cli, tmp_path, name, lang):
    path = str(tmp_path / name)
    made = cli("new", path, "--lang", lang)
    assert (made.exit_code, made.stderr) == (0, "")
    assert f"unfence check {path}" in made.stdout
    checked = cli("check", path, "--lang", lang)
    assert checked.exit_code == 1
    assert "jurisdictions" in checked.stdout
    assert "sites" in checked.stdout


@pytest.mark.parametrize("name", ["area", "area.xlsx"])
def test_new_never_replaces(cli, tmp_path, name):
    path = tmp_path / name
    cli("new", str(path))
    kept = path / "sites.csv" if path.is_dir() else path
    kept.write_text("mine", encoding="utf-8")
    again = cli("new", str(path))
    assert again.exit_code == 1
    assert len(again.stderr.splitlines()) == 1
    assert kept.read_text(encoding="utf-8") == "mine"


def test_a_good_book_passes(cli, two_towns):
    done = cli("check", two_towns)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == f"{two_towns}: nothing wrong, nothing doubtful; the book can be studied\n"
    assert cli("check", two_towns, "--json").stdout == "[]\n"


def test_warnings_alone_are_0(cli, world):
    done = cli("check", world("endless"))
    levels = {line.split()[0] for line in done.stdout.splitlines()[:-1]}
    assert (done.exit_code == 0) == ("error" not in levels)
    assert "warning" in levels


@pytest.mark.parametrize(("lang", "word"), [("en", "error"), ("zh", "错误")])
def test_every_error_is_a_line_with_its_place(cli, spoilt, lang, word):
    path = spoilt("links.csv", "east", "eest")
    done = cli("check", path, "--lang", lang)
    assert done.exit_code == 1
    line = next(line for line in done.stdout.splitlines() if "eest" in line)
    assert line.startswith(word)
    assert "links.csv" in line
    assert "2" in line


def test_findings_as_json(cli, spoilt):
    path = spoilt("links.csv", "east", "eest")
    done = cli("check", path, "--json", "--lang", "zh")
    assert done.exit_code == 1
    finding = next(f for f in json.loads(done.stdout) if f["column"] == "a")
    assert list(finding) == ["level", "code", "file", "row", "column", "what", "mend"]
    assert (finding["level"], finding["file"], finding["row"]) == ("error", "links.csv", 2)
    assert "eest" in finding["what"]


def test_a_book_that_is_not_there_is_a_finding(cli, tmp_path):
    path = str(tmp_path / "nowhere")
    done = cli("check", path, "--json")
    assert done.exit_code == 1
    (finding,) = json.loads(done.stdout)
    assert (finding["row"], finding["column"]) == (None, None)
    assert path in finding["what"]


def test_a_process_says_the_same(process, tmp_path, two_towns):
    good = process("check", two_towns, locale="zh_CN.UTF-8")
    assert (good.returncode, good.stderr) == (0, "")
    assert "没有错误" in good.stdout
    bad = process("check", str(tmp_path), "--json")
    assert bad.returncode == 1
    assert json.loads(bad.stdout)[0]["level"] == "error"
    assert not list(Path(tmp_path).iterdir())
