"""Months, years, corrections, two ledgers: what a statement books and when."""

import json
from dataclasses import FrozenInstanceError

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from rules.worlds import facts, monthly, paid, rules, settled, yearly
from unfence.rules import MissingFactError, RuleError, rules_of, settle, statement

RATIO = {"shares": "{a = 6, b = 4}", "collects": '["b"]', "of": ("a", "b")}
BET = {"section": '"s"', "upstream": '"a"', "downstream": '"b"', "stake": 1, "target": 3, "needs": '"class"'}


def lines(made, stage):
    return [(li.booked, li.year, li.month, li.payer, li.payee, li.fen) for li in made.lines if li.stage == stage]


@given(st.lists(st.integers(0, 10**9), min_size=12, max_size=12), st.integers(0, 10**6))
def test_twelve_accruals_are_the_year_even_with_a_floor(amounts, floor):
    terms = rules("ratio", accrual='"month"', floor=f"{{a = {floor}}}", if_short='"all"', **RATIO)
    made = settled(terms, *monthly("b", 2026, "tax", amounts))
    accrued = sum(fen if payer == "b" else -fen for *_, payer, _, fen in lines(made, "accrued"))
    assert accrued == sum(fen for *_, fen in lines(made, "cleared")) == made.balances()["a"]


def test_an_open_year_has_accruals_and_nothing_to_pay():
    made = settled(rules("ratio", accrual='"month"', **RATIO), *monthly("b", 2026, "tax", [10, 20, 30]))
    assert [fen for *_, fen in lines(made, "accrued")] == [600, 1200, 1800]
    assert not made.payable()
    assert made.remarks[0].reason.key == "open"


def test_an_open_bet_has_accruals_and_nothing_to_pay():
    made = settled(rules("bet", **BET), *monthly("s", 2026, "class", [3, 4]))
    assert lines(made, "accrued") == [(2026, 2026, 1, "b", "a", 100), (2026, 2026, 2, "a", "b", 100)]
    assert not made.payable()


def test_a_gap_in_the_months_is_an_error():
    rows = [row for row in monthly("s", 2026, "class", [3] * 12) if row[2] != 5]
    with pytest.raises(MissingFactError, match="month 5"):
        settled(rules("bet", **BET), *rows)
    rows = [row for row in monthly("b", 2026, "tax", [3] * 12) if row[2] != 12]
    with pytest.raises(MissingFactError, match="month 12"):
        settled(rules("ratio", **RATIO), *rows)


def test_a_year_and_its_months_are_an_error():
    with pytest.raises(RuleError, match="by month and for the year"):
        settled(rules("ratio", **RATIO), ("b", 2026, None, "tax", 1), *monthly("b", 2026, "tax", [1] * 12))


def test_each_tax_and_each_collector_needs_its_numbers():
    rows = [("b", 2026, m, "tax", 1, "vat") for m in range(1, 13)]
    income = [("b", 2026, m, "tax", 1, "income") for m in range(1, 13)]
    assert settled(rules("ratio", **RATIO), *rows, ("b", 2026, None, "tax", 8, "income")).balances()["a"] == 1200
    with pytest.raises(MissingFactError, match="month 4"):
        settled(rules("ratio", **RATIO), *rows, *income[:3], *income[4:])
    with pytest.raises(MissingFactError, match="of a; add the row"):
        settled(rules("by_tax", of=("a", "b"), shares="{vat = {a = 1, b = 1}}"), *rows)


def test_a_missing_fact_names_rule_year_and_row():
    with pytest.raises(MissingFactError, match=r"rule r, 2027: there is no “tax” of b"):
        settled(rules("ratio", **RATIO), ("b", 2026, None, "tax", 1), year=2027)


def test_no_rule_in_force():
    with pytest.raises(RuleError, match="2025: no rule is in force; the first begins in 2026"):
        settled(rules("ratio", **RATIO), ("b", 2026, None, "tax", 1), year=2025)
    with pytest.raises(RuleError, match="no rule is in force"):
        settled(rules("ratio", until=2026, **RATIO), ("b", 2027, None, "tax", 1), year=2027)


def test_a_later_report_is_a_new_line_and_the_old_statement_stands():
    terms = rules("ratio", **RATIO)
    early = [("b", 2026, None, "tax", 1000), ("b", 2027, None, "tax", 500)]
    late = ("b", 2026, None, "tax", 900, "", 2027)
    before = settled(terms, *early[:1], year=2026)
    after = settled(terms, *early, late, year=2026)
    assert before.to_json() == after.to_json()
    made = settled(terms, *early, late, year=2027)
    assert lines(made, "cleared") == [(2027, 2027, 0, "b", "a", 30000)]
    assert lines(made, "corrected") == [(2027, 2026, 0, "a", "b", 6000)]
    (line,) = [li for li in made.lines if li.stage == "corrected"]
    assert [fact.value for fact in line.basis] == [900]


