"""Numbers in one unit, lines that fit, payments that settle, plans that pay most."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from unfence.cli.printed.plans import hull
from unfence.cli.printed.sharing import payments
from unfence.cli.printed.sheet import CLOSING, wrapped
from unfence.gains.plans import Plan

WORDS = st.text(alphabet="税费、合计（每年）12万元，增 ab。", max_size=120)


@given(WORDS, st.integers(8, 40))
def test_wrapping_loses_nothing_and_fits(text, width):
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    longest = max((cell_len(word) for word in text.split()), default=0)
    assert all(cell_len(line) <= max(width, longest) for line in lines)


def test_no_line_begins_with_a_closing_mark():
    lines = wrapped("一次性投资 600 万元，每年增加 489.2 万元；参与方自己就能决定。" * 3, 30)
    assert all(line[0] not in CLOSING for line in lines)
    assert all(cell_len(line) <= 30 for line in lines)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=7))
def test_payments_settle_every_transfer(amounts):
    transfers = [*amounts, -sum(amounts)]
    left = list(transfers)
    made = payments(transfers, 1.0)
    for payer, receiver, much in made:
        assert much > 1.0
        left[payer] += much
        left[receiver] -= much
    assert len(made) < len(transfers) + 1
    assert max(map(abs, left)) <= len(transfers)


def test_the_hull_keeps_the_plans_that_pay_most_per_yuan():
    def plan(capex, gain):
        return Plan((), 0, capex, 0.0, gain)

    budgets = [plan(0, 0), plan(10, 1), plan(20, 10), plan(30, 11), plan(40, 15)]
    assert [(p.capex, p.gain) for p in hull(budgets)] == [(0, 0), (20, 10), (40, 15)]
