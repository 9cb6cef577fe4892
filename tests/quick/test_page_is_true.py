"""The page about the quick book is true: its form is filled in, its commands are run, its figures come out."""

import re
import shlex
from pathlib import Path

from unfence.quick import prices, read_form, write_form
from unfence.quick.form import QUESTIONS

PAGE = (Path(__file__).parents[2] / "docs" / "quick.md").read_text(encoding="utf-8")


def _answers():
    """The answers in the table of the exercise, by question."""
    rows = re.findall(r"^\| (\d+) \| (\w+) \| (.*) \|$", PAGE, flags=re.MULTILINE)
    found = {
        key: [cell.strip() for cell in cells.split("|")] for number, key, cells in rows if QUESTIONS[number] == key
    }
    assert len(found) == 9
    return found


def test_the_commands_of_the_page(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^unfence (.*)$", PAGE, flags=re.MULTILINE)
    assert len(commands) == 6
    first, *others = [shlex.split(command) for command in commands]
    assert cli(*first).exit_code == 0
    Path("form.xlsx").unlink()
    write_form("form.xlsx", "en", _answers())
    printed = {" ".join(command): cli(*command) for command in others}
    assert {done.exit_code for done in printed.values()} == {0}
    shown = " ".join(re.search(r"```text\n(.*?)```", PAGE, flags=re.DOTALL)[1].split())
    assert shown in " ".join(printed["quick form.xlsx --report page.html"].stdout.split())
    assert Path("page.html").is_file()
    assert Path("letters.txt").is_file()


def test_the_figures_of_beitbridge(filled):
    form = read_form(filled(
        currency=["USD"], truck_days=["365"], name=["Queue"], number=["1,000"], minutes=["72-84 h"], hour=["20"],
        says=["FESARTA"],
    ))  # fmt: skip
    low, value, high = (f"{amount / 1e6:.0f}" for amount in vars(prices(form)[0].cost).values())
    assert f"the page gives {value} million, between {low} and {high}." in " ".join(PAGE.split())
