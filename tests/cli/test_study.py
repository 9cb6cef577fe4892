"""Somebody studies a book and reads what is printed."""

import json
import subprocess
import sys

import pytest
from rich.cells import cell_len

PLAIN = """\
Today the area's welfare is 100,500 yuan a year.
With every fence down, free of charge, it would be 139,800 yuan: 39,300 yuan more.
The best plan takes 1 of 1 measures: 40,000 yuan of investment once and 3,000 yuan a year.
After that cost it gains 27,500 yuan a year.
The fence that costs most is “The same truck is checked twice”: 31,650 yuan a year
(alone 30,500 yuan, last 32,800 yuan).
Begin with “One check for both towns”: 40,000 yuan of investment, and it adds 27,500 yuan a year;
the players can decide it themselves.
100 % of the money that moves today
The best plan is proven best
The fair shares (Shapley values: what each adds, averaged over every order) are exact.
“East Town's passage stamp” is a fee: it burns nothing but moves 15,000 yuan a year today
Going along brings at least 13,750 yuan a year more than going alone
block each other: taking both down brings 2,300 yuan a year more
East Town pays West Town 6,750 yuan a year
For two players the classic rules agree"""
ROWS = """\
The same truck is checked twice 30,500 32,800 31,650 100 %
East Town's passage stamp 6,500 8,800 7,650 100 %
One check for both towns 3,000 27,500 27,500 27,500 100 %
One check for both towns yes 27,500 27,500 2,292 the players
One check for both towns 2027 2027-07 40,000 27,500
East Town 45,000 67,000 65,500
West Town 55,500 72,800 62,500
East Town 15,000 0 30,000
East Town 0 20,500 13,750"""


def lines_of(done):
    """The printed lines, runs of spaces made one."""
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def printed():
    """What ``study`` prints of two towns, by language and width."""
    return {}


@pytest.fixture
def studied(cli, two_towns, printed):
    def run(lang="en", width=80):
        if (lang, width) not in printed:
            printed[lang, width] = cli("study", two_towns, "--lang", lang, width=width)
        return printed[lang, width]

    return run


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_wider_than_the_terminal(studied, lang, width):
    done = studied(lang, width)
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= width


def test_it_begins_with_the_numbers_solved_on_paper(studied):
    text = " ".join(studied().stdout.split())
    for said in PLAIN.split("\n"):
        assert said in text


def test_the_tables_have_the_same_numbers(studied):
    assert set(ROWS.split("\n")) <= set(lines_of(studied("en", 120)))


def test_chinese_names_and_scale_words(studied):
    text = studied("zh", 120).stdout
    for said in ("两镇（2026 年）", "10.05 万元", "同一车两次查验", "东镇每年付给西镇 6,750 元", "参与方自己就能决定"):
        assert said in text


def test_results_go_to_stdout_and_progress_to_stderr(studied):
    done = studied()
    assert "Taking down fences" in done.stderr
    assert "Taking down fences" not in done.stdout


def test_a_fence_that_lowers_welfare_is_printed_with_its_reason(cli, world):
    done = cli("study", world("toll_paradox"), width=120)
    text = " ".join(done.stdout.split())
    assert "Taking down “Check” alone lowers welfare by 100 yuan: those who decide keep 400 yuan more" in text
    assert "but 500 yuan less is collected" in text


def test_a_game_that_is_not_superadditive_is_said(cli, world):
    text = " ".join(cli("study", world("two_bridges")).stdout.split())
    assert "not superadditive" in text
    assert "The core is empty" in text
    assert "by at least 4,000 yuan" in text


def test_almost_nothing_is_said_as_plainly_as_most(cli, spoilt):
    path = spoilt("fences.csv", "fee,30", "fee,0.001")
    text = " ".join(cli("study", path).stdout.split())
    assert "Costs almost nothing" in text
    assert "East Town's passage stamp" in text.split("Costs almost nothing")[1].split(".")[0]


def test_a_yearly_budget_delays(cli, two_towns):
    done = cli("study", two_towns, "--budget-year", "15000")
    assert "One check for both towns 2029 2029-07 40,000 27,500" in lines_of(done)
    assert "Each year brings 15,000 yuan" in done.stdout


@pytest.mark.parametrize("name", ["no_fences", "one_side", "bilateral", "named_alike", "commuters", "under_way"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_kind_of_book_is_printed(cli, world, name, lang):
    done = cli("study", world(name), "--lang", lang, width=80)
    assert done.exit_code == 0
    assert max(map(cell_len, done.stdout.splitlines())) <= 80
    assert "{" not in done.stdout


def test_json_on_stdout_is_nothing_but_json(process, two_towns):
    done = process("study", two_towns, "--json", "-", locale="zh_CN.UTF-8")
    assert done.returncode == 0
    assert json.loads(done.stdout)["welfare"]["gain"] == pytest.approx(27500)


def test_several_processes_find_the_same(process, two_towns):
    one, two = (json.loads(process("study", two_towns, "--json", "-", "--jobs", n).stdout) for n in ("1", "2"))
    assert one["welfare"] == pytest.approx(two["welfare"])


def test_the_reader_may_stop_reading(two_towns):
    with subprocess.Popen(
        [sys.executable, "-m", "unfence", "study", two_towns, "--json", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()
