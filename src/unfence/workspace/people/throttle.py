"""Throttle: who guesses passwords has to wait. Counted in the database, so that all processes count together.

Within a quarter of an hour: five failures of a name from an address, thirty from an address, or twenty of a name.
"""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from unfence.errors import UnfenceError
from unfence.workspace.people.models import Attempt

WINDOW = timedelta(minutes=15)
OF_BOTH, OF_NAME, OF_ADDRESS = 5, 20, 30


def admit(name: str, address: str) -> None:
    """Raise ``UnfenceError`` if a name or an address has failed too often of late."""
    failed = Attempt.objects.filter(at__gt=timezone.now() - WINDOW, passed=False)
    of_name, of_address = failed.filter(name=name), failed.filter(address=address)
    limits = ((of_name.filter(address=address), OF_BOTH), (of_name, OF_NAME), (of_address, OF_ADDRESS))
    for attempts, most in limits:
        if _many(attempts, most):
            raise UnfenceError("workspace.throttled", minutes=int(WINDOW.total_seconds() // 60))


def note(name: str, address: str, *, passed: bool) -> None:
    """Note an attempt; one that passed clears the failures of the name from there."""
    if passed:
        Attempt.objects.filter(name=name, address=address, passed=False).delete()
    Attempt.objects.create(name=name[:150], address=address, passed=passed)


def _many(attempts: QuerySet[Attempt], most: int) -> bool:
    return attempts[:most].count() >= most
