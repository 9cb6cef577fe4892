"""The guides of the workspace are true: their commands run; their words, settings and pictures are there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import unfence.workspace
from unfence.words import say
from unfence.workspace import MENU
from unfence.workspace.people.roles import ROLES
from unfence.workspace.sharing.models import LEVELS

ROOT = Path(__file__).parents[2]
GUIDES = {"en": ROOT / "docs" / "workspace.md", "zh": ROOT / "docs" / "workspace.zh.md"}
TEXTS = {lang: guide.read_text(encoding="utf-8") for lang, guide in GUIDES.items()}
VARIABLE = re.compile(r"\b(?:UNFENCE_[A-Z_]+|DATABASE_URL)\b")


def _commands(lang):
    """The lines of the guide's sh blocks, in order."""
    return [line for block in re.findall(r"```sh\n(.*?)```", TEXTS[lang], re.DOTALL) for line in block.splitlines()]


def _served(line, place, env):
    """Run a command that serves until it says that it is open; the ports that it names are made free ones."""
    command = re.sub(r" --port \d+", "", line).replace("unfence serve", "exec unfence serve --port 0 --lang en")
    settings = {"cwd": place, "env": env, "text": True, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, shell=True, **settings) as process:  # noqa: S602  a line of our guide
        said = []
        for text in process.stdout:
            said.append(text)
            if "The workspace is open" in text:
                break
        process.terminate()
    return "".join(said)


@pytest.mark.slow
def test_the_commands_run_in_the_order_of_the_guide(tmp_path, postgres):
    """From an empty place to a restored copy; PostgreSQL only where the tests have one."""
    env = {name: value for name, value in os.environ.items() if not VARIABLE.fullmatch(name)}
    env |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}", "PYTHONUNBUFFERED": "1"}
    for written in _commands("en"):
        if "DATABASE_URL" in written and postgres is None:
            continue
        line = re.sub(r"DATABASE_URL=\S+", f"DATABASE_URL='{postgres}'", written)
        if "unfence serve" in line:
            assert "The workspace is open" in _served(line, tmp_path, env), line
        else:
            subprocess.run(line, shell=True, cwd=tmp_path, env=env, check=True)  # noqa: S602  a line of our guide
    for copy in ("backup", "running-backup"):
        shutil.rmtree(tmp_path / "unfence-data", ignore_errors=True)
        shutil.copytree(tmp_path / copy, tmp_path / "unfence-data")
        said = _served("unfence serve --example daxin", tmp_path, env)
        assert "Loaded" not in said, f"the book of {copy} is there"


def test_both_guides_have_the_same_commands():
    assert _commands("en") == _commands("zh")
    assert len(_commands("en")) >= 8


@pytest.mark.parametrize("lang", GUIDES)
def test_words_are_those_of_the_pages(lang):
    text = TEXTS[lang]
    named = [f"people.role.{role}" for role in ROLES] + [f"sharing.levels.{level}" for level in LEVELS]
    named += [f"shell.group.{group}" for group in MENU if group != "home"]
    named += [
        "jobs.menu",
        "results.menu",
        "sharing.menu",
        "maps.menu",
        "books.download",
        "whatif.menu",
        "people.members.menu",
    ]
    assert [say(key, lang) for key in named if say(key, lang) not in text] == []
    assert say("jobs.ask", lang, number=1) in text
    assert say("sharing.withheld", lang) in text


@pytest.mark.parametrize("lang", GUIDES)
def test_settings_are_those_that_are_read(lang):
    home = Path(unfence.workspace.__file__).parent
    read = set(VARIABLE.findall("\n".join(file.read_text(encoding="utf-8") for file in home.rglob("*.py"))))
    assert set(VARIABLE.findall(TEXTS[lang])) == read


@pytest.mark.parametrize("lang", GUIDES)
def test_pictures_are_there_and_small(lang):
    pictures = re.findall(r"!\[[^\]]+\]\((.+?)\)", TEXTS[lang])
    assert len(pictures) == 3
    for name in pictures:
        data = (ROOT / "docs" / name).read_bytes()
        assert data.startswith(b"\x89PNG")
        assert len(data) <= 150_000
        assert ("-zh" in name) == (lang == "zh")
