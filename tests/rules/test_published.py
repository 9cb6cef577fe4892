"""By print: figures of agreements, statutes and textbooks that others published, with the source.

What the examples of docs/rules.md show already is tested there; here is the rest.
"""

import pytest

from rules.worlds import facts, monthly, paid, rules, settled, yearly
from unfence.rules import RuleError, split

FLOOR = {"shares": "{a = 6, b = 4}", "floor": "{a = 5}", "collects": '["b"]', "of": ("a", "b")}


def shares(made, held):
    """What each party has in the end, in the main unit."""
    return {party: (made.balances()[party] + 100 * held.get(party, 0)) / 100 for party in made.parties}


# Fixed ratio and floor: Sichuan-Zhejiang park at Guangyuan, 2009


@pytest.mark.parametrize(
    ("pool", "expected"), [("10.0", (6, 4)), ("7.0", (5, 2)), ("5.0", (5, 0)), ("8.4", (5.04, 3.36))]
)
def test_floor(pool, expected):
    made = settled(rules("ratio", **FLOOR), ("b", 2026, None, "tax", pool))
    assert tuple(shares(made, {"b": float(pool)}).values()) == pytest.approx(expected)


def test_floor_above_the_pool_is_an_error_that_names_rule_year_and_choice():
    with pytest.raises(RuleError) as caught:
        settled(rules("ratio", **FLOOR), ("b", 2026, None, "tax", "4.0"))
    assert caught.value.code == "rules.floor"
    for words in ("rule r", "2026", "if_short", "carry", "4", "5"):
        assert words in str(caught.value)
    assert "2026 年" in caught.value.say("zh")


def test_floor_above_the_pool_carried_to_later_years():
    made = settled(
        rules("ratio", if_short='"carry"', **FLOOR),
        *[("b", y, None, "tax", t) for y, t in ((2026, 4), (2027, 7), (2028, 20))],
    )
    assert [paid(made, y)[0][2] for y in (2026, 2027, 2028)] == [
        400,
        600,
        1200,
    ]  # 1 short, made good in 2027 above its 5


def test_four_counties_share_a_quarter_each():
    """Triangle North, North Carolina: taxes are apportioned on an equal 25 % basis (Research Triangle Region)."""
    counties = ("franklin", "granville", "vance", "warren")
    ratio = rules(
        "ratio", of=counties, shares="{franklin = 1, granville = 1, vance = 1, warren = 1}", collects='["franklin"]'
    )
    made = settled(ratio, ("franklin", 2026, None, "tax", 100))
    assert set(shares(made, {"franklin": 100}).values()) == {25}


def test_danville_and_pittsylvania_share_equally():
    """Agreement for cost sharing and revenue sharing, 2001: costs and revenues of the regional parks, half and half."""
    both = rules(
        "costs_and_taxes",
        of=("danville", "pittsylvania"),
        costs="{danville = 1, pittsylvania = 1}",
        taxes="{danville = 1, pittsylvania = 1}",
    )
    made = settled(
        both, *yearly("tax", 2026, danville=0, pittsylvania=300), *yearly("cost", 2026, danville=100, pittsylvania=0)
    )
    assert paid(made) == [("pittsylvania", "danville", 20000)]


# Stock and increment: Gaozhu new area


@pytest.mark.parametrize(("choice", "net"), [("ratio", 30), ("base", 26), ("own", 0)])
def test_falling_below_the_stock_is_a_choice(choice, net):
    terms = {"base": "{a = 300, b = 200}", "shares": "{a = 1, b = 1}", "of": ("a", "b")}
    rows = yearly("tax", 2026, a=250, b=210)
    made = settled(rules("increment", if_falling=f'"{choice}"', **terms), *rows)
    assert made.balances()["a"] == 100 * net
    with pytest.raises(RuleError, match="if_falling"):
        settled(rules("increment", **terms), *rows)


# A firm that moved: Finance ministry 2015 no. 92