@given(st.lists(st.integers(0, 10**7), min_size=3, max_size=3), st.lists(st.integers(0, 10**7), min_size=2, max_size=2))
def test_after_corrections_everyone_has_what_the_last_reports_say(first, last):
    """With a floor that is carried, a correction of 2026 changes 2027 too; both are booked when they are known."""
    terms = rules("ratio", floor="{a = 5000}", if_short='"carry"', **RATIO)
    early = [("b", 2026 + i, None, "tax", value) for i, value in enumerate(first)]
    late = [("b", 2026 + i, None, "tax", value, "", 2028) for i, value in enumerate(last)]
    right = [("b", 2026 + i, None, "tax", value) for i, value in enumerate([*last, first[2]])]
    assert settled(terms, *early, *late).balances() == settled(terms, *right).balances()


def test_a_year_that_could_not_be_settled_is_booked_when_it_can():
    rows = [("b", 2026, None, "tax", 100, "", 2027), ("b", 2027, None, "tax", 100)]
    made = settled(rules("ratio", **RATIO), *rows, year=2027)
    assert lines(made, "corrected") == [(2027, 2026, 0, "b", "a", 6000)]
    with pytest.raises(MissingFactError):
        settled(rules("ratio", **RATIO), *rows, year=2026)


def test_a_report_in_a_year_without_facts_of_its_own_is_booked_there():
    rows = [("b", 2026, None, "tax", 100), ("b", 2026, None, "tax", 50, "", 2028)]
    made = settled(rules("ratio", **RATIO), *rows)
    assert (made.years, lines(made, "corrected")) == ((2026, 2028), [(2028, 2026, 0, "a", "b", 3000)])
    with pytest.raises(MissingFactError):
        settled(rules("ratio", **RATIO), *rows, year=2028)


def test_a_rule_that_has_ended_can_still_be_corrected():
    rows = [("b", 2026, None, "tax", 100), ("b", 2026, None, "tax", 50, "", 2028)]
    made = settled(rules("ratio", until=2026, **RATIO), *rows, year=2028)
    assert lines(made, "corrected") == [(2028, 2026, 0, "a", "b", 3000)]


def test_rules_of_one_file_have_their_own_years():
    written = 'parties = {a = "A", b = "B"}\n'
    for name, first in (("one", 2026), ("two", 2027)):
        written += (
            f'[[rule]]\nid = "{name}"\nkind = "ratio"\nfrom = {first}\nshares = {{a = 1, b = 1}}\ncollects = ["b"]\n'
        )
    made = statement(rules_of(written), facts(*[("b", y, None, "tax", 10) for y in (2026, 2027)]))
    assert [(li.rule, li.booked) for li in made.lines] == [("one", 2026), ("one", 2027), ("two", 2027)]
    assert made.years == (2026, 2027)


APPRAISAL = {"items": '["output"]', "counts": "{a = 1, b = 1}", "reports": '["b"]', "of": ("a", "b")}


def test_two_ledgers():
    made = settled(rules("appraisal", **APPRAISAL), ("b", 2026, None, "output", 80))
    assert made.counted() == {("a", "output"): 8000, ("b", "output"): 8000}
    assert not made.payable()
    assert set(made.balances().values()) == {0}


def test_the_second_ledger_is_corrected_too():
    rows = [("b", 2026, None, "output", 80), ("b", 2026, None, "output", 70, "", 2027), ("b", 2027, None, "output", 5)]
    made = settled(rules("appraisal", **APPRAISAL), *rows)
    assert made.counted(2027) == {("a", "output"): -500, ("b", "output"): -500}


def test_lines_cannot_be_edited_and_say_why_in_both_languages():
    made = settled(rules("ratio", **RATIO), ("b", 2026, None, "tax", "1234.5"))
    line = made.lines[0]
    with pytest.raises(FrozenInstanceError):
        line.fen = 1
    assert line.reason.say("en") == "shared 3:2 of 1,234.50 collected"
    assert line.reason.say("zh") == "征收 1,234.50，按 3:2 分成"
    assert [(fact.party, fact.row) for fact in line.basis] == [("b", 2)]


