"""The page on reach names options that exist, and the keys that a result has."""

import json
import re
from pathlib import Path

from click.testing import CliRunner

from unfence.cli.program import Program
from unfence.cli.reach import command

PAGE = (Path(__file__).parents[2] / "docs" / "reach.md").read_text(encoding="utf-8")


def test_options_on_the_page_are_those_of_the_command():
    known = {flag for param in command("en").params for flag in param.opts if flag.startswith("--")}
    named = set(re.findall(r"--[a-z][a-z-]+", PAGE))
    assert named <= known
    assert known - named <= {"--debug", "--lang", "--vehicle"}


def test_keys_on_the_page_are_those_of_a_result(river_file, book_folder):
    args = f"reach {river_file} --book {book_folder} --mode truck --from park --json - --lang en".split()
    told = json.loads(CliRunner().invoke(Program("en"), args).stdout)
    rows = re.findall(r"^\| (`[\w.\[\]]+`(?:, `[\w.\[\]]+`)*) \|", PAGE.split("## What comes out")[1], re.MULTILINE)
    named = {key for row in rows for key in re.findall(r"`([\w.\[\]]+)`", row)}
    tops = {key.split(".")[0].removesuffix("[]") for key in named}
    assert tops == set(told)
    case = told["starts"][0]["cases"][0]
    for key in named:
        value = told
        for part in key.split("."):
            value = value[part.removesuffix("[]")]
            value = value[0] if part.endswith("[]") and value else value
    assert {"case", "id", "name", "name_zh", "within", "to_sites", "freight"} == set(case)
