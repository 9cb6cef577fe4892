"""The frame: what every template has, beside what its page gives it."""

from collections.abc import Mapping

from django.http import HttpRequest

from unfence.workspace.pages import Page, all_pages, role_of


def frame(request: HttpRequest) -> Mapping[str, object]:
    """``lang``, the ``member`` (None before the log-in) and the ``menu``."""
    known = hasattr(request, "user") and request.user.is_authenticated
    return {
        "lang": getattr(request, "lang", "en"),
        "member": request.user if known else None,
        "menu": menu_of(request) if known else (),
    }


def menu_of(request: HttpRequest) -> tuple[Page, ...]:
    """The pages that stand in the menu of who asks."""
    role = role_of(request)
    return tuple(page for page in all_pages() if page.menu and role in page.see)
