"""Somebody of the other side goes to every page that there is: no figure that is withheld stands on any of them."""

import html
import io
import json
import re
import zipfile
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from unfence.errors import UnfenceError
from unfence.studies import study
from unfence.workspace import APPS
from unfence.workspace.books.content import current_book
from unfence.workspace.jobs.models import DONE, Job, Paper, ask
from unfence.workspace.people.roles import OF_A_SIDE
from workspace.area import change, edit
from workspace.scenarios import kept

SECRETS = {
    ("plants", "kiln"): {"capacity": "1873", "cost": "113.71", "tax": "13.379", "note": "zxqvwest"},
    ("markets", "west_bricks"): {"price": "211.93", "quantity": "1469", "note": "zxqvwest"},
    ("links", "highway"): {"km": "107.31", "note": "zxqvwest"},
}
"""What west writes into its own rows, and east must not read."""
WORDS = tuple(value for cells in SECRETS.values() for value in cells.values())
HREF = re.compile(r'(?:href|src|action|hx-get)="(/[^"#]*)"')
ENOUGH = 400
"""Pages of one crawl; a workspace with a small book has fewer."""


@pytest.fixture
def secret_area(area):
    """West has written its secrets, in two revisions; a study and a scenario rest on them."""
    for (table, key), cells in SECRETS.items():
        change(area.member("officer", "west"), table, key, **cells)
    figures = json.loads(study(current_book()).to_json())
    job = ask("jobs.study", area.member("officer", "west"), 4)
    Job.objects.filter(pk=job.pk).update(state=DONE, result=figures)
    Paper.objects.create(job=job, name="report.en", text=" ".join(WORDS))
    kept(area, "West's own", "west", revision=4)
    kept(area, "Shared", "west", shared=True, fences=("checkpoint",), revision=4)
    return area


def found_in(text):
    """The secrets that a text tells."""
    plain = html.unescape(text).replace(",", "").replace("\N{NARROW NO-BREAK SPACE}", "")
    return [word for word in WORDS if re.search(rf"(?<![\d.]){re.escape(word)}(?!\d)", plain)]


def text_of(answer):
    """What an answer holds, a workbook's sheets among it."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:4] != b"PK\x03\x04":
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


def crawled(client, begin, **headers):
    """Every address that can be reached by links, and what stands there."""
    todo, seen = list(begin), set()
    while todo and len(seen) < ENOUGH:
        where = html.unescape(todo.pop(0))
        if where in seen or where.startswith("/static/"):
            continue
        seen.add(where)
        answer = client.get(where, headers=headers)
        assert answer.status_code < 500, where
        text = text_of(answer)
        yield where, text
        todo += HREF.findall(text)


def addresses_of(area):
    """Every address of the matrix, each about a thing that the matrix makes; studies among them are whole ones."""
    figures = Job.objects.get(kind="jobs.study", state=DONE).result
    for app in APPS:
        if find_spec(f"workspace.matrix.{app}"):
            for line in import_module(f"workspace.matrix.{app}").LINES:
                with suppress(IntegrityError, UnfenceError), transaction.atomic():  # made for another line already
                    yield reverse(line.page, kwargs=line.make(area))
    Job.objects.filter(kind="jobs.study", state=DONE).update(result=figures)


def test_west_finds_its_secrets_itself(secret_area, client_of):
    """The search finds what is there to be found: else it would prove nothing."""
    told = {word for _, text in crawled(client_of("leader", "west"), ["/book/"]) for word in found_in(text)}
    assert told == set(WORDS)


@pytest.mark.parametrize("role", OF_A_SIDE)
def test_east_reads_no_secret_on_any_page(secret_area, client_of, role):
    begin = ["/", *addresses_of(secret_area)]
    tables = [f"/book/{table}/rows/{key}/" for table, key in SECRETS]
    revisions = [f"/book/revisions/{n}/?against={m}" for n in range(1, 5) for m in range(1, 5) if n != m]
    told = [(where, found_in(text)) for where, text in crawled(client_of(role), [*begin, *tables, *revisions])]
    assert len(told) > 60
    assert [(where, words) for where, words in told if words] == []


def test_east_reads_no_secret_in_parts_of_pages(secret_area, client_of):
    told = crawled(client_of("leader"), ["/", *addresses_of(secret_area)], **{"HX-Request": "true"})
    assert [(where, found_in(text)) for where, text in told if found_in(text)] == []


@pytest.mark.parametrize("word", WORDS)
def test_no_search_box_answers_a_guess(secret_area, client_of, word):
    """A filter that looked into withheld cells would say by its answer which guess is right."""
    for table, key in SECRETS:
        text = client_of("officer").get(f"/book/{table}/", {"q": word}).content.decode()
        assert f"/book/{table}/rows/{key}/" not in text


@pytest.mark.parametrize(("table", "key"), SECRETS)
def test_a_new_row_of_the_same_name_does_not_show_the_old_one(secret_area, client_of, table, key):
    fields = {**edit(table, key).after, **dict.fromkeys(SECRETS[table, key], "7"), "version": "0"}
    for where in (f"/book/{table}/new/", f"/book/{table}/rows/{key}/"):
        answer = client_of("officer").post(where, fields)
        assert answer.status_code in (403, 422)
        assert found_in(answer.content.decode()) == []
