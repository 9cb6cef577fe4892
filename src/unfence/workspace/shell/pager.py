"""A pager: long lists in pages; templates put it out by ``{% include "shell/pager.html" %}``."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50


def paged(request: HttpRequest, things: Sequence[Any] | QuerySet[Any], size: int = SIZE) -> Page[Any]:
    """The page of a list that ``?page=`` asks for: the nearest there is, if there is no such page."""
    return Paginator(things, size).get_page(request.GET.get("page"))
