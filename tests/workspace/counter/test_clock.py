"""The clock's laws: by hand at the edges, by law everywhere."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from unfence.workspace.counter.clock import AMBER, GREEN, RED, Kept, Part, record_of

DAY = date(2026, 2, 25)
days = st.integers(0, 60)


def at(n):
    return DAY + timedelta(days=n)


def test_the_edges_by_hand():
    part = Part(DAY)
    assert [part.colour(at(n)) for n in (0, 4, 5, 7, 8)] == [GREEN, GREEN, AMBER, AMBER, RED]
    taken = Part(DAY, answered=at(7))
    assert [taken.colour(at(n)) for n in (7, 22, 23, 30, 31)] == [GREEN, GREEN, AMBER, AMBER, RED]
    assert Part(DAY, answered=at(8), done=at(9)).colour(at(9)) == RED, "a late answer stays late"
    assert Part(DAY, answered=at(1), done=at(30)).colour(at(99)) == GREEN
    assert Part(DAY, answered=at(1), done=at(31)).colour(at(99)) == RED
    assert Part(DAY, answered=at(1), done=at(35), waited=5).colour(at(99)) == GREEN
    assert part.answer_by == date(2026, 3, 4), "seven days of the calendar, over the end of February"


@given(days, days, days)
def test_while_papers_are_missing_nothing_falls_due(answered, asked, more):
    part = Part(DAY, answered=at(min(answered, 7)), asked=at(min(asked, 30)))
    now = at(min(asked, 30) + more)
    assert part.next_by(now) is None
    assert part.done_in_time(now) is not False
    assert part.done_by(now) - part.done_by(at(min(asked, 30))) == timedelta(days=more)


@given(days, st.one_of(st.none(), days), st.integers(0, 40), days)
def test_what_is_late_stays_late(answered, done, waited, now):
    over = None if done is None else at(answered + done)
    part = Part(DAY, answered=at(answered), done=over, waited=waited)
    later = at(answered + (done or 0) + now)
    if part.colour(later) == RED:
        assert part.colour(later + timedelta(days=1)) == RED


@given(st.lists(st.tuples(days, days)), days)
def test_shares_are_of_what_can_be_judged(parts, now):
    held = [Part(DAY, at(answered), at(answered + done)) for answered, done in parts]
    record = record_of(held, at(now))
    assert record.answers.count == record.wholes.count == record.count == len(held)
    assert record.answers.in_time == sum(answered <= 7 for answered, _ in parts)
    assert record.wholes.in_time == sum(answered + done <= 30 for answered, done in parts)
    assert not held or abs(sum(record.shares.values()) - 1) < 1e-12


def test_the_shares_of_solvit():
    assert [Kept(100, n).colour for n in (75, 74, 55, 54)] == [GREEN, AMBER, AMBER, RED]
