"""What an economy does in one state: activities, prices, welfare, who collects what."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from unfence.economy.programme import Limits, Programme
from unfence.economy.state import State
from unfence.network import Way
from unfence.network.arcs import Floats


@dataclass(frozen=True)
class Solution:
    """The private optimum of a state; of several the one with most welfare.

    ``x`` are activities by column, ``dual`` the rows' duals of the minimised programme: the price at a node,
    minus the rent of one unit of capacity at an inequality.
    """

    programme: Programme
    state: State
    x: Floats
    dual: Floats
    private: float
    """What the deciders together keep, fees and taxes paid; trips included."""
    welfare: float
    """``private`` plus all fees and taxes."""
    ways: tuple[Way, ...]

    @property
    def price(self) -> Floats:
        """(nodes,): money per unit at each node."""
        return self.dual[: self.programme.layout.nodes]

    def limits(self) -> Limits:
        """The bounds of this state."""
        return self.programme.limits(self.state)

    def fee_by_fence(self) -> Floats:
        """(fences,): fee that each fence collects from goods and from people."""
        programme = self.programme
        sizes = np.where(np.isin(programme.fence_kind, ["fee"]), np.nan_to_num(self.state.fences), 0.0)
        taken = sizes * (programme.bears @ self.x)
        number = programme.book["trips"]["number"]
        for way, people in zip(self.ways, number, strict=True):
            if way.made:
                for fence, fee in way.fees.items():
                    taken[fence] += people * fee
        return np.asarray(taken)

    def collected_by_party(self) -> Floats:
        """(parties,): all fees and taxes that each party receives."""
        programme = self.programme
        received = np.zeros(len(programme.parties))
        np.add.at(received, programme.levy_payee, programme.levy * self.x)
        np.add.at(received, programme.fence_payee, self.fee_by_fence())
        return received

    @property
    def collected(self) -> Mapping[str, float]:
        """Fees and taxes by who receives them."""
        return dict(zip(self.programme.parties, self.collected_by_party().tolist(), strict=True))

    def trip_surplus(self) -> Floats:
        """(trips,): what the travellers of each trip keep."""
        trips = self.programme.book["trips"]
        rows = zip(self.ways, trips["number"], trips["value"], strict=True)
        return np.array([n * (value - way.cost) if way.made else 0.0 for way, n, value in rows], dtype=np.float64)
