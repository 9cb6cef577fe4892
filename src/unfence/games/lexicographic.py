"""Descent of complaints: make the largest complaint least, settle those who can fall no further, and go on.

With w(S) the weight of a complaint (1, or |S| for complaints per head), stage k solves over x and e::

    minimise e
    subject to x(S) + w(S) e >= v(S)               every S outside the span of what is settled
               x(S) = v(S) - w(S) e_j              S settled in an earlier stage j;  x(N) = v(N)
               x[i] >= v({i})                      where a floor is asked for

Which coalitions are settled then is where programs go wrong. A row that is tight at *this* optimum may be loose at
another; freezing it cuts the nucleolus off. A row with a positive dual is tight at *every* optimum (complementary
slackness), whichever of several duals the solver found; only those are settled. The duals weighted by w sum to 1, so
there is one in every stage; it lies outside the span, so there are at most n - 1 stages. A row that is always tight
but has no dual this time comes back in the next stage at the same level: nothing is lost.

Rows are made when violated: all 2**n complaints are looked at as one array, the worst few go into the program.

Sources: Maschler, Peleg, Shapley, Math. Oper. Res. 4 (1979); Potters, Reijnierse, Ansink, Math. Oper. Res. 21 (1996);
for the rows on demand, Hallefjord, Helming, Jornsten, Int. J. Game Theory 24 (1995).
"""

from dataclasses import dataclass, field

import highspy
import numpy as np

from unfence.errors import UnfenceError
from unfence.games.coalitions import TINY, BoolArray, FloatArray, IntArray, indicators, players, singles, size_of, sums

_DUAL = 1e-8  # a dual below this is noise; the duals of a stage sum to 1
_SPAN = 1e-9  # a coalition's distance from the span of the settled ones that counts as none


@dataclass(frozen=True)
class Descent:
    """Where the descent ends: the allocation (n,) and the complaint level of each stage, falling."""

    x: FloatArray
    levels: FloatArray


def descend(worth: FloatArray, weight: FloatArray | None = None, *, floor: bool) -> Descent:
    """Lexicographically least sorted complaints of one game.

    Parameters
    ----------
    worth
        (2**n,), already checked.
    weight
        (2**n,), above 0: a complaint is (v(S) - x(S)) / weight; None counts each as 1.
    floor
        Whether nobody may receive less than alone (the nucleolus) or may (the prenucleolus).

    Returns
    -------
    Descent
        ``levels`` has at least one entry where n > 1: the first is the least core's.

    Raises
    ------
    UnfenceError
        A floor is asked for and the worth of everybody is less than the players' alone.

    >>> descend(np.array([0.0, 0, 0, 1, 0, 1, 0, 1]), floor=True).x.round(6)
    array([1., 0., 0.])
    """
    n = players(worth)
    alone = singles(worth)
    surplus = float(worth[-1] - alone.sum())
    size = float(size_of(worth))
    if floor and surplus < -TINY * size:
        raise UnfenceError("games.no_imputation", alone=float(alone.sum()), whole=float(worth[-1]))
    # Relative to what each has alone and to the game's size, so that the solver's absolute tolerances mean something.
    game = (worth - sums(alone)) / size
    game[-1] = max(0.0, game[-1]) if floor else game[-1]
    weight = np.ones(1 << n) if weight is None else weight
    stages = _Stages(game, weight, floor=floor)
    while (rank := len(stages.basis)) < n:
        stages.advance()
        if len(stages.basis) == rank:  # in exact numbers every stage settles somebody
            raise UnfenceError("games.unsolved", status=f"stage {stages.levels}")
    relative, levels = stages.exact()
    return Descent(x=alone + size * relative, levels=size * levels)


