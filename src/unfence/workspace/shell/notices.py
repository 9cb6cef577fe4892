"""Notices: what waits for a member, gathered from all apps for the home page.

An app that has something to say has a file ``notices.py`` with ``notices(member) -> Iterable[Notice]``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from unfence.workspace import APPS
from unfence.workspace.people.models import Member


@dataclass(frozen=True)
class Notice:
    """One thing that waits: the key of its sentence, what fills the gaps, where to go."""

    key: str
    address: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def note(self) -> Mapping[str, object]:
        """As ``{% told %}`` wants it."""
        return {"key": self.key, "values": self.values}


def notices_for(member: Member) -> list[Notice]:
    """Everything that waits for a member, app by app."""
    modules = (f"unfence.workspace.{app}.notices" for app in APPS if app != "shell")
    return [notice for name in modules if find_spec(name) for notice in import_module(name).notices(member)]
