"""The README is true: its book is written, its commands are run, its figures come out, in both languages."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[1]
READMES = [HOUSE / "README.md", HOUSE / "README.zh.md"]


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)


def tables(page: Path) -> list[tuple[str, str]]:
    text = page.read_text(encoding="utf-8")
    return re.findall(r"`(sawmill/\w+\.csv)`[^\n]*\n```csv\n(.*?)```", text, flags=re.DOTALL)


def run(command: str, folder: Path) -> str:
    words = command.partition("#")[0].split()
    assert words[0] == ".venv/bin/unfence"
    done = subprocess.run(
        [sys.executable, "-m", "unfence", *words[1:]],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=READMES, ids=lambda page: page.name)
def followed(request, tmp_path_factory):
    """The page, and a folder in which everything it says was done."""
    folder = tmp_path_factory.mktemp("reader")
    commands = [
        c for block in blocks(request.param, "sh") for c in block.splitlines() if "unfence " in c and "make" not in c
    ]
    run(commands[0], folder)
    for name, text in tables(request.param):
        assert (folder / name).is_file(), f"`new` made no {name}"
        (folder / name).write_text(text, encoding="utf-8")
    printed = [run(command, folder) for command in commands[1:]]
    return request.param, folder, printed


def test_the_two_commands_are_targets():
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    for page in READMES:
        named = re.findall(r"^make (\w+)", blocks(page, "sh")[0], flags=re.MULTILINE)
        assert named == ["demo", "test"]
        assert all(re.search(rf"^{name}:", makefile, flags=re.MULTILINE) for name in named)


def test_every_table_was_made_before_it_was_filled(followed):
    page, folder, _ = followed
    assert len(tables(page)) == 9
    assert len(list((folder / "sawmill").glob("*.csv"))) > 9


def test_the_figures_come_out(followed):
    page, folder, printed = followed
    study = json.loads((folder / "sawmill.json").read_text(encoding="utf-8"))
    (fence,) = study["fences"]
    gain, shares = study["welfare"]["gain"], study["sharing"]["solutions"]["shapley"]
    assert fence["alone"] == pytest.approx(7950)
    assert shares == pytest.approx([gain / 2, gain / 2])
    text = page.read_text(encoding="utf-8")
    assert f"{fence['alone']:,.0f}" in text
    assert f"{round(gain):,}" in text
    assert "7,950" in printed[1]


def test_the_python_lines_run(followed):
    page, folder, _ = followed
    (code,) = blocks(page, "python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "weighing 7950.0"
    assert "锯木厂" in (folder / "sawmill-zh.html").read_text(encoding="utf-8") or page.name == "README.md"


def test_every_link_leads_somewhere():
    for page in [*READMES, HOUSE / "ARCHITECTURE.md"]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert (HOUSE / target).exists(), f"{page.name}: {target}"