def test_json_holds_whole_fen_and_adds_up():
    made = json.loads(settled(rules("ratio", **RATIO), ("b", 2026, None, "tax", "0.03")).to_json())
    assert made["lines"][0]["fen"] == 2
    assert made["lines"][0]["basis"][0]["value"] == "0.03"
    assert sum(b["fen"] for b in made["balances"]) == 0


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_workbook(tmp_path, lang):
    made = settled(rules("ratio", accrual='"month"', **RATIO), *monthly("b", 2026, "tax", [10] * 12))
    made.to_xlsx(tmp_path / "s.xlsx", lang)
    book = load_workbook(tmp_path / "s.xlsx")
    assert book.sheetnames == (["To pay", "By month", "Balances"] if lang == "en" else ["应付", "月度核算", "各方净额"])
    head, row = list(book.worksheets[0].values)
    assert row[head.index("Amount" if lang == "en" else "金额")] == 72
    assert row[5:7] == ("B", "A")
    assert len(list(book.worksheets[1].values)) == 13


def test_from_files_csv_and_excel_alike(tmp_path):
    (tmp_path / "r.toml").write_text(
        'parties = {a = "A", b = "B"}\n[[rule]]\nid = "r"\nkind = "ratio"\nfrom = 2026\nshares = {a = 1, b = 2}\n',
        encoding="utf-8",
    )
    rows = [("party", "year", "item", "value"), ("a", 2026, "tax", 0.1), ("b", 2026, "tax", 1e6)]
    (tmp_path / "f.csv").write_text("\ufeff" + "\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    workbook = xlsxwriter.Workbook(tmp_path / "f.xlsx")
    sheet = workbook.add_worksheet()
    for i, row in enumerate(rows):
        sheet.write_row(i, 0, row)
    workbook.close()
    from_csv = settle(tmp_path / "r.toml", tmp_path / "f.csv")
    assert from_csv.to_json() == settle(tmp_path / "r.toml", tmp_path / "f.xlsx", 2026).to_json()
    assert paid(from_csv) == [("b", "a", 33333327)]


def test_money_that_is_no_whole_fen_is_an_error():
    with pytest.raises(RuleError, match="no whole fen"):
        settled(rules("ratio", **RATIO), ("b", 2026, None, "tax", "0.001"))


@pytest.mark.parametrize(
    ("kind", "keys", "rows", "code"),
    [
        ("ratio", RATIO | {"cap": "{a = 1, b = 1}"}, yearly("tax", 2026, b=9), "caps_below_pool"),
        ("ratio", RATIO, yearly("tax", 2026, b=-1), "negative_pool"),
        ("staged", {"stages": "[{years = 1, shares = {a = 1}}]"}, yearly("tax", 2027, a=1), "after_stages"),
        ("by_tax", {"shares": "{vat = {a = 1}}"}, [("a", 2026, None, "tax", 1, "land")], "unknown_tax"),
        (
            "factors",
            {"parties": '["a"]', "factors": "{x = 1}"},
            [*yearly("tax", 2026, a=1), *yearly("x", 2026, a=0)],
            "no_factor",
        ),
        (
            "factors",
            {"parties": '["a"]', "factors": "{x = 1}"},
            [*yearly("tax", 2026, a=1), *yearly("x", 2026, a=-1)],
            "negative_factor",
        ),
        ("capital", {"parties": '["a"]'}, [*yearly("tax", 2026, a=1), *yearly("capital", 2026, a=0)], "no_capital"),
        (
            "growth_pool",
            {"parties": '["a"]', "rate": 0.4, "base": '"base"'},
            [*yearly("tax", 2026, a=1), *yearly("base", 2026, a=2)],
            "party_falling",
        ),
        (
            "compliance",
            {"section": '"s"', "upstream": '"a"', "downstream": '"b"', "amount": 1, "target": 3, "rates": "{2025 = 1}"},
            yearly("class", 2026, s=3),
            "no_rate",
        ),
        (
            "flow",
            {"sections": '["s"]', "upstream": '"a"', "downstream": '"b"', "amount": 1},
            [*yearly("flow", 2026, s=3), *yearly("compliance", 2026, s="0.5")],
            "not_yes_no",
        ),
    ],
)
def test_what_cannot_be_met_names_rule_year_and_choice(kind, keys, rows, code):
    with pytest.raises(RuleError) as caught:
        settled(rules(kind, **keys), *rows)
    error = caught.value
    assert error.code == f"rules.{code}"
    assert (error.rule, error.year) == ("r", rows[0][1])
    for lang, words in (("en", ("rule r", str(error.year))), ("zh", ("规则 r", f"{error.year} 年"))):
        assert all(word in error.say(lang) for word in words)
        assert "{" not in error.say(lang)


def test_a_deduction_above_the_payment():
    section = '[[rule.sections]]\nsection = "s"\nshare = 0.9\ndeduct = {a = 1}\nto = {b = 1}'
    terms = rules("fund", fund=100, pay_in="{a = 1, b = 1}", pay_out="{a = 1, b = 1}", extra=section)
    with pytest.raises(RuleError, match="deducted from a"):
        settled(terms, ("s", 2026, None, "compliance", 0))
