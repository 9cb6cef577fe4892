"""What the worker does for firms: every delivered price of the park, and one claimed saving checked."""

from collections.abc import Mapping
from typing import cast

from unfence.industry import plain
from unfence.industry.deliveries import claim_checked, deliveries_of
from unfence.workspace.books.content import book_at
from unfence.workspace.jobs.works import Work, work


@work
def quotes(job: Work) -> Mapping[str, object]:
    """What everybody's goods cost at everybody's door, in the book of a revision."""
    job.tell("quotes", 0, 1)
    found = deliveries_of(book_at(job.revision))
    job.tell("quotes", 1, 1)
    return {"deliveries": plain(found)}


@work
def claim(job: Work) -> Mapping[str, object]:
    """A claimed saving, as the claim's own inputs and the book of a revision give it; ``arguments``: its columns."""
    columns = {name: value for name, value in job.arguments.items() if name != "contact"}
    return cast("Mapping[str, object]", plain(claim_checked(book_at(job.revision), columns)))
