"""Command lines run inside the test (``cli``) or as a process of its own (``process``), and books to run them on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import unfence
from unfence.cli.program import Program
from unfence.cli.spoken import language_in
from worlds import worlds
from worlds.writing import write

TWO_TOWNS = str(Path(unfence.__file__).parent / "examples" / "two_towns")


@pytest.fixture
def two_towns():
    """The path of the example that is solved on paper."""
    return TWO_TOWNS


@pytest.fixture
def cli(monkeypatch):
    """A function that runs a command line in an English system and gives what click's runner saw."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.delenv("UNFENCE_DEBUG", raising=False)

    def run(*args, width=100):
        return CliRunner(env={"COLUMNS": str(width)}).invoke(Program(language_in(args)), args)

    return run


@pytest.fixture
def process():
    """A function that runs ``python -m unfence`` in a system of the language given."""

    def run(*args, locale="en_US.UTF-8", **env):
        return subprocess.run(
            [sys.executable, "-m", "unfence", *args],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env=os.environ | {"LC_ALL": locale, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(sys.path)} | env,
        )

    return run


@pytest.fixture
def world(tmp_path):
    """A function that writes a named small world and gives its path."""

    def written(name):
        return str(write(*getattr(worlds, name)(), tmp_path / name))

    return written


@pytest.fixture
def spoilt(tmp_path):
    """A function that writes two towns with one table's text changed, and gives the path."""

    def changed(file, old, new):
        folder = tmp_path / "spoilt"
        folder.mkdir()
        for source in Path(TWO_TOWNS).iterdir():
            text = source.read_text(encoding="utf-8")
            if source.name == file:
                assert old in text
                text = text.replace(old, new, 1)
            (folder / source.name).write_text(text, encoding="utf-8")
        return str(folder)

    return changed
