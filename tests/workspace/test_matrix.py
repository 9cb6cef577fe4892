"""Every address, asked for by every role of both sides: what may be seen and done is what the matrix says."""

from importlib import import_module
from importlib.util import find_spec

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from unfence.workspace import APPS
from unfence.workspace.pages import addresses, all_pages
from unfence.workspace.people.roles import ANONYMOUS, OF_A_SIDE, SECRETARY
from unfence.workspace.urls import urlpatterns

LINES = {
    line.page: line
    for app in APPS
    if find_spec(f"workspace.matrix.{app}")
    for line in import_module(f"workspace.matrix.{app}").LINES
}
ACTORS = [(role, side) for role in OF_A_SIDE for side in ("own", "other")]
ACTORS += [(SECRETARY, "own"), (ANONYMOUS, "own")]


def test_every_address_is_a_page_and_stands_in_the_matrix():
    assert [p.name for p in urlpatterns] == [p.name for p in addresses()]
    assert sorted(p.name for p in urlpatterns) == sorted(p.name for p in all_pages())
    assert sorted(p.name for p in all_pages()) == sorted(LINES)
    assert len({p.path for p in all_pages()}) == len(LINES)


@pytest.mark.parametrize("name", sorted(LINES))
def test_who_may(name, area, client_of):
    line = LINES[name]
    where = reverse(name, kwargs=line.make(area))
    for role, side in ACTORS:
        client = client_of(role, "east" if side == "own" else "west")
        for method in ("GET", "POST"):
            allowed = _allowed(client, method, where)
            assert allowed == line.may(role, side, method), f"{method} {where} by {role} of the {side} side: {allowed}"


def _allowed(client: Client, method: str, where: str) -> bool:
    """Whether a request gets further than the door; whatever it did is undone."""
    with transaction.atomic():
        answer = client.get(where) if method == "GET" else client.post(where)
        transaction.set_rollback(True)
    to_login = answer.status_code == 302 and answer.headers["Location"].startswith("/login/?")
    assert answer.status_code < 500
    return answer.status_code not in (403, 404, 405) and not to_login
