"""The frame: what every template has, beside what its page gives it.

The menu has two lines: the groups, and the pages of the group that one is in. Home has no second line: it shows every
group with its pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from unfence.workspace import MENU
from unfence.workspace.pages import Page, all_pages, role_of


@dataclass(frozen=True)
class Group:
    """One word of the menu, with the pages under it that a member may see; ``current``: the page asked for is of it."""

    key: str
    entries: tuple[Page, ...]
    current: bool

    @property
    def first(self) -> str:
        """The name of the page that the word leads to."""
        return self.entries[0].name


def frame(request: HttpRequest) -> Mapping[str, object]:
    """``lang``, the ``member`` (None before the log-in), the ``menu`` and the ``app`` that answers."""
    known = hasattr(request, "user") and request.user.is_authenticated
    return {
        "lang": getattr(request, "lang", "en"),
        "member": request.user if known else None,
        "menu": menu_of(request) if known else (),
        "app": _app(request),
    }


def menu_of(request: HttpRequest) -> tuple[Group, ...]:
    """The groups of the menu, with the pages that stand there for who asks; a group without any is left out."""
    role, app = role_of(request), _app(request)
    shown = [page for page in all_pages() if page.menu and role in page.see]
    groups = (
        Group(key, tuple(page for one in apps for page in shown if page.app == one), app in apps)
        for key, apps in MENU.items()
    )
    return tuple(group for group in groups if group.entries)


def _app(request: HttpRequest) -> str:
    """The app whose page was asked for; "" where the address names none."""
    return request.resolver_match.view_name.split(".")[0] if request.resolver_match else ""
