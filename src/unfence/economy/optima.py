"""What stays best: the optimum of one state that is, provably, the optimum of another one too.

A state changes costs c, burnt resources b and bounds. The activities x that were best in a known state stay best, for
those who decide and for all, where nothing that changed can matter to them:

    column j    x_j = 0, and before and now it is closed or its reduced cost is above 0:  d_j + change of c_j > 0
                or its cost is as before, and x_j is below its upper bound before and now
    row         less is used than its bound before and now

For then the known prices support x in the new state as in the old one, and those activities that are as good as x for
who decides are the same near x, so that none of them burns less. A fence that bears on idle ways only, a link that no
price invites anybody to use, a capacity that is not full: nothing has to be solved.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from unfence.economy.programme import Limits
from unfence.network.arcs import Bools, Floats

CLEAR = 1e-7
"""The share of a column's own terms by which a reduced cost has to be above 0, or a row below its bound, to count."""


@dataclass(frozen=True)
class Terms:
    """What a state says: resources burnt and private cost of each column, bounds."""

    burnt: Floats
    cost: Floats
    limits: Limits


@dataclass(frozen=True)
class Optimum:
    """A state's terms, what is done in it, and what the prices say of what is not done."""

    terms: Terms
    sizes: Floats
    """(fences,): as large as in this state."""
    borne: Bools
    """(fences,): which put a cost on something that is done."""
    x: Floats
    reduced: Floats
    money: Floats
    """(columns,): the size of the terms of the reduced cost."""
    used: Floats
    """(inequality rows,)"""
    worth: float
    """Welfare without people's trips."""
    basis: Any

    def changed(self, sizes: Floats) -> bool:
        """Whether something that is done costs more or less for a fence of another size; then nothing is proven."""
        same = (sizes == self.sizes) | (np.isnan(sizes) & np.isnan(self.sizes))
        return bool(np.any(self.borne & ~same))

    def stays(self, now: Terms) -> bool:
        """Whether what is done is an optimum of other terms too."""
        was = self.terms
        rows = np.flatnonzero(now.limits.rows != was.limits.rows)
        room = np.minimum(now.limits.rows[rows], was.limits.rows[rows])
        if np.any(self.used[rows] >= room * (1 - CLEAR)):
            return False
        dearer = now.cost != was.cost
        moved = dearer | (now.burnt != was.burnt)
        bounded = (now.limits.upper != was.limits.upper) | (now.limits.lower != was.limits.lower)
        j = np.flatnonzero(moved | bounded)
        upper, before = now.limits.upper[j], was.limits.upper[j]
        if np.any(now.limits.lower[j] != was.limits.lower[j]):
            return False
        clear = CLEAR * self.money[j]
        later = self.reduced[j] + now.cost[j] - was.cost[j]
        idle = (self.x[j] == 0) & ((before <= 0) | (self.reduced[j] > clear)) & ((upper <= 0) | (later > clear))
        free = ~moved[j] & (self.x[j] < np.minimum(upper, before) * (1 - CLEAR))
        return bool(np.all(idle | free))
