"""Changes: what was read otherwise than it stands there, because only one thing can be meant.

``1，２００`` is 1200 and ``里程（公里）`` is ``km``. Nothing is read so in silence: the changes of one kind in one
column are one note, and ``unfence check --fix`` lists every one of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from unfence.errors import Finding, Place

HEADING = "read_heading"


@dataclass(frozen=True)
class Change:
    """One thing that was read otherwise: where, why (a code of ``words``), what stood there, what it is read as."""

    place: Place
    code: str
    was: str
    now: str

    def note(self, count: int = 1) -> Finding:
        """The note that says so, for it and ``count`` - 1 others like it."""
        return Finding("note", self.code, self.place, {"value": self.was, "read": self.now, "count": count})


def notes(changes: Iterable[Change]) -> list[Finding]:
    """One note for all changes of a kind in a column, at the first of them.

    >>> place = Place("links.csv", 4, "km")
    >>> [note.what("en") for note in notes([Change(place, "read_number", "１２", "12")])]
    ['“１２” is read as 12 (written so in this column: 1)']
    """
    alike: dict[tuple[str, str, str], list[Change]] = {}
    for change in changes:
        column = "" if change.code == HEADING else change.place.column
        alike.setdefault((change.place.file, column, change.code), []).append(change)
    return [_headings(same) if code == HEADING else same[0].note(len(same)) for (*_, code), same in alike.items()]


def _headings(changes: Sequence[Change]) -> Finding:
    """One note for all headings of a sheet."""
    place = replace(changes[0].place, column="")
    return Finding("note", HEADING, place, {"value": [f"{change.was} = {change.now}" for change in changes]})
