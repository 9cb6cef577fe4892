"""Reach: who and what lies within so many minutes, today, without each fence, with each planned link.

Places and zones make a ``Question``, roads and borders a ``Ground``, fences and planned links the cases to compare;
with the times of each case from the starts to every node, ``circles_on`` answers with ``Circles``. ``rides`` brings the
times of people who walk and go by bus.
"""

from unfence.network.reach.cases import Case, Fence, border_fences, cases_of
from unfence.network.reach.circles import Circles, Freight, Question, Times, circles_on, driven
from unfence.network.reach.contours import NEAR, contour, grid
from unfence.network.reach.detail import SPACING, detailed
from unfence.network.reach.errands import Drives, Rates, drives
from unfence.network.reach.errors import ReachError
from unfence.network.reach.ground import Belonging, Ground
from unfence.network.reach.places import PEOPLE, Label, Places, Zones, degrees, read_starts, read_zones
from unfence.network.reach.walking import walked

__all__ = [
    "NEAR",
    "PEOPLE",
    "SPACING",
    "Belonging",
    "Case",
    "Circles",
    "Drives",
    "Fence",
    "Freight",
    "Ground",
    "Label",
    "Places",
    "Question",
    "Rates",
    "ReachError",
    "Times",
    "Zones",
    "border_fences",
    "cases_of",
    "circles_on",
    "contour",
    "degrees",
    "detailed",
    "driven",
    "drives",
    "grid",
    "read_starts",
    "read_zones",
    "walked",
]
