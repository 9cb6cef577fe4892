"""Language: the member's own; before anybody has logged in a cookie's, then the browser's, then the system's."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from unfence.words import Lang, system_language

COOKIE = "unfence_lang"
TAGS = {"zh": "zh-hans", "en": "en"}
"""Our languages as Django calls them: its own sentences (about passwords, say) follow."""


class Language:
    """Gives each request its ``lang``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, in the language of who asks."""
        lang = language_of(request)
        request.lang = lang  # type: ignore[attr-defined]
        with translation.override(TAGS[lang]):
            answer = self.get_response(request)
        answer.headers.setdefault("Content-Language", "zh-CN" if lang == "zh" else "en")
        return answer


def language_of(request: HttpRequest) -> Lang:
    """The language of a request."""
    if request.user.is_authenticated and request.user.lang in TAGS:
        return cast("Lang", request.user.lang)
    kept = request.COOKIES.get(COOKIE)
    if kept in TAGS:
        return cast("Lang", kept)
    return preferred(request.headers.get("Accept-Language", "")) or system_language()


def preferred(accepted: str) -> Lang | None:
    """The first of our languages that a browser names, whatever weight it gives.

    >>> preferred("zh-CN,zh;q=0.9,en;q=0.8"), preferred("de-DE,en;q=0.5"), preferred("fr")
    ('zh', 'en', None)
    """
    for part in accepted.lower().split(","):
        named = part.strip()[:2]
        if named in TAGS:
            return cast("Lang", named)
    return None
