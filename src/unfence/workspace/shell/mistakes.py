"""Mistakes: what a person reads when something is wrong, in words, on a page like the others."""

import logging
from collections.abc import Callable

from django.db import IntegrityError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from unfence.errors import UnfenceError
from unfence.words import Lang, say
from unfence.workspace.shell.language import language_of

log = logging.getLogger("django")


class Mistakes:
    """Turns an error that a person can mend into a page that says how."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; a refused method is said in words too."""
        answer = self.get_response(request)
        if answer.status_code == 405 and not getattr(answer, "content", b""):  # noqa: PLR2004
            said = mistaken(request, 405)
            said.headers["Allow"] = answer.headers["Allow"]
            return said
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A page for an ``UnfenceError``, and for two people in each other's way; everything else goes its way.

        Whatever the page had begun to write is taken back already: its transaction has ended before.
        """
        if isinstance(error, UnfenceError):
            return mistaken(request, 422, what=error.say(_lang(request)))
        if isinstance(error, IntegrityError | OperationalError):
            log.error("%s %s", request.method, request.path, exc_info=error)
            return mistaken(request, 409 if isinstance(error, IntegrityError) else 503)
        return None


def mistaken(request: HttpRequest, status: int, what: str = "") -> HttpResponse:
    """The page of a mistake; without ``what`` the sentence of its status."""
    lang = _lang(request)
    request.lang = lang  # type: ignore[attr-defined]
    facts = {
        "title": say(f"shell.mistake.{status}.title", lang),
        "what": what or say(f"shell.mistake.{status}.what", lang),
    }
    return render(request, "shell/mistake.html", facts, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    return mistaken(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403; an exception that says why in words is heard."""
    cause = exception.__cause__
    return mistaken(request, 403, what=cause.say(_lang(request)) if isinstance(cause, UnfenceError) else "")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that did not come from our page, or from one that stood open too long."""
    del reason  # for the log only
    return mistaken(request, 403, what=say("shell.mistake.forged", _lang(request)))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return mistaken(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: our fault; the log on this computer says more."""
    return mistaken(request, 500)


def _lang(request: HttpRequest) -> Lang:
    return language_of(request) if hasattr(request, "user") else "en"
