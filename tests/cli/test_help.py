"""Somebody asks what the program can do, or mistypes."""

import re
import subprocess
import sys

import pytest

HEAVY = ("polars", "highspy", "scipy", "numpy", "altair", "rich", "jinja2", "unfence.book", "unfence.economy")


@pytest.mark.parametrize("args", [("--help",), ("--version",), ("study", "--help"), ("demo", "--help"), ("stuyd",)])
def test_help_and_mistakes_load_nothing_heavy(args):
    code = (
        "import sys\nfrom unfence.cli.program import Program\n"
        f"try:\n    Program('en').main({list(args)!r})\nexcept SystemExit:\n    pass\n"
        f"print(sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(("lang", "usage"), [("en", "Usage: unfence"), ("zh", "用法：unfence")])
@pytest.mark.parametrize("command", [(), ("demo",), ("new",), ("check",), ("study",)])
def test_every_page_is_in_the_language_asked_for(cli, command, lang, usage):
    done = cli(*command, "--help", "--lang", lang)
    assert done.exit_code == 0
    assert done.stdout.startswith(usage)
    english = re.search(r"\b(Options|Commands|Show|Folder|Write)\b", done.stdout)
    assert bool(english) == (lang == "en")


def test_the_system_decides_where_nobody_asks(process):
    assert process("--help", locale="zh_CN.UTF-8").stdout.startswith("用法")
    assert process("--help", locale="de_DE.UTF-8").stdout.startswith("Usage")


def test_all_commands_of_the_contract_are_listed(cli):
    page = cli("--help").stdout
    assert [line.split()[0] for line in page.split("Commands:")[1].splitlines()[1:5]] == [
        "demo", "new", "check", "study"
    ]  # fmt: skip


def test_no_command_is_wrong_usage_and_shows_the_page_on_stderr(cli):
    done = cli()
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage")


@pytest.mark.parametrize(
    ("args", "seen"),
    [
        (("chekc", "x"), ("chekc", "check")),
        (("xyz",), ("xyz", "demo", "study")),
        (("study",), ("BOOK",)),
        (("study", "x", "y"), ("“y”", "unfence study --help")),
        (("study", "x", "--reprot", "y"), ("--reprot", "--report")),
        (("study", "x", "--report"), ("--report", "unfence study --help")),
        (("study", "x", "--jobs", "0"), ("--jobs", "“0”", "1")),
        (("study", "x", "--jobs", "many"), ("--jobs", "“many”")),
        (("study", "x", "--budget-year", "-3"), ("--budget-year", "“-3”", "0")),
        (("study", "x", "--budget-year", "nan"), ("--budget-year", "“nan”")),
        (("check",), ("BOOK",)),
        (("new",), ("PATH",)),
        (("demo", "x"), ("“x”",)),
        (("check", "x", "--lang", "fr"), ("--lang", "“fr”")),
        (("--lang", "fr", "check", "x"), ("--lang", "“fr”")),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_wrong_usage_is_one_sentence_and_2(cli, args, seen, lang):
    done = cli(*(() if "--lang" in args else ("--lang", lang)), *args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert all(part in done.stderr for part in seen)
    if "--lang" not in args:
        assert ("Read:" in done.stderr) == (lang == "en")


def test_version(cli):
    assert re.fullmatch(r"unfence \d+\.\d+\.\d+\n", cli("--version").stdout)