MOVED = {"first": 2018, "origin": '"a"', "host": '"b"', "share": 0.5, "years": 3, "extension": 2, "threshold": 2000}


def moved(base, taxes):
    rows = [("a", 2015 + i, None, "tax", t) for i, t in enumerate(base)]
    return settled(rules("relocated", **MOVED), *rows, *[("b", 2018 + i, None, "tax", t) for i, t in enumerate(taxes)])


def test_moved_firm_reaches_its_cap():
    assert [line[2] for line in paid(moved((2000, 2200, 1800), (3000, 4000, 5000, 5000)))] == [150000, 200000, 250000]


def test_moved_firm_ends_short():
    made = moved((2000, 2200, 1800), (2000, 2000, 2000, 1500, 1500, 1500))
    assert made.balances()["a"] == 450000
    assert [(r.year, r.reason.values["short_fen"]) for r in made.remarks] == [(2022, 150000), (2023, 150000)]


def test_moved_firm_below_the_threshold_is_not_in_the_scheme():
    with pytest.raises(RuleError, match=r"1,900 a year before it moved, below the threshold of 2,000"):
        moved((2000, 2200, 1500), (3000,))


# Factors


def test_german_wages():
    """Trade tax act, section 29: wages 1,234,000 and 766,000 share 100,000 as 61,700 and 38,300."""
    terms = rules("factors", parties='["a", "b"]', factors="{wages = 1}", steps="{wages = 1000}", collects='["a"]')
    made = settled(terms, ("a", 2026, None, "tax", 100000), *yearly("wages", 2026, a=1234000, b=766000))
    assert paid(made) == [("a", "b", 3830000)]
    rounded = settled(terms, ("a", 2026, None, "tax", 100000), *yearly("wages", 2026, a="1234999.99", b="766999"))
    assert paid(rounded) == [("a", "b", 3830000)]


def test_german_wind_power():
    """Section 29 (1) no. 2: one tenth by wages, nine tenths by installed power."""
    terms = rules("factors", parties='["a", "b"]', factors="{wages = 0.1, power = 0.9}", collects='["a"]')
    rows = [("a", 2026, None, "tax", 1000), *yearly("wages", 2026, a=50000, b=0), *yearly("power", 2026, a=0, b=3000)]
    assert paid(settled(terms, *rows)) == [("a", "b", 90000)]


def test_american_three_factors():
    """UDITPA's formula in a lecture on multistate taxation (Coursera): 83.33 % and 16.67 % of 10,000."""
    third = '{sales = "1/3", property = "1/3", payroll = "1/3"}'
    terms = rules("factors", parties='["a", "b"]', factors=third, collects='["a"]')
    rows = [
        *yearly("sales", 2026, a=500000, b=500000),
        *yearly("property", 2026, a=100000, b=0),
        *yearly("payroll", 2026, a=100000, b=0),
    ]
    made = settled(terms, ("a", 2026, None, "tax", 10000), *rows)
    assert paid(made) == [("a", "b", 166667)]
    assert shares(made, {"a": 10000}) == pytest.approx({"a": 8333, "b": 1667, "c": 0}, abs=0.5)


# Pools and gaps


def test_charlottesville_and_albemarle():
    """First payment of the 1982 agreement, 31 January 1983: fund 6,957,894, for the city 3,703,687, net 1,293,552.

    The print rounds each index to four digits, which may move 0.0001 of the fund.
    """
    whole = {
        "of": ("city", "county"),
        "first": 1983,
        "parties": '["city", "county"]',
        "item": '"property"',
        "rate": 0.0037,
    }
    index = {"index": "{people = 0.5, rate = 0.5}"}
    rows = [
        *yearly("property", 1983, city=651387930, county=1229123396),
        *yearly("people", 1983, city=39916, county=55783),
        *yearly("rate", 1983, city="0.91510", county="0.49848"),
    ]
    made = settled(rules("growth_pool", **whole, **index), *rows)
    assert made.lines[0].reason.values["pool_fen"] / 100 == pytest.approx(6957894, abs=3)
    ((payer, payee, fen),) = paid(made)
    assert (payer, payee) == ("county", "city")
    assert fen / 100 == pytest.approx(1293552, abs=0.0001 * 6957894)
    capped = settled(rules("growth_pool", cap="{property = 0.001}", **whole, **index), *rows)
    assert paid(capped) == [("county", "city", 122912339)]  # a tenth of a per cent of the county's property


