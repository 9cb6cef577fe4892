"""Something goes wrong: one plain sentence, exit code 1, never a traceback."""

import pytest

from unfence.studies import check as checks

BROKEN = [
    ("links.csv", "east", "eest"),
    ("fences.csv", "time", "tyme"),
    ("markets.csv", "price", "prize"),
    ("modes.csv", "120", "12o"),
    ("book.toml", "=", "=="),
    ("effects.csv", "one_check", "none_such"),
]


def is_one_sentence(done, lang):
    """Whether a command ended as an error should."""
    lines = done.stderr.splitlines()
    return (
        done.exit_code == 1
        and done.stdout == ""
        and len(lines) == 1
        and "Traceback" not in done.stderr
        and (lang == "en") == lines[0].replace("“", "").replace("”", "").isascii()
    )


@pytest.mark.parametrize(("file", "old", "new"), BROKEN)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_broken_book(cli, spoilt, file, old, new, lang):
    done = cli("study", spoilt(file, old, new), "--lang", lang)
    assert is_one_sentence(done, lang)
    assert file in done.stderr


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_such_book(cli, tmp_path, lang):
    done = cli("study", str(tmp_path / "nowhere"), "--lang", lang)
    assert is_one_sentence(done, lang)
    assert "nowhere" in done.stderr


@pytest.mark.parametrize(("name", "seen"), [("must_short", "12 GJ"), ("endless", "dig")])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_book_without_an_answer_says_why(cli, world, name, seen, lang):
    done = cli("study", world(name), "--lang", lang)
    assert done.exit_code == 1
    assert seen in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_process_ends_the_same(process, world):
    done = process("study", world("must_short"))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.fixture
def defect(monkeypatch):
    """A defect of the program's own."""

    def fails(_path):
        return 1 / 0

    monkeypatch.setattr(checks, "check", fails)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_defect_names_the_version_and_asks_for_a_report(cli, defect, lang):
    done = cli("check", "x", "--lang", lang)
    assert is_one_sentence(done, lang)
    assert "ZeroDivisionError: division by zero" in done.stderr
    assert "unfence 0." in done.stderr


def test_debug_shows_the_traceback(cli, defect, monkeypatch):
    assert "Traceback" in cli("check", "x", "--debug").stderr
    assert "Traceback" not in cli("check", "x").stderr
    monkeypatch.setenv("UNFENCE_DEBUG", "1")
    assert "Traceback" in cli("check", "x").stderr


def test_stopping_from_the_keyboard(cli, monkeypatch):
    def stops(_path):
        raise KeyboardInterrupt

    monkeypatch.setattr(checks, "check", stops)
    done = cli("check", "x")
    assert (done.exit_code, done.stderr) == (130, "Stopped.\n")


def test_a_file_that_cannot_be_read(cli, monkeypatch):
    def refused(path):
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(checks, "check", refused)
    done = cli("check", "my book")
    assert (done.exit_code, done.stderr) == (1, "my book cannot be read or written: Permission denied\n")
