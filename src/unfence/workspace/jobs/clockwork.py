"""Clockwork: work that nobody asks for but the clock.

An app that has such work has a file ``schedule.py`` with ``due(now: datetime) -> None``, which asks for it
(``jobs.models.ask``) where it is due; ``now`` is local time. It is called every minute, by every worker.
"""

import traceback
from importlib import import_module
from importlib.util import find_spec

from django.db import OperationalError
from django.utils import timezone

from unfence.workspace import APPS

EVERY = 60.0
"""Seconds between two looks."""


def ask_what_is_due() -> None:
    """Let every app ask for what is due; one that fails is told of and holds up nobody."""
    for app in APPS:
        name = f"unfence.workspace.{app}.schedule"
        if find_spec(name):
            try:
                import_module(name).due(timezone.localtime())
            except OperationalError:
                raise
            except Exception:  # noqa: BLE001  the worker has other work
                traceback.print_exc()