def test_norwegian_equalisation():
    """Kommunal Rapport, November 2016: 60 % of the gap to the average; below 90 % of it 35 % of that gap more.

    All bear that per head.
    """
    terms = rules(
        "gap",
        2016,
        of=("rich", "middle", "poor"),
        parties='["rich", "middle", "poor"]',
        rate=0.6,
        people='"people"',
        extra_below=0.9,
        extra_rate=0.35,
    )
    rows = [*yearly("tax", 2016, rich=140, middle=100, poor=60), *yearly("people", 2016, rich=1, middle=1, poor=1)]
    net = settled(terms, *rows).balances()  # the poor get .6 x 40 + .35 x 30 - 3.5
    assert net == {"rich": -2750, "middle": -350, "poor": 3100}


# Rivers


BET = {"section": '"s"', "upstream": '"a"', "downstream": '"b"', "stake": 1000000}


def test_monthly_bet_of_chongqing():
    """Seven good months, five bad ones: the upstream receives two million."""
    classes = [2, 2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4]
    made = settled(rules("bet", target=3, **BET), ("s", 2025, None, "class", 3), *monthly("s", 2026, "class", classes))
    assert paid(made) == [("b", "a", 200000000)]
    assert len([line for line in made.lines if line.stage == "accrued"]) == 12


def test_youshui_river_pays_for_the_class_alone():
    """Chongqing and Hunan, 2019-2021: for class III or better Hunan pays; for 2019 it paid 4.8 million (Xinhua, 2020).

    The monthly stake of 400,000 is a twelfth of that: all twelve months were met.
    """
    terms = rules("bet", target=3, needs='"class"', **(BET | {"stake": 400000}))
    assert paid(settled(terms, *monthly("s", 2026, "class", ["III"] * 12))) == [("b", "a", 480000000)]


def test_water_as_last_year_is_a_choice():
    rows = [("s", 2025, None, "class", 3), *monthly("s", 2026, "class", [3] * 12)]
    with pytest.raises(RuleError, match="if_equal"):
        settled(rules("bet", target=3, **BET), *rows)
    for who, expected in (
        ("nobody", []),
        ("downstream", [("b", "a", 1200000000)]),
        ("upstream", [("a", "b", 1200000000)]),
    ):
        assert paid(settled(rules("bet", target=3, if_equal=f'"{who}"', **BET), *rows)) == expected


def test_pollution_index_of_the_print():
    terms = rules(
        "index",
        section='"s"',
        upstream='"a"',
        downstream='"b"',
        k0=0.85,
        reverse=100,
        weights="{n1 = 0.25, n2 = 0.25, n3 = 0.25, n4 = 0.25}",
        limits="{n1 = 2.00, n2 = 0.12, n3 = 0.030, n4 = 1.25}",
        tiers="[{upto = 1, pays = 100}]",
    )
    good = settled(
        terms,
        *yearly("n1", 2026, s="2.10"),
        *yearly("n2", 2026, s="0.10"),
        *yearly("n3", 2026, s="0.030"),
        *yearly("n4", 2026, s="1.20"),
    )
    bad = settled(
        terms,
        *yearly("n1", 2026, s="2.6"),
        *yearly("n2", 2026, s="0.132"),
        *yearly("n3", 2026, s="0.036"),
        *yearly("n4", 2026, s="1.5"),
    )
    assert float(good.lines[0].reason.values["index"]) == pytest.approx(0.816708, abs=5e-7)
    assert float(bad.lines[0].reason.values["index"]) == pytest.approx(1.02, abs=5e-7)
    assert (paid(good), paid(bad)) == ([("b", "a", 10000)], [("a", "b", 10000)])


