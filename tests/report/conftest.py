"""Pages of the example that is solved on paper, in both languages."""

import json

import pytest

import unfence
from report.page_reader import Page
from unfence.report import page


@pytest.fixture(scope="session")
def two_towns():
    return unfence.study(unfence.examples.example("two_towns"))


@pytest.fixture(scope="session")
def pages(two_towns):
    return {lang: Page(page(two_towns, lang)) for lang in ("en", "zh")}


@pytest.fixture(scope="session")
def said(two_towns):
    """The study's JSON, as another programme would read it."""
    return json.loads(two_towns.to_json())
