"""What a conflict is: its kind, the rows and sides that it concerns, where it lies, and what its sentence says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["twice", "half_planned", "one_side", "ends", "apart", "statements", "wrong_area"]


@dataclass(frozen=True)
class Limits:
    """What counts as near the line, and as within reach of each other; kilometres."""

    near: float = 5.0
    reach: float = 30.0


@dataclass(frozen=True)
class Conflict:
    """One place where two plans do not fit."""

    kind: Kind
    sides: tuple[str, ...]
    """The jurisdictions that it concerns."""
    rows: tuple[tuple[str, str], ...]
    """Table and key of the rows that it rests on, the most telling first."""
    place: tuple[float, float] | None
    named: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Gaps of its sentence that a row's name fills: table and key."""
    values: Mapping[str, float | str] = field(default_factory=dict)
    """Gaps that a number fills."""
    differ: tuple[tuple[str, float | str, float | str], ...] = ()
    """What is stated twice: column, the one, the other; inf is unlimited."""
