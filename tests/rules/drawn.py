"""Random rules and facts: for each kind a draw of terms, of the facts they need, and of what must hold."""

from fractions import Fraction

from unfence.rules.facts import Fact, Facts
from unfence.rules.fen import Weights
from unfence.rules.kinds.bet import Bet
from unfence.rules.kinds.by_tax import ByTax
from unfence.rules.kinds.capital import Capital
from unfence.rules.kinds.compliance import Compliance
from unfence.rules.kinds.costs_and_taxes import CostsAndTaxes
from unfence.rules.kinds.factors import Factors
from unfence.rules.kinds.flow import Flow
from unfence.rules.kinds.fund import Fund, Section
from unfence.rules.kinds.gap import Gap
from unfence.rules.kinds.growth_pool import GrowthPool
from unfence.rules.kinds.increment import Increment
from unfence.rules.kinds.index import Index, Tier
from unfence.rules.kinds.ratio import Ratio
from unfence.rules.kinds.relocated import Relocated
from unfence.rules.kinds.staged import Stage, Staged
from unfence.rules.view import View

YEAR = 2026
NAMES = tuple("abcdefg")
MOST = 10**12  # fen: ten billion in the main unit


class Draw:
    """A source of random parts, so that the draws below read as what they are."""

    def __init__(self, random):
        self.random = random
        self.parties = NAMES[: random.randint(2, len(NAMES))]

    def fen(self, most=MOST):
        return self.random.randint(0, self.random.choice((9, 1000, most)))

    def share(self):
        return Fraction(self.random.randint(0, 1000), 1000)

    def weights(self):
        parts = [self.random.randint(0, 99) for _ in self.parties]
        parts[self.random.randrange(len(parts))] += 1
        return Weights(self.parties, tuple(parts))

    def facts(self, item, least=0, year=YEAR, month=0, tax=""):
        return [Fact(p, year, month, item, Fraction(self.fen() + least, 100), tax) for p in self.parties]


def ratio(d):
    held = d.facts("tax")
    pool = int(100 * sum(f.value for f in held))
    who = d.random.choice(d.parties)
    floor = d.random.choice((None, {who: d.random.randint(0, pool)}, {who: pool + 1}))
    short = d.random.choice(("all", "carry"))
    return Ratio(d.weights(), floor=floor, if_short=short), held


def staged(d):
    return Staged((Stage(d.weights(), 1), Stage(d.weights()))), d.facts("tax")


def by_tax(d):
    return ByTax({"vat": d.weights(), "income": d.weights()}), d.facts("tax", tax="vat") + d.facts("tax", tax="income")


def increment(d):
    base = {p: d.fen() + 1 for p in d.parties}
    return Increment(base, d.weights(), if_falling=d.random.choice(("ratio", "base", "own"))), d.facts("tax")


def relocated(d):
    a, b = d.parties[:2]
    rows = [Fact(a, YEAR - n, 0, "tax", Fraction(d.fen(), 100)) for n in (1, 2, 3)]
    return Relocated(a, b, d.share(), years=2, extension=1), [*rows, Fact(b, YEAR, 0, "tax", Fraction(d.fen(), 100))]


def factors(d):
    a = d.share()
    terms = Factors(d.parties, {"wages": a, "assets": 1 - a}, head=d.parties[-1], head_share=d.share())
    return terms, d.facts("tax") + d.facts("wages", 1) + d.facts("assets", 1)


def capital(d):
    return Capital(d.parties), d.facts("tax") + d.facts("capital", 1)


def costs_and_taxes(d):
    return CostsAndTaxes(d.weights(), d.weights()), d.facts("tax") + d.facts("cost")


def growth_pool(d):
    rows = d.facts("tax") + d.facts("base") + d.facts("people", 1) + d.facts("capacity", 1) + d.facts("limit")
    cap = d.random.choice((None, {"limit": d.share()}))
    return GrowthPool(d.parties, d.share(), base="base", cap=cap, if_falling="nothing"), rows


def gap(d):
    extra = d.share()
    below = d.share() if extra else Fraction(0)
    return Gap(d.parties, d.share(), people="people", extra_below=below, extra_rate=extra), d.facts("tax") + d.facts(
        "people", 1
    )


def bet(d):
    rows = [Fact("s", YEAR, month, "class", Fraction(d.random.randint(1, 6))) for month in range(1, 13)]
    equal = d.random.choice(("nobody", "upstream", "downstream"))
    return Bet("s", "a", "b", d.fen() + 1, 3, if_equal=equal), [*rows, Fact("s", YEAR - 1, 0, "class", Fraction(3))]


def index(d):
    tiers = (Tier(Fraction(9, 10), d.fen()), Tier(Fraction(1), d.fen()))
    band = Fraction(d.random.randint(0, 10), 100)
    seen = Fraction(d.random.randint(0, 2000), 1000)
    terms = Index("s", "a", "b", Fraction(1), {"n": Fraction(1)}, {"n": Fraction(1)}, tiers, d.fen(), band)
    return terms, [Fact("s", YEAR, 0, "n", seen)]


def fund(d):
    out = Weights(d.parties, tuple(part + 1 for part in d.weights().parts))
    share = min(out.share(p) for p in d.parties) / 2
    others = Weights(d.parties[1:], out.parts[1:])
    sections = (
        Section("s", share, Weights(d.parties[:1], (1,)), others),
        Section("t", share, others, Weights(d.parties[:1], (1,))),
    )
    rows = [Fact(s, YEAR, 0, "compliance", d.share()) for s in "st"]
    return Fund(d.fen(), d.weights(), out, sections), rows


def flow(d):
    rows = [Fact(s, YEAR, 0, "flow", Fraction(d.fen() + 1)) for s in "stu"]
    rows += [Fact(s, YEAR, 0, "compliance", Fraction(d.random.randint(0, 1))) for s in "stu"]
    return Flow(("s", "t", "u"), "a", "b", d.fen()), rows


def compliance(d):
    rows = [Fact("s", YEAR, month, "class", Fraction(d.random.randint(1, 4))) for month in range(13)]
    return Compliance("s", "a", "b", d.fen() + 1, 3, {YEAR: d.share()}, if_missed="reverse"), rows


CASH = (
    ratio,
    staged,
    by_tax,
    increment,
    relocated,
    factors,
    capital,
    costs_and_taxes,
    growth_pool,
    gap,
    bet,
    index,
    fund,
    flow,
    compliance,
)


def outcome(terms, rows):
    return terms.settle(View("r", YEAR, YEAR, Facts(tuple(rows))))
