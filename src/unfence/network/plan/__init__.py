"""The plan map of both sides as plain facts, and where the two plans do not fit at the line between them."""

from unfence.network.plan.bearing import bearing
from unfence.network.plan.conflicts import Conflict, Limits, conflicts_of
from unfence.network.plan.plan import Facility, Link, Plan, Site, km_between, plan_of, plan_of_book
from unfence.network.plan.shapes import Shapes, shapes_of

__all__ = [
    "Conflict",
    "Facility",
    "Limits",
    "Link",
    "Plan",
    "Shapes",
    "Site",
    "bearing",
    "conflicts_of",
    "km_between",
    "plan_of",
    "plan_of_book",
    "shapes_of",
]
