"""What the worker does for the digest: once a week it makes and sends them."""

from collections.abc import Mapping
from datetime import date

from unfence.workspace.digest.issuing import issue_of, send
from unfence.workspace.digest.post import post_of_the_environment
from unfence.workspace.jobs.works import Work, work
from unfence.workspace.people.models import Office


@work
def weekly(job: Work) -> Mapping[str, object]:
    """The digest of every office for the week of ``arguments["week"]``, its Monday."""
    week, post = date.fromisoformat(str(job.arguments["week"])), post_of_the_environment()
    offices = list(Office.objects.all())
    gone = 0
    for done, office in enumerate(offices, 1):
        gone += send(issue_of(office, week), post)
        job.tell("digest", done, len(offices))
    return {"sent": gone}