@pytest.mark.parametrize(
    ("concentration", "fen"), [("0.90", 10000), ("0.99", 5000), ("1.00", 0), ("1.01", -5000), ("1.1", -10000)]
)
def test_smooth_band_in_place_of_the_cliff(concentration, fen):
    terms = rules(
        "index",
        section='"s"',
        upstream='"a"',
        downstream='"b"',
        k0=1,
        weights="{n = 1}",
        limits="{n = 1}",
        tiers="[{upto = 1, pays = 100}]",
        reverse=100,
        band=0.04,
    )
    assert settled(terms, ("s", 2026, None, "n", concentration)).balances()["a"] == fen


def test_chishui_outcome():
    """Xinhua on 2019: Guizhou and Sichuan each paid Yunnan 20 million."""
    fund = rules(
        "fund",
        of=("y", "g", "s"),
        unit=10000,
        fund=20000,
        pay_in="{y = 1, g = 5, s = 4}",
        pay_out="{y = 3, g = 4, s = 3}",
    )
    assert settled(fund, ("x", 2026, None, "any", 0)).balances() == {
        "y": 4000 * 10**6,
        "g": -2000 * 10**6,
        "s": -2000 * 10**6,
    }


def test_chishui_deduction_of_two_parties():
    """If the section above Maotai fails, Guizhou and Sichuan bear half of the deduction each."""
    sections = '[[rule.sections]]\nsection = "maotai"\nshare = 0.1\ndeduct = {g = 1, s = 1}\nto = {y = 1}'
    terms = rules(
        "fund",
        of=("y", "g", "s"),
        fund=20000,
        pay_in="{y = 1, g = 5, s = 4}",
        pay_out="{y = 3, g = 4, s = 3}",
        extra=sections,
    )
    net = settled(terms, ("maotai", 2026, None, "compliance", 0)).balances()
    assert net == {"y": 600000, "g": -300000, "s": -300000}


@pytest.mark.parametrize(
    ("year", "good", "met"),
    [(2018, 9, True), (2018, 8, False), (2019, 10, True), (2019, 9, False), (2020, 12, True), (2020, 11, False)],
)
def test_jiuzhou_rates(year, good, met):
    """Guangxi Daily, 10 January 2019: 75 %, 83 % and 100 % of the months."""
    terms = rules(
        "compliance",
        first=2018,
        section='"s"',
        upstream='"a"',
        downstream='"b"',
        amount=100,
        target=3,
        rates="{2018 = 0.75, 2019 = 0.83, 2020 = 1}",
        if_missed='"reverse"',
    )
    months = [3] * good + [4] * (12 - good)
    made = settled(terms, ("s", year, None, "class", 3), *monthly("s", year, "class", months))
    assert made.balances()["a"] == (10000 if met else -10000)


def test_jiuzhou_needs_the_mean_too():
    terms = rules(
        "compliance",
        first=2018,
        section='"s"',
        upstream='"a"',
        downstream='"b"',
        amount=100,
        target=3,
        rates="{2018 = 0.75}",
        if_missed='"nothing"',
    )
    made = settled(terms, ("s", 2018, None, "class", 4), *monthly("s", 2018, "class", [3] * 12))
    assert (paid(made), made.remarks[0].reason.key) == ([], "rate_missed")


# Rounding


def test_largest_remainder():
    assert split(1000001, (1, 1)) == (500001, 500000)
    made = settled(
        rules("ratio", shares="{a = 1, b = 1}", collects='["b"]', of=("a", "b")), ("b", 2026, None, "tax", "10000.01")
    )
    assert shares(made, {"b": 10000.01}) == {"a": 5000.01, "b": 5000.00}


def test_facts_are_exact():
    assert facts(("a", 2026, None, "tax", "0.1")).rows[0].value * 10 == 1
