"""Everything that is wrong with a file is said at once, with its row and the nearest known word, in both languages."""

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

import unfence.rules
from rules.worlds import rules
from unfence.rules import KINDS, RulesError, facts_text, read_facts, read_rules, rules_of

BROKEN = """
titel = "T"
[parties]
a = "A"
b = {name = "B", namezh = "B"}
[[rule]]
id = "one"
kind = "ratoi"
from = 2026
[[rule]]
id = "two"
kind = "ratio"
from = "2026"
shars = {a = 6, b = 4}
if_short = "cary"
floor = {c = 5}
[[rule]]
id = "three"
kind = "staged"
from = 2026
until = 2025
[[rule.stages]]
shares = {a = -1, b = 0}
[[rule.stages]]
years = 2.5
"""


def findings(call, *args):
    with pytest.raises(RulesError) as caught:
        call(*args)
    for finding in caught.value.findings:
        for lang in ("en", "zh"):
            said = finding.say(lang)
            assert not re.search(r"\{\w*\}", said), said
    assert caught.value.say("zh")
    return caught.value.findings


def test_everything_at_once_with_row_and_nearest_word():
    found = {(f.code, f.place.row, f.place.column) for f in findings(rules_of, BROKEN)}
    assert found == {
        ("rules.unknown_key", 0, "titel"),
        ("rules.unknown_key", 0, "parties.b.namezh"),
        ("rules.unknown_kind", 8, "kind"),
        ("rules.not_year", 13, "from"),
        ("rules.unknown_key", 14, "shars"),
        ("rules.missing_key", 10, "shares"),
        ("rules.not_choice", 15, "if_short"),
        ("rules.unknown_party", 16, "floor.c"),
        ("rules.until_before", 21, "until"),
        ("rules.below_zero", 22, "stages.1.shares.a"),
        ("rules.not_whole", 22, "stages.2.years"),
        ("rules.missing_key", 22, "stages.2.shares"),
    }
    by_code = {f.code: f for f in findings(rules_of, BROKEN)}
    assert by_code["rules.unknown_kind"].values["nearest"] == "ratio"
    assert by_code["rules.not_choice"].values["nearest"] == "carry"


@pytest.mark.parametrize(
    ("kind", "keys", "code"),
    [
        ("ratio", {"shares": "{a = 0}"}, "all_zero"),
        ("ratio", {"shares": '{a = "x"}'}, "not_number"),
        ("ratio", {"shares": "3"}, "not_table"),
        ("ratio", {"shares": "{a = 1}", "floor": "{b = 1}"}, "no_share"),
        ("ratio", {"shares": "{a = 1}", "floor": "{a = 2}", "cap": "{a = 1}"}, "floor_above_cap"),
        ("ratio", {"shares": "{a = 1}", "floor": "{a = 0.001}"}, "not_fen"),
        ("ratio", {"shares": "{a = 1}", "taxes": '["vat", "vat"]'}, "twice"),
        ("ratio", {"shares": "{a = 1}", "taxes": '"vat"'}, "not_list"),
        ("ratio", {"shares": "{a = 1}", "item": "3"}, "not_text"),
        ("ratio", {"shares": "{a = 1}", "floor_from": "26"}, "not_year"),
        ("staged", {"stages": "3"}, "not_tables"),
        ("staged", {"stages": "[{shares = {a = 1}}, {shares = {a = 1}}]"}, "endless_stage"),
        ("staged", {"stages": "[{years = 1, shares = {a = 1}}, {shares = {b = 1}}]"}, "other_parties"),
        ("by_tax", {"shares": "{vat = {a = 1}, income = {b = 1}}"}, "other_parties"),
        ("increment", {"base": "{a = 1}", "shares": "{b = 1}"}, "other_parties"),
        ("increment", {"base": "{a = 0}", "shares": "{a = 1}", "if_falling": '"base"'}, "all_zero"),
        ("increment", {"base": "{a = 1}", "shares": "{a = 1}", "accrual": '"month"'}, "not_by_month"),
        ("factors", {"parties": '["a"]', "factors": "{x = 0.5}"}, "not_one"),
        ("factors", {"parties": '["a"]', "factors": "{x = 2}"}, "not_share"),
        ("factors", {"parties": '["a"]', "factors": "{x = 1}", "steps": "{y = 1}"}, "no_step"),
        ("factors", {"parties": '["a"]', "factors": "{x = 1}", "head": '"b"'}, "no_head"),
        ("costs_and_taxes", {"costs": "{a = 1}", "taxes": "{b = 1}"}, "other_parties"),
        ("growth_pool", {"parties": '["a"]', "rate": 0.4, "index": "{x = 0.5}"}, "not_one"),
        ("growth_pool", {"parties": '["a"]', "rate": 0.4, "cap": "{x = 0.5, y = 0.5}"}, "one_item"),
        ("gap", {"parties": '["a"]', "rate": 0.4, "extra_rate": 0.1}, "half_extra"),
        ("appraisal", {"items": '["x"]', "counts": "{a = 0}"}, "all_zero"),
    ],
)
def test_each_mistake_is_found(kind, keys, code):
    found = findings(lambda: rules(kind, **keys))
    assert f"rules.{code}" in {f.code for f in found}
    assert all(f.place.row > 0 for f in found)


