"""Nobody sees rows of the book but through ``seen_by``: no other part of the workspace names the tables behind it."""

import ast
from pathlib import Path

import pytest

import unfence.workspace

HOME = Path(unfence.workspace.__file__).parent
KEEPERS = ("books", "sharing")
"""The two apps that keep the rows and decide who sees them."""
RAW = {"content_at", "current_content", "current_book", "book_at", "latest_study"}
WORKS = {"current_book", "book_at"}
"""What ``works.py`` may name: a study is of the whole book; what may be seen of it, ``results`` decides."""
FILES = [file for file in sorted(HOME.rglob("*.py")) if file.relative_to(HOME).parts[0] not in KEEPERS]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(HOME)))
def test_rows_are_seen_through_one_door(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    raw = named & RAW - (WORKS if file.name == "works.py" else set())
    assert not raw, f"{file}: {raw} show everything; ask seen_by, book_seen_by or study_seen_by"
    begun = [node for node in ast.walk(tree) if ast.unparse(node) in ("Row.objects", "Change.objects")]
    ended = [inner for call in _calls_of(tree, "seen_by") for inner in ast.walk(call.func.value)]
    assert all(node in ended for node in begun), f"{file} asks for rows without seen_by"


def _calls_of(tree, name):
    """The calls of a method of a name."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute))
    return [call for call in calls if call.func.attr == name]
