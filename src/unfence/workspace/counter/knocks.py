"""Knocks: who asks from outside too often has to wait. Counted in the database, so that all processes count together.

Counted apart from the log-in's failures: nobody outside can lock an office out by guessing here.
"""

from datetime import timedelta

from django.db import models
from django.utils import timezone

WINDOW = timedelta(minutes=15)
WRONG_OF_ADDRESS, WRONG_OF_THING = 20, 50
"""Wrong guesses within the window, from one address and about one number."""
SENT_OF_ADDRESS = 10
"""Applications within the window from one address."""


class Knock(models.Model):
    """Somebody outside guessed wrong (``wrong``) or sent something (``sent``)."""

    kind = models.CharField(max_length=8)
    thing = models.CharField(max_length=40)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=["kind", "at"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.thing} from {self.address}"


def too_many(kind: str, thing: str, address: str) -> bool:
    """Whether an address, or everybody about one thing, has knocked too often of late."""
    late = Knock.objects.filter(kind=kind, at__gt=timezone.now() - WINDOW)
    if kind == "sent":
        return late.filter(address=address)[:SENT_OF_ADDRESS].count() >= SENT_OF_ADDRESS
    of_address = late.filter(address=address)[:WRONG_OF_ADDRESS].count()
    return of_address >= WRONG_OF_ADDRESS or late.filter(thing=thing)[:WRONG_OF_THING].count() >= WRONG_OF_THING


def knock(kind: str, thing: str, address: str) -> None:
    """Note one, and forget what is long past."""
    Knock.objects.filter(at__lt=timezone.now() - 4 * WINDOW).delete()
    Knock.objects.create(kind=kind, thing=thing[:40], address=address[:64])
