"""Conflicts: where the plans of two sides do not fit at the line between them.

Each is found from what is known alone: what rests on a cell that is withheld is not found, and never guessed.

    twice         two facilities that do the same work are within reach, planned or with room to spare
    half_planned  a planned way ends near the line where nothing stands; nothing goes on over there
    one_side      a link over the line is planned, and only one side is asked about it
    ends          the same as half_planned, of a way that is there
    apart         both sides have a network of a mode; they come near each other and are nowhere joined
    statements    both sides state one link, and state it differently
    wrong_area    a site lies in another area than its row says
"""

from unfence.network.plan.ends import ended
from unfence.network.plan.found import Conflict, Limits
from unfence.network.plan.networks import apart
from unfence.network.plan.places import misplaced
from unfence.network.plan.plan import Plan
from unfence.network.plan.shapes import Shapes
from unfence.network.plan.statements import one_sided, stated_twice
from unfence.network.plan.twins import twins

__all__ = ["ORDER", "Conflict", "Limits", "conflicts_of"]

ORDER = ("twice", "half_planned", "one_side", "ends", "apart", "statements", "wrong_area")
"""What can still be saved first, what is only written wrong last."""
USUAL = Limits()


def conflicts_of(plan: Plan, shapes: Shapes, limits: Limits = USUAL) -> tuple[Conflict, ...]:
    """Every conflict of a plan, in the order of ``ORDER``.

    >>> from unfence.examples import example
    >>> from unfence.network.plan.plan import plan_of_book
    >>> from unfence.network.plan.shapes import shapes_of
    >>> conflicts_of(plan_of_book(example("two_towns")), shapes_of(None))
    ()
    """
    stubs = tuple(ended(plan, shapes, limits.near))
    met = {(mode, side) for stub in stubs for mode in str(stub.values["mode"]).split(";") for side in stub.sides}
    found = [
        *stubs,
        *(c for c in apart(plan, limits.near) if not {(str(c.values["mode"]), s) for s in c.sides} <= met),
        *one_sided(plan),
        *twins(plan, limits.reach),
        *stated_twice(plan),
        *misplaced(plan, shapes),
    ]
    return tuple(sorted(found, key=lambda conflict: ORDER.index(conflict.kind)))
