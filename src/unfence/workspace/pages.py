"""Pages: every address of the workspace, declared in one way.

    @page("fences/<int:number>/", see=MEMBERS, act=EDITORS, load=fence_of)
    def fence(request: Asked, fence: Fence) -> HttpResponse: ...

``see`` are the roles that may look (GET), ``act`` those that may do something there (POST). ``load`` turns what the
address names into the thing itself, and is the one place that asks whether this member may have it: it raises
``PermissionDenied`` or ``Http404``. What it gives is the view's second argument; without ``load`` the view gets the
address's parts by name. An act is one transaction: it is done whole or not at all.

A page is called ``<app>.<function>``: ``{% url "fences.fence" 3 %}``.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, path
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from unfence.words import Lang
from unfence.workspace import APPS
from unfence.workspace.people.roles import ANONYMOUS, MEMBERS, NOBODY

if TYPE_CHECKING:
    from unfence.workspace.people.models import Member

View = Callable[..., HttpResponseBase]
Load = Callable[..., object]


class Asked(HttpRequest):
    """A request as a page gets it: who asks (None: nobody has logged in), in which language."""

    member: "Member"
    lang: Lang
    htmx: HtmxDetails


@dataclass(frozen=True)
class Page:
    """One address: its name, its path, who may see it, who may act there, its word in the menu ("" for none)."""

    name: str
    path: str
    see: frozenset[str]
    act: frozenset[str]
    menu: str
    view: View
    load: Load | None
    do_not_call_in_templates: ClassVar[bool] = True

    @property
    def app(self) -> str:
        """The app that it belongs to."""
        return self.name.split(".")[0]

    @property
    def methods(self) -> tuple[str, ...]:
        """What a browser may ask for at this address."""
        return (*(("GET", "HEAD") if self.see else ()), *(("POST",) if self.act else ()))

    def __call__(self, request: HttpRequest, **captured: object) -> HttpResponseBase:
        """Answer a request, or say why not."""
        if request.method not in self.methods:
            return HttpResponseNotAllowed(self.methods)
        acting = request.method == "POST"
        if role_of(request) not in (self.act if acting else self.see):
            return _refused(request)
        request.member = request.user  # type: ignore[attr-defined]
        with transaction.atomic() if acting else nullcontext():
            if self.load is None:
                return self.view(request, **captured)
            return self.view(request, self.load(request, **captured))


def page(
    where: str,
    *,
    see: frozenset[str] = MEMBERS,
    act: frozenset[str] = NOBODY,
    load: Load | None = None,
    menu: str = "",
) -> Callable[[View], Page]:
    """Declare a page; see the top of this file.

    Parameters
    ----------
    where
        The path as Django writes it, without a slash before it.
    see, act
        The roles that may GET and POST.
    load
        ``load(request, **parts of the path)`` gives the thing that the page is about, or refuses.
    menu
        The key of its word in the menu, if it stands there.
    """

    def declare(view: View) -> Page:
        app = view.__module__.split(".")[2]
        return Page(f"{app}.{view.__name__}", where, see, act, menu, view, load)

    return declare


def role_of(request: HttpRequest) -> str:
    """The role of who asks."""
    return request.user.role if request.user.is_authenticated else ANONYMOUS


def pages_of(app: str) -> Iterator[Page]:
    """The pages of an app: of its ``pages.py``, or of every file in its folder ``pages``."""
    name = f"unfence.workspace.{app}.pages"
    if not find_spec(name):
        return
    home = import_module(name)
    files = [import_module(f"{name}.{part.name}") for part in iter_modules(getattr(home, "__path__", ()))]
    for module in (home, *files):
        things = vars(module).values()
        yield from (thing for thing in things if isinstance(thing, Page) and thing.view.__module__ == module.__name__)


@cache
def all_pages() -> tuple[Page, ...]:
    """Every page of the workspace."""
    return tuple(found for app in APPS for found in pages_of(app))


def addresses() -> list[URLPattern]:
    """The addresses of all pages, for Django; a word that is written out goes before one that may be anything."""
    pages = sorted(all_pages(), key=lambda found: [part.startswith("<") for part in found.path.split("/")])
    return [path(found.path, found, name=found.name) for found in pages]


def _refused(request: HttpRequest) -> HttpResponse:
    """Who is known is told no; who is not is asked to log in."""
    if request.user.is_authenticated:
        raise PermissionDenied
    there = f"{resolve_url('people.login')}?{urlencode({'next': request.get_full_path()})}"
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(there)
    return redirect(there)
