"""Every text that the command line names is there, in both languages, and none is left over."""

import ast
import re
import string
from pathlib import Path

import unfence.cli
from unfence.words import sentences

OWN = ("command.", "print.", "error.output.")
PREFIXES = ("", "print.", "print.heading.", "print.column.", "error.")


def _texts():
    """Every string of the package's code: literal, or a pattern where it has gaps."""
    for file in Path(unfence.cli.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else r"[\w.]+" for v in node.values]
                if any(isinstance(v, ast.Constant) and len(str(v.value)) > 4 for v in node.values):
                    yield "".join(parts)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)


def _named():
    """Keys that the code names outright, by the function that is called with them."""
    prefix = {"say": "", "line": "print.", "heading": "print.heading.", "columns": "print.column."}
    for file in Path(unfence.cli.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            method = isinstance(node.func, ast.Attribute)
            name = node.func.attr if method else getattr(node.func, "id", "")
            if name not in prefix:
                continue
            before = "print." if method and name == "say" else prefix[name]
            for argument in node.args if name == "columns" else node.args[:1]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    term = name == "columns" and before + argument.value not in sentences()
                    yield argument.value if term else before + argument.value


def test_every_key_that_is_named_exists():
    named = set(_named())
    assert len(named) > 60
    assert named <= set(sentences())


def test_no_text_is_left_over():
    patterns = [re.compile(text) for text in set(_texts())]
    for key in sentences():
        if not key.startswith(OWN):
            continue
        shorter = [key.removeprefix(prefix) for prefix in PREFIXES if key.startswith(prefix)]
        options = key.startswith("command.") and key.count(".") == 2  # named by the flag that they explain
        assert options or any(p.fullmatch(k) for p in patterns for k in shorter), key


def test_both_languages_have_the_same_gaps():
    for key, text in sentences().items():
        if key.startswith(OWN):
            gaps = {lang: {name for _, name, _, _ in string.Formatter().parse(text[lang]) if name} for lang in text}
            assert gaps["en"] == gaps["zh"], key
