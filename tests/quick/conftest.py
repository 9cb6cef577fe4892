"""Forms that somebody has filled in, and command lines run inside the test."""

import pytest

from unfence.quick import write_form
from worlds.commands import cli

__all__ = ["cli", "filled"]


@pytest.fixture
def filled(tmp_path):
    """A function that writes a form with answers by question and gives its path; one list entry for each barrier."""

    def write(lang="en", **answers):
        area = {"title": ["Exercise"], "first": ["East"], "second": ["West"], "currency": ["CNY"], "year": ["2025"]}
        return str(write_form(tmp_path / "form.xlsx", lang, {**area, **answers}))

    return write
