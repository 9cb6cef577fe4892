"""Every text that the workspace names is there, in both languages, and none is left over."""

import re
import string
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import unfence.workspace
from unfence.words import sentences

HOME = Path(unfence.workspace.__file__).parent
SOURCES = {
    file: file.read_text(encoding="utf-8")
    for file in sorted([*HOME.rglob("*.py"), *HOME.rglob("*.html"), HOME.parent / "cli" / "serve.py"])
    if file.parent.name != "migrations"
}
TEXT = "\n".join(SOURCES.values())
SAID = re.compile(r"""{%\s*say\s+["']([\w.]+)["']\s*(\|?)""")
BUTTON = re.compile(r"""\bbutton=["']([\w.]+)["']""")


def _own():
    """The keys of the workspace's own files, as their files write them."""
    for file in resources.files("unfence.words").iterdir():
        if file.name.startswith("workspace"):
            yield from _flat("", tomllib.loads(file.read_text(encoding="utf-8")))


def _flat(prefix, tree):
    for name, branch in tree.items():
        if set(branch) == {"en", "zh"} and isinstance(branch["en"], str):
            yield prefix + name
        else:
            yield from _flat(f"{prefix}{name}.", branch)


@pytest.mark.parametrize("file", [f for f in SOURCES if f.suffix == ".html"], ids=lambda f: str(f.relative_to(HOME)))
def test_every_text_that_a_template_names_is_there(file):
    known = sentences()
    for key, joined in SAID.findall(SOURCES[file]):
        there = any(k.startswith(key) for k in known) if joined else key in known
        assert there, f"{file}: {key}"
    assert set(BUTTON.findall(SOURCES[file])) <= set(known)


def test_no_text_is_left_over():
    assert not [key for key in _own() if not _used(key)]


def _used(key):
    """Whether a key is named: outright, by what its frame leaves of it, or by its beginning."""
    names = {key, *(key.removeprefix(before) for before in ("error.", "audit.action.") if key.startswith(before))}
    if key.startswith("finding."):
        names |= {key.split(".")[1]}
    if key.startswith("command.serve."):
        names |= {"serve"} if key.endswith((".about", ".help")) else {f"--{key.split('.')[2]}"}
    return any(f'"{name}"' in TEXT for name in names) or any(_begun(name) for name in names)


def _begun(name):
    """Whether a text begins a key and a variable ends it, or a form or a list of choices stands on its beginning."""
    for end in (place for place, letter in enumerate(name) if letter in "._"):
        if f'"{name[: end + 1]}{{' in TEXT or f'"{name[: end + 1]}"' in TEXT or f"'{name[: end + 1]}'" in TEXT:
            return True
        if name[end] == "." and f'"{name[:end]}"' in TEXT:
            return True
    return False


def test_both_languages_have_the_same_gaps():
    for key in _own():
        text = sentences()[key]
        gaps = {lang: {p[1].removesuffix("_zh") for p in string.Formatter().parse(text[lang]) if p[1]} for lang in text}
        assert gaps["en"] == gaps["zh"], key


def test_each_key_is_written_once():
    keys = list(_own())
    assert len(keys) == len(set(keys))