GOOD = "deduct = {a = 1}\nto = {b = 1}"
INDEX = {"section": '"s"', "upstream": '"a"', "downstream": '"b"', "k0": 1, "reverse": 1}


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"weights": "{n = 1}", "limits": "{m = 1}", "tiers": "[{upto = 1, pays = 1}]"}, "no_pair"),
        ({"weights": "{n = 1}", "limits": "{n = 0}", "tiers": "[{upto = 1, pays = 1}]"}, "zero_limit"),
        (
            {"weights": "{n = 1}", "limits": "{n = 1}", "tiers": "[{upto = 1, pays = 1}, {upto = 0.9, pays = 2}]"},
            "tier_order",
        ),
        (
            {
                "weights": "{n = 1}",
                "limits": "{n = 1}",
                "tiers": "[{upto = 0.9, pays = 1}, {upto = 1, pays = 2}]",
                "band": 0.2,
            },
            "wide_band",
        ),
    ],
)
def test_an_index_that_cannot_be(keys, code):
    assert findings(lambda: rules("index", **INDEX, **keys))[0].code == f"rules.{code}"


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ("share = 0.2\ndeduct = {a = 1}\nto = {a = 1}", "pays_itself"),
        ("share = 0.2\ndeduct = {a = 1}\nto = {c = 1}", "no_share"),
        (
            f'share = 0.2\n{GOOD}\n[[rule.sections]]\nsection = "t"\nshare = 0.9\n{GOOD}',
            "above_one",
        ),
    ],
)
def test_a_fund_that_cannot_be(section, code):
    extra = f'[[rule.sections]]\nsection = "s"\n{section}'
    found = findings(lambda: rules("fund", fund=1, pay_in="{a = 1}", pay_out="{b = 1}", extra=extra))
    assert [f.code for f in found] == [f"rules.{code}"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("x = ", "broken_toml"),
        ('parties = {a = "A"}', "no_rules"),
        ('parties = {}\n[[rule]]\nid = "r"\nkind = "gap"\nfrom = 2026\nrate = 1\nparties = ["a"]', "no_parties"),
        (
            'parties = {a = "A"}\nunit = 0\n[[rule]]\nid = "r"\nkind = "gap"\nfrom = 2026\nrate = 1\nparties = ["a"]',
            "not_above_zero",
        ),
        ('parties = {a = "A"}\n[[rule]]\nid = "r"\nfrom = 2026', "no_kind"),
        (
            'parties = {a = "A"}\n' + '[[rule]]\nid = "r"\nkind = "gap"\nfrom = 2026\nrate = 1\nparties = ["a"]\n' * 2,
            "id_twice",
        ),
    ],
)
def test_a_file_that_is_no_rules_file(text, code):
    assert f"rules.{code}" in {f.code for f in findings(rules_of, text)}


def test_facts_everything_at_once():
    text = "party,year,month,item,value,reported\na,26,13,tax,1 ton,\n,2026,,tax,1,\n"
    text += "a,2026,,tax,1,2025\na,2026,,tax,1,\na,2026,,tax,2,\n"
    found = [(f.code.removeprefix("rules."), f.place.row) for f in findings(facts_text, text)]
    assert found == [
        ("bad_year", 2),
        ("bad_month", 2),
        ("bad_value", 2),
        ("empty_cell", 3),
        ("reported_before", 4),
        ("fact_twice", 6),
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["no_facts"]),
        ("party,year,item,value\n", ["no_facts"]),
        ("party,year,itme,value\na,2026,tax,1", ["unknown_column", "missing_column"]),
        ("party,year,item,value,tax,tax\na,2026,tax,1,,", ["column_twice"]),
    ],
)
def test_a_table_that_is_no_table_of_facts(text, codes):
    assert [f.code.removeprefix("rules.") for f in findings(facts_text, text)] == codes


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "gbk.csv").write_bytes("参与方,year".encode("gb18030"))
    (tmp_path / "gbk.toml").write_bytes('title = "园区"'.encode("gb18030"))
    (tmp_path / "no.xlsx").write_text("no workbook")
    (tmp_path / "quote.csv").write_text('party,year\n"a,2026\n')
    codes = [
        findings(call, tmp_path / name)[0].code.removeprefix("rules.")
        for call, name in [
            (read_facts, "none.csv"),
            (read_facts, "none.xlsx"),
            (read_facts, "gbk.csv"),
            (read_facts, "no.xlsx"),
            (read_facts, "quote.csv"),
            (read_rules, "none.toml"),
            (read_rules, "gbk.toml"),
        ]
    ]
    assert codes == ["no_file", "no_file", "not_utf8", "not_xlsx", "broken_csv", "no_file", "not_utf8"]


def test_every_sentence_is_used_and_every_code_has_one():
    words = tomllib.loads((resources.files("unfence.words") / "rules.toml").read_text(encoding="utf-8"))
    source = "\n".join(p.read_text(encoding="utf-8") for p in Path(unfence.rules.__file__).parent.rglob("*.py"))
    dynamic = {"falling_ratio", "falling_base", "falling_own", "bad_year", "bad_month", "bad_reported", "file"}
    known = {*words["rules"]["reason"], *words["error"]["rules"], *words["finding"]["rules"]}
    assert {code for code in known - dynamic if f'"{code}"' not in source} == set()
    used = set(re.findall(r'(?:unfit|fail|Reason|_error)\(\s*(?:place\.name, )?"(\w+)"', source))
    used |= set(re.findall(r'(?:Wrong\([^\n]*?, |_finding\()"(\w+)"', source))
    assert used - known == set()


def test_every_kind_says_formula_unit_and_source():
    for kind in KINDS.values():
        for word in ("Formula:", "Unit:", "Source:"):
            assert word in kind.__doc__, (kind, word)
