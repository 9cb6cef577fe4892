"""Questions: the empty, unknown and assumed cells that move the gain furthest.

The gain is that of the best plan, or of open borders where the book has no measures; it heads the first page. Of all
cells that nobody vouches for, those with most at stake to first order are tried (``gains/movers.py``): each is set to
its low and to its high end, all others as stated, and what the gain does is solved. That takes some forty solves, none
of which draws anything. What is not tried: an empty cell that stands for 0 or for no limit and has no range, since
nobody has said how far it may go (``bare`` counts them); and two cells together.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import polars as pl

from unfence.book import Book
from unfence.book.players import labels
from unfence.economy import Economy, InfeasibleError, SolverError, UnboundedError
from unfence.economy.trouble import EndlessError, endless_path, shortage
from unfence.errors import StudyError
from unfence.gains.assumptions import DRAWN, Assumption, assumptions_of, drawn_book
from unfence.gains.choices import Choices, choices_of
from unfence.gains.draws import Task
from unfence.gains.movers import Mover, foremost, movers_of
from unfence.gains.pairs import tolerance
from unfence.gains.search import Searched
from unfence.gains.stakes import influence, stakes_of
from unfence.gains.sweep import Scenario, welfare_of

State = Literal["unknown", "empty", "assumed"]
STATES: tuple[State, ...] = ("unknown", "empty", "assumed")
"""The least sure first."""
MOST = 5
"""How many questions are asked."""


@dataclass(frozen=True)
class Question:
    """One question: a mover, and the cells behind it, each as table, key and row of the user's file."""

    mover: Mover
    cells: tuple[tuple[str, str, int], ...]
    state: State
    moves: float
    """From the lowest gain to the highest, as stated included, in the book's currency a year."""


@dataclass(frozen=True)
class Asked:
    """What to ask, and what the asking rests on."""

    gain: float
    """As stated, in the book's currency a year."""
    planned: bool
    """Whether it is the gain of a plan of measures; else of open borders."""
    unsure: int
    """Cells (or prices drawn together) that nobody vouches for and that some state uses."""
    bare: int
    """Empty cells that stand for 0 or for no limit, without a range: not tried."""
    blind: tuple[tuple[str, str, str], ...]
    """Cells marked ``?`` without a range, as table, key and column: nobody can say what hangs on them."""
    tried: int
    questions: tuple[Question, ...]
    """At most ``MOST``; the one that moves the gain furthest first."""


def asked(book: Book, most: int = MOST) -> Asked:
    """The questions of a book; raises ``StudyError`` where today has no answer.

    >>> from unfence.examples import example
    >>> question = asked(example("two_towns"), most=1).questions[0]
    >>> question.cells, question.mover.column, question.state
    ((('modes', 'truck', 2),), 'cost_km', 'assumed')
    """
    economy = Economy(book)
    try:
        return _asked(economy, most)
    except InfeasibleError as error:
        raise shortage(economy.programme, economy.today()) from error
    except UnboundedError as error:
        path = endless_path(economy.programme, economy.today())
        raise (StudyError("endless_somewhere") if path is None else EndlessError(path)) from error
    except SolverError as error:
        raise StudyError("solver") from error


def _asked(economy: Economy, most: int) -> Asked:
    choices, fences = choices_of(economy.book), tuple(economy.book["fences"]["id"])
    before = economy.solve(economy.today())
    best = _best(economy, choices, before.welfare, fences)
    after_state = economy.state((), choices.named(best)) if len(choices) else economy.state(fences, ())
    after = economy.solve(after_state)
    gain = after.welfare - choices.cost(best) - before.welfare
    found = assumptions_of(economy.book, (before, after))
    states = {k: state for k, a in enumerate(found.drawn) if (state := _state(economy.book, a))}
    cost = {("measures", m, ""): -float(choices.yearly[choices.ids.index(m)]) for m in choices.named(best)}
    at_stake = stakes_of(before), {**stakes_of(after), **cost}
    leading = np.array([influence(a, *at_stake) if k in states else 0.0 for k, a in enumerate(found.drawn)])
    likely = [k for k in foremost(leading) if leading[k] > tolerance(gain)]
    movers = movers_of(found.drawn, likely, gain, lambda a, end: _gain_at(economy.book, best, a, end))
    by_cell = {(a.table, a.key, a.column): k for k, a in enumerate(found.drawn)}
    named = [(mover, by_cell[mover.table, mover.key, mover.column]) for mover in movers[:most]]
    return Asked(
        gain=gain,
        planned=len(choices) > 0,
        unsure=len(states),
        bare=found.bare,
        blind=_blind(economy.book),
        tried=len(likely),
        questions=tuple(
            Question(mover, _cells(economy.book, found.drawn[k]), states[k], _span(mover, gain)) for mover, k in named
        ),
    )


def _span(mover: Mover, gain: float) -> float:
    """How far a mover moves the gain."""
    known = [end for end in (gain, mover.gain_low, mover.gain_high) if end is not None]
    return max(known) - min(known)


def _best(economy: Economy, choices: Choices, today: float, fences: tuple[str, ...]) -> int:
    """The mask of the best plan."""
    if not len(choices):
        return 0
    opened = welfare_of(economy, Scenario(fences=fences))
    plan = Searched(economy, choices, today, opened - today, lambda _done, _whole: None).best((1 << len(choices)) - 1)
    return plan.mask if plan else 0


def _gain_at(book: Book, best: int, assumption: Assumption, end: float) -> float | None:
    """The gain with one assumption at an end; None where there is no answer."""
    place = np.array([end])
    if len(choices_of(book)):
        return Task(book, (assumption,), best, (), None).gain(place)
    economy = Economy(drawn_book(book, (assumption,), place))
    try:
        opened = welfare_of(economy, Scenario(fences=tuple(book["fences"]["id"])))
        gain = opened - welfare_of(economy, Scenario())
    except (UnboundedError, SolverError):
        return None
    return gain if np.isfinite(gain) else None


def _state(book: Book, assumption: Assumption) -> State | None:
    """What makes an assumption unsure; None where somebody vouches for every cell of it."""
    found: set[State] = set()
    for cell in assumption.cells:
        gap = book.gaps.filter(table=cell.table, key=cell.key, column=cell.column)
        if gap.height:
            found.add("unknown" if gap["kind"][0] == "unknown" else "empty")
        elif book[cell.table]["confidence"][cell.row] == "assumed":
            found.add("assumed")
    return next((state for state in STATES if state in found), None)


def _cells(book: Book, assumption: Assumption) -> tuple[tuple[str, str, int], ...]:
    """The cells of an assumption that are unsure, with their rows as the user's editor numbers them."""
    found = []
    for cell in assumption.cells:
        frame = book[cell.table]
        sure = (
            frame["confidence"][cell.row] != "assumed"
            and not book.gaps.filter(table=cell.table, key=cell.key, column=cell.column).height
        )
        if not sure:
            found.append((cell.table, labels(frame, cell.table)[cell.row], int(frame["row"][cell.row])))
    return tuple(found)


def _blind(book: Book) -> tuple[tuple[str, str, str], ...]:
    """The numbers marked ``?`` for which neither the book nor the column has a range."""
    unknown = book.gaps.filter(pl.col("kind") == "unknown", pl.col("low").is_null())
    return tuple(
        (table, key, column)
        for table, key, column in unknown.select("table", "key", "column").iter_rows()
        if column in DRAWN.get(table, ())
    )
