"""Rules and facts at the edges of each kind: where a formula changes its branch."""

from rules.worlds import monthly

TWO = 'parties = {a = "A", b = "B"}\n[[rule]]\nid = "r"\nfrom = 2026\n'
THREE = 'parties = {a = "A", b = "B", c = "C"}\n[[rule]]\nid = "r"\nfrom = 2026\n'
HEAD = "party,year,month,item,value\n"


def rows(*facts):
    return HEAD + "\n".join(",".join("" if c is None else str(c) for c in fact) for fact in facts)


def tax(**by_year):
    return rows(*((party[0], int(party[1:]), None, "tax", value) for party, value in by_year.items()))


MOVED = TWO + 'kind = "relocated"\norigin = "a"\nhost = "b"\nshare = 0.3\nyears = 2\n'
FACTOR = TWO + 'kind = "factors"\nparties = ["a", "b"]\nfactors = {x = 1}\ncollects = ["b"]\n'
CAPITAL = TWO + 'kind = "capital"\nparties = ["a", "b"]\ncollects = ["a"]\n'
GAP = 'kind = "gap"\nrate = 0.5\n'
FLOW = TWO + 'kind = "flow"\nsections = ["s", "t"]\nupstream = "a"\ndownstream = "b"\namount = 10'
SHARED = THREE + 'kind = "ratio"\nshares = {a = 5, b = 3, c = 2}\n'
RATIO = TWO + 'kind = "ratio"\nshares = {a = 6, b = 4}\n'
BET = TWO + 'kind = "bet"\nsection = "s"\nupstream = "a"\ndownstream = "b"\nstake = 1\ntarget = 3\n'
RIVER = 'section = "s"\nupstream = "a"\ndownstream = "b"\n'
INDEX = TWO + RIVER + 'kind = "index"\nk0 = 1\nweights = {n = 1}\nlimits = {n = 1}\nreverse = 5\n'
RATE = TWO + RIVER + 'kind = "compliance"\namount = 9\ntarget = 3\nrates = {2026 = 0.75}\n'
FUND = (
    THREE + 'kind = "fund"\nfund = 100\npay_in = {a = 1, b = 5, c = 4}\npay_out = {a = 3, b = 4, c = 3}\n'
    '[[rule.sections]]\nsection = "s"\nshare = 0.4\ndeduct = {a = 1}\nto = {b = 1, c = 2}\n'
)
POOL = THREE + 'kind = "growth_pool"\nparties = ["a", "b"]\nrate = 0.4\n'
CAP = "index = {x = 1}\ncap = {y = 1}"
GROWN = (
    ("a", 2026, None, "base", 10),
    ("b", 2026, None, "base", 40),
    ("a", 2026, None, "tax", 50),
    ("b", 2026, None, "tax", 30),
)
NEED = (("a", 2026, None, "x", 1), ("b", 2026, None, "x", 3))
PEOPLE = (
    ("a", 2026, None, "people", 3),
    ("b", 2026, None, "people", 2),
    ("a", 2026, None, "capacity", 5),
    ("b", 2026, None, "capacity", 4),
)
CLASSES = (3, 2, 2, 4, 3, 3, 2, 2, 3, 5, 2, 2)
MEANS = ("3.0", "2.0", "3.5", "2.9")
PROBES = {
    "ratio": [
        (RATIO + "cap = {a = 3}", tax(a2026=1, b2026=9)),
        (RATIO + "cap = {a = 6, b = 4}", tax(a2026=5, b2026=5)),
        (RATIO + "cap = {a = 3, b = 6}", tax(a2026=5, b2026=5)),
        (RATIO + "floor = {a = 5}\ncap = {b = 4}", tax(a2026=0, b2026=8)),
        (RATIO + "floor = {a = 5}\nfloor_from = 2027", tax(a2026=0, b2026=4, a2027=0, b2027=5)),
        (RATIO + "floor = {a = 5}", tax(a2026=0, b2026=4)),
        (RATIO + 'floor = {a = 5}\nif_short = "all"', tax(a2026=1, b2026=3, a2027=1, b2027=5)),
        (
            RATIO + 'floor = {a = 5}\nif_short = "carry"',
            tax(a2026=1, b2026=3, a2027=1, b2027=8, a2028=2, b2028=2, a2029=1, b2029=19),
        ),
        (
            RATIO + 'floor = {a = 5}\nfloor_from = 2027\nif_short = "carry"',
            tax(a2026=1, b2026=1, a2027=0, b2027=2, a2028=0, b2028=8),
        ),
        (
            SHARED + 'floor = {a = 6, b = 4}\nif_short = "carry"',
            tax(a2026=8, b2026=0, c2026=0, a2027=12, b2027=0, c2027=0),
        ),
        (SHARED + "floor = {c = 30}\ncap = {a = 45}", tax(a2026=0, b2026=100, c2026=0)),
        (SHARED + "floor = {c = 22}\ncap = {a = 35}", tax(a2026=0, b2026=100, c2026=0)),
        (RATIO, tax(a2026=-2, b2026=1)),
    ],
    "staged": [
        (
            TWO
            + 'kind = "staged"\nstages = [{years = 1, shares = {a = 1, b = 0}}, {years = 2, shares = {a = 1, b = 4}}]',
            tax(**{f"{p}{y}": 10 for y in (2026, 2027, 2028) for p in "ab"}),
        ),
        (
            TWO + 'kind = "staged"\nstages = [{years = 1, shares = {a = 1, b = 1}}]',
            tax(a2026=1, b2026=3, a2027=1, b2027=3),
        ),
    ],
    "by_tax": [
        (
            TWO + 'kind = "by_tax"\nshares = {vat = {a = 1, b = 3}}',
            "party,year,item,value,tax\na,2026,tax,4,land\nb,2026,tax,4,vat",
        ),
        (
            TWO + 'kind = "by_tax"\nshares = {vat = {a = 1, b = 3}}',
            "party,year,item,value,tax\na,2026,tax,5,vat\nb,2026,tax,4,vat",
        ),
    ],
    "increment": [
        (
            TWO + f'kind = "increment"\nbase = {{a = 3, b = 1}}\nshares = {{a = 1, b = 2}}\nif_falling = "{choice}"',
            tax(a2026=2, b2026=1, a2027=3, b2027=1, a2028=9, b2028=7),
        )
        for choice in ("ratio", "base", "own", "error")
    ],
    "relocated": [
        (MOVED + "extension = 1\nthreshold = 4", tax(a2023=4, a2024=5, a2025=3, b2026=9, b2027=8, b2028=40, b2029=50)),
        (MOVED + "extension = 1\nbase_years = [2020]", tax(a2020=40, b2026=9, b2027=8, b2028=7, b2029=50)),
        (MOVED + "threshold = 5", tax(a2023=4, a2024=5, a2025=3, b2026=9)),
        (MOVED, tax(a2023=1, a2024=1, a2025=1, b2026=5, b2027=5, b2028=5)),
    ],
    "factors": [
        (FACTOR + 'head = "a"\nhead_share = 0.2', rows(*NEED, ("b", 2026, None, "tax", 100))),
        (FACTOR, rows(("a", 2026, None, "x", 0), ("b", 2026, None, "x", 3), ("b", 2026, None, "tax", 100))),
        (FACTOR, rows(("a", 2026, None, "x", -1), ("b", 2026, None, "x", 3), ("b", 2026, None, "tax", 100))),
    ],
    "capital": [
        (
            CAPITAL + 'counted = "standing"',
            rows(
                *(
                    (p, y, None, "capital", v)
                    for p, y, v in (("a", 2026, 1), ("b", 2026, 1), ("a", 2027, 3), ("b", 2027, 1))
                ),
                ("a", 2026, None, "tax", 8),
                ("a", 2027, None, "tax", 8),
            ),
        ),
        (CAPITAL, rows(("a", 2026, None, "capital", -1), ("b", 2026, None, "capital", 2), ("a", 2026, None, "tax", 8))),
        (CAPITAL, rows(("a", 2026, None, "capital", 0), ("b", 2026, None, "capital", 2), ("a", 2026, None, "tax", 8))),
    ],
    "costs_and_taxes": [
        (
            TWO + 'kind = "costs_and_taxes"\ncosts = {a = 1, b = 2}\ntaxes = {a = 3, b = 1}',
            rows(
                *(
                    (p, 2026, None, i, v)
                    for p, i, v in (("a", "tax", 5), ("b", "tax", 50), ("a", "cost", 7), ("b", "cost", 1))
                )
            ),
        )
    ],
    "growth_pool": [
        (POOL + 'base = "base"\nif_falling = "refund"', rows(*GROWN, *PEOPLE)),
        (POOL + 'base = "base"\nif_falling = "nothing"', rows(*GROWN, *PEOPLE)),
        (
            POOL + 'base = "base"\nif_falling = "refund"',
            rows(*GROWN[:1], ("b", 2026, None, "base", 99), *GROWN[2:], *PEOPLE),
        ),
        (POOL + 'base = "base"', rows(*GROWN, *PEOPLE)),
        (
            POOL + 'base = "base"',
            rows(("a", 2026, None, "base", 50), ("b", 2026, None, "base", 10), *GROWN[2:], *PEOPLE),
        ),
        (POOL + "index = {x = 1}", rows(*GROWN, *NEED)),
        (POOL + "index = {x = 1}\ncap = {x = 0.5}", rows(*GROWN, *NEED)),
        (POOL + CAP, rows(*GROWN, *NEED, ("a", 2026, None, "y", -1), ("b", 2026, None, "y", 0))),
        (POOL + CAP, rows(*GROWN, *NEED, ("a", 2026, None, "y", 0), ("b", 2026, None, "y", 0))),
        (
            POOL + CAP,
            rows(*GROWN, *NEED, ("a", 2026, None, "y", 12), ("b", 2026, None, "y", 0)),
        ),
        (POOL + "index = {x = 1}", rows(*GROWN, ("a", 2026, None, "x", 0), ("b", 2026, None, "x", 3))),
        (POOL + "index = {x = 1}", rows(*GROWN, ("a", 2026, None, "x", -1), ("b", 2026, None, "x", 3))),
        (POOL, rows(*GROWN, *PEOPLE[:2], ("a", 2026, None, "capacity", 0), PEOPLE[3])),
        (POOL, rows(*GROWN, ("a", 2026, None, "people", 0), *PEOPLE[1:])),
        (POOL, rows(*GROWN, ("a", 2026, None, "people", -1), *PEOPLE[1:])),
        (
            POOL + 'base = "base"\nif_falling = "nothing"',
            rows(*(("a", 2026, None, "base", 50), ("b", 2026, None, "base", 30)), *GROWN[2:], *PEOPLE),
        ),
    ],
    "gap": [
        (
            THREE + GAP + 'parties = ["a", "b", "c"]\nextra_below = 0.8\nextra_rate = 0.3',
            tax(a2026=9, b2026=2, c2026=1),
        ),
        (THREE + GAP + 'parties = ["a", "b"]\npeople = "people"', rows(*PEOPLE, *GROWN[2:])),
        (
            THREE + GAP + 'parties = ["a", "b"]\npeople = "people"',
            rows(("a", 2026, None, "people", 0), PEOPLE[1], *GROWN[2:]),
        ),
    ],
    "bet": [
        (BET, rows(("s", 2025, None, "class", 3), *monthly("s", 2026, "class", CLASSES))),
        *(
            (BET + f'if_equal = "{who}"', rows(("s", 2025, None, "class", 3), *monthly("s", 2026, "class", CLASSES)))
            for who in ("nobody", "upstream", "downstream")
        ),
        (
            BET + 'last = "month"\nif_equal = "nobody"',
            rows(*monthly("s", 2025, "class", [3, 3, 1] * 4), *monthly("s", 2026, "class", CLASSES)),
        ),
        (BET + 'needs = "class"', rows(*monthly("s", 2026, "class", CLASSES))),
    ],
    "index": [
        *(
            (INDEX + "tiers = [{upto = 0.9, pays = 9}, {upto = 1, pays = 4}]" + band, rows(("s", 2026, None, "n", n)))
            for band in ("", "\nband = 0.1")
            for n in ("0.85", "0.87", "0.9", "0.93", "0.95", "0.97", "1", "1.02", "1.05", "1.2")
        ),
        (
            INDEX.replace("reverse = 5", "reverse = 0") + "tiers = [{upto = 1, pays = 0}]",
            rows(("s", 2026, None, "n", 1)),
        ),
    ],
    "fund": [(FUND, rows(("s", 2026, None, "compliance", q))) for q in (0, "0.25", 1, 2, -1)],
    "flow": [
        (
            FLOW,
            rows(
                ("s", 2026, None, "flow", f),
                ("t", 2026, None, "flow", 2),
                ("s", 2026, None, "compliance", q),
                ("t", 2026, None, "compliance", 1),
            ),
        )
        for f, q in ((3, 0), (3, 1), (0, 1), (-1, 1), (1, "0.5"))
    ],
    "compliance": [
        (RATE + f'if_missed = "{missed}"', rows(("s", 2026, None, "class", mean), *monthly("s", 2026, "class", months)))
        for mean in MEANS
        for months in (CLASSES, [3] * 9 + [4] * 3, [3] * 8 + [4] * 4)
        for missed in ("nothing", "reverse", "error")
    ],
    "appraisal": [(TWO + 'kind = "appraisal"\nitems = ["tax"]\ncounts = {a = 0.6, b = 0.4}', tax(a2026=1, b2026=2))],
}
