"""Home, the language switch, and the look that the report has too."""

import re
from importlib import resources

from django.http import HttpResponse
from django.shortcuts import redirect, render

from unfence.workspace.books.models import latest_revision
from unfence.workspace.pages import Asked, page
from unfence.workspace.people.roles import EVERYONE, NOBODY
from unfence.workspace.sharing.results import study_seen_by
from unfence.workspace.shell.back import back
from unfence.workspace.shell.language import COOKIE, TAGS
from unfence.workspace.shell.notices import notices_for


@page("", menu="shell.home.menu")
def home(request: Asked) -> HttpResponse:
    """What the book is at, and what waits for this member."""
    study = study_seen_by(request.member)
    facts = {
        "revision": latest_revision(),
        "study": study,
        "welfare": study.figures["welfare"] if study else None,
        "currency": _currency(study.figures["book"]) if study else "CNY",
        "notices": notices_for(request.member),
    }
    return render(request, "shell/home.html", facts)


@page("language/", see=NOBODY, act=EVERYONE)
def language(request: Asked) -> HttpResponse:
    """Switch to another language and go back."""
    wanted = request.POST.get("lang", "")
    answer = redirect(back(request))
    if wanted in TAGS:
        answer.set_cookie(COOKIE, wanted, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
        if request.user.is_authenticated:
            request.user.lang = wanted
            request.user.save(update_fields=["lang"])
    return answer


@page("look.css", see=EVERYONE)
def look(_request: Asked) -> HttpResponse:
    """The report's type and colours: what is printed and what is worked with look alike."""
    css = resources.files("unfence.report").joinpath("page.css").read_text(encoding="utf-8")
    rules = re.findall(r"^:root[^{]*{[^}]*}", css, re.MULTILINE)
    text, headers = "\n".join(rules), {"Cache-Control": "max-age=600"}
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers=headers)


def _currency(book: object) -> str:
    return str(book.get("currency", "CNY")) if isinstance(book, dict) else "CNY"