@dataclass
class _Stages:
    """The program and what is settled so far; all in the game's own scale, players' own worth 0."""

    game: FloatArray
    weight: FloatArray
    floor: bool
    settled: list[tuple[int, int]] = field(default_factory=list)  # coalition, stage
    floored: list[int] = field(default_factory=list)  # players held at their floor by a dual
    levels: int = 0

    def __post_init__(self) -> None:
        self.n = players(self.game)
        self.program = _Program(self.game, self.weight, floor=self.floor)
        self.basis = np.ones((1, self.n)) / np.sqrt(self.n)  # orthonormal rows that span what is settled
        self.probes = np.random.default_rng(20).normal(size=(2, self.n))
        self.x = np.full(self.n, self.game[-1] / self.n)

    def advance(self) -> None:
        """Solve one stage, making rows until none is violated, and settle those with a dual."""
        inside = self._inside()
        program = self.program
        program.release(inside)
        closed = inside.copy()
        closed[program.masks] = True
        worst = self._worst(closed, -np.inf, 1)
        # A coalition with its complement bounds the level from below, whatever rows are left.
        for masks in (worst, worst ^ ((1 << self.n) - 1)):
            program.add(masks[~closed[masks]])
            closed[masks] = True
        while True:
            self.x, level = program.solve()
            worst = self._worst(closed, level + TINY, 2 * self.n)
            if not worst.size:
                break
            program.add(worst)
            closed[worst] = True
        self._settle(level)

    def exact(self) -> tuple[FloatArray, FloatArray]:
        """Allocation and levels from the settled equations themselves, free of the solver's tolerance.

        The positive duals of a stage balance its rows, so each level is fixed by its own equations.
        """
        n = self.n
        equations = np.zeros((len(self.settled) + len(self.floored) + 1, n + self.levels))
        right = np.zeros(len(equations))
        equations[0, :n], right[0] = 1, self.game[-1]
        for row, (mask, stage) in enumerate(self.settled, start=1):
            equations[row, :n] = indicators([mask], n)
            equations[row, n + stage] = self.weight[mask]
            right[row] = self.game[mask]
        for row, player in enumerate(self.floored, start=1 + len(self.settled)):
            equations[row, player] = 1
        solution: FloatArray = np.linalg.lstsq(equations, right)[0].astype(np.float64)
        return solution[:n], solution[n:]

    def _settle(self, level: float) -> None:
        masks, floored = self.program.binding()
        self.settled += [(int(mask), self.levels) for mask in masks]
        self.levels += 1
        for mask in masks:
            if self._widen(indicators([mask], self.n)[0]):
                self.program.fix(int(mask), level)
        for player in floored:
            self.floored.append(int(player))
            self.program.hold(int(player))
            self._widen(np.eye(self.n)[player])

    def _widen(self, row: FloatArray) -> bool:
        """Add a row to the basis if it is not yet in its span."""
        rest = row - self.basis.T @ (self.basis @ row)
        rest -= self.basis.T @ (self.basis @ rest)  # twice: rounding
        length = float(np.linalg.norm(rest))
        if length < _SPAN:
            return False
        self.basis = np.vstack([self.basis, rest / length])
        return True

    def _inside(self) -> BoolArray:
        """Which coalitions lie in the span of the settled ones: those orthogonal to two random vectors that are."""
        flat = np.ones(1 << self.n, dtype=np.bool_)
        for probe in self.probes:
            flat &= np.abs(sums(probe - self.basis.T @ (self.basis @ probe))) < _SPAN
        return flat

    def _worst(self, closed: BoolArray, above: float, most: int) -> IntArray:
        """At most ``most`` open coalitions with the largest complaints above a level."""
        complaint = (self.game - sums(self.x)) / self.weight
        complaint[closed] = -np.inf
        found = np.flatnonzero(complaint > above)
        if found.size > most:
            found = found[np.argpartition(complaint[found], -most)[-most:]]
        return found


class _Program:
    """The stage's linear program in HiGHS; columns x and e, one row a coalition, row 0 is everybody."""

    def __init__(self, game: FloatArray, weight: FloatArray, *, floor: bool) -> None:
        self.game, self.weight, self.n = game, weight, players(game)
        self.masks: list[int] = []
        self.open: dict[int, int] = {}  # row -> coalition, of rows that bear on e
        self.solver: highspy.Highs = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.solver.setOptionValue("presolve", "off")  # small and warm: presolve would only cost
        self.solver.setOptionValue("primal_feasibility_tolerance", 1e-10)
        self.solver.setOptionValue("dual_feasibility_tolerance", 1e-10)
        free = np.full(self.n + 1, -highspy.kHighsInf)
        self.low = np.append(np.zeros(self.n), -highspy.kHighsInf) if floor else free
        cost = np.append(np.zeros(self.n), 1.0)
        none = np.zeros(0, dtype=np.int32)
        self.solver.addCols(self.n + 1, cost, self.low, -free, 0, none, none, np.zeros(0))
        everybody = np.arange(self.n, dtype=np.int32)
        self.solver.addRow(game[-1], game[-1], self.n, everybody, np.ones(self.n))
        self.rows = 1

    def add(self, masks: IntArray) -> None:
        """Rows x(S) + w(S) e >= v(S)."""
        if not masks.size:
            return
        inside = np.hstack([indicators(masks, self.n), self.weight[masks, None]])
        row, column = np.nonzero(inside)
        starts = np.searchsorted(row, np.arange(len(masks))).astype(np.int32)
        values = inside[row, column]
        high = np.full(len(masks), highspy.kHighsInf)
        self.solver.addRows(len(masks), self.game[masks], high, len(row), starts, column.astype(np.int32), values)
        for mask in masks.tolist():
            self.open[self.rows] = mask
            self.masks.append(mask)
            self.rows += 1

    def solve(self) -> tuple[FloatArray, float]:
        """The optimal x and e."""
        self.solver.run()
        if self.solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise UnfenceError("games.unsolved", status=self.solver.modelStatusToString(self.solver.getModelStatus()))
        value = np.array(self.solver.getSolution().col_value)
        return value[: self.n], float(value[self.n])

    def binding(self) -> tuple[list[int], list[int]]:
        """Coalitions and floors with a positive dual: tight at every optimum."""
        solution = self.solver.getSolution()
        masks = [mask for row, mask in self.open.items() if solution.row_dual[row] * self.weight[mask] > _DUAL]
        floors = [i for i in range(self.n) if self.low[i] == 0 and solution.col_dual[i] > _DUAL]
        return masks, floors

    def fix(self, mask: int, level: float) -> None:
        """Settle a coalition at a level, out of reach of e."""
        row = next(r for r, m in self.open.items() if m == mask)
        right = float(self.game[mask] - self.weight[mask] * level)
        self.solver.changeCoeff(row, self.n, 0.0)
        self.solver.changeRowBounds(row, right, right)
        del self.open[row]

    def hold(self, player: int) -> None:
        """Keep a player at the floor."""
        self.solver.changeColBounds(player, 0.0, 0.0)

    def release(self, inside: BoolArray) -> None:
        """Let go of rows whose coalition is in the span of what is settled: it can move no more."""
        for row in [r for r, mask in self.open.items() if inside[mask]]:
            self.solver.changeRowBounds(row, -highspy.kHighsInf, highspy.kHighsInf)
            del self.open[row]
