"""A fixture that runs a command line inside the test, in an English system."""

import pytest
from click.testing import CliRunner

from unfence.cli.program import Program
from unfence.cli.spoken import language_in


@pytest.fixture
def cli(monkeypatch):
    """A function that runs a command line and gives what click's runner saw."""
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.delenv("UNFENCE_DEBUG", raising=False)

    def run(*args, width=100):
        return CliRunner(env={"COLUMNS": str(width)}).invoke(Program(language_in(args)), args)

    return run
