"""The area of the tests: two towns, loaded, with an office each and members of every role."""

from dataclasses import dataclass

from unfence.examples import example
from unfence.workspace.books.models import Row
from unfence.workspace.books.revise import Edit, load_book, revise
from unfence.workspace.people.models import Member, Office, secretariat
from unfence.workspace.people.roles import OF_A_SIDE, SECRETARY

PASSWORD = "fence-down-4711"  # noqa: S105  of nobody


@dataclass(frozen=True)
class Area:
    """A small book, loaded: two towns, each with an office of four roles; and the secretary."""

    own: Office
    other: Office
    neutral: Office

    def member(self, role: str, office: str = "east") -> Member:
        """The member of a role in an office; the secretary whatever the office."""
        return Member.objects.select_related("office").get(name=SECRETARY if role == SECRETARY else f"{office}.{role}")


def make_area() -> Area:
    load_book(example("two_towns"))
    for key in ("east", "west"):
        for role in OF_A_SIDE:
            Member.objects.join(f"{key}.{role}", PASSWORD, Office.objects.get(key=key), role, lang="en")
    Member.objects.join(SECRETARY, PASSWORD, secretariat(), SECRETARY, lang="en")
    return Area(Office.objects.get(key="east"), Office.objects.get(key="west"), secretariat())


def edit(table: str, key: str, **cells: str) -> Edit:
    """The edit of a row as it is now, with some cells written otherwise."""
    row = Row.objects.get(table=table, key=key)
    return Edit(table, key, row.version, {**row.values, **cells})


def change(member: Member, table: str, key: str, **cells: str):
    """Change cells of a row; the revision."""
    return revise(member, [edit(table, key, **cells)])
