"""Schedule: the digest is due on Mondays at seven in the morning, or as soon as there is a worker after that."""

from datetime import datetime

from unfence.workspace.books.models import latest_revision
from unfence.workspace.digest.issuing import unfinished
from unfence.workspace.digest.models import week_of
from unfence.workspace.jobs.models import ask

HOUR = 7


def due(now: datetime) -> None:
    """Ask for this week's digests if they are due; ``now`` is local time."""
    week = week_of(now.date())
    if now.date() == week and now.hour < HOUR:
        return
    if latest_revision() is not None and unfinished(week):
        ask("digest.weekly", None, None, week=week.isoformat())
