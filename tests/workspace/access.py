"""Who may do what where, as the matrix writes it: a letter for each role.

    V viewer   O officer   L leader   A auditor     of a side
    S secretary            N nobody has logged in

``see`` and ``act`` say who may GET and POST at an address about a thing of their own side (``east``); ``see_other`` and
``act_other`` say it for the other side (``west``), without a word the same as for the own. ``make(area)`` makes the
thing, if the address names one, and gives the parts of the address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from unfence.workspace.people.roles import ANONYMOUS, AUDITOR, LEADER, OFFICER, SECRETARY, VIEWER

ROLE = {"V": VIEWER, "O": OFFICER, "L": LEADER, "A": AUDITOR, "S": SECRETARY, "N": ANONYMOUS}
ALL, EVERYBODY = "VOLAS", "VOLASN"


@dataclass(frozen=True)
class Access:
    """One line of the matrix."""

    page: str
    see: str = ""
    act: str = ""
    see_other: str | None = None
    act_other: str | None = None
    make: Callable[..., Mapping[str, object]] = lambda _area: {}

    def may(self, role: str, side: str, method: str) -> bool:
        """Whether a role of a side (``own``, ``other``) may GET or POST."""
        own, other = (self.see, self.see_other) if method == "GET" else (self.act, self.act_other)
        letters = own if side == "own" or other is None or role in (SECRETARY, ANONYMOUS) else other
        return role in {ROLE[letter] for letter in letters}
