"""The log grows and never changes, whoever tries; each auditor reads what is theirs."""

import csv
import io

import pytest
from django.db import DatabaseError, connection, transaction

from unfence.workspace.audit.models import Entry, record
from unfence.workspace.books.models import Change

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("table", ["audit_entry", "books_change"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_what_may_only_grow(area, table, statement):
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        return  # SQLite has no such word
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE waits for those first
    refused = pytest.raises(DatabaseError, match="can be added to, not changed")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_django_is_refused_too(area):
    for model in (Entry, Change):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().delete()
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.first().save()


def test_an_auditor_reads_the_own_office_and_the_secretariat(area, client_of):
    record(area.member("officer", "east"), "people.out", "of-east")
    record(area.member("officer", "west"), "people.out", "of-west")
    record(area.member("secretary"), "people.out", "of-neutral")
    for role, office, seen in (
        ("auditor", "east", {"of-east", "of-neutral"}),
        ("auditor", "west", {"of-west", "of-neutral"}),
        ("secretary", "", {"of-east", "of-west", "of-neutral"}),
    ):
        page = client_of(role, office).get("/log/").content.decode()
        assert {x for x in ("of-east", "of-west", "of-neutral") if x in page} == seen


def test_the_log_is_filtered_and_leaves_as_a_file(area, client_of):
    member = area.member("secretary")
    record(member, "books.named", "one", number=1, name="=1+1", before="", after="x")
    record(member, "people.out", "two")
    auditor = client_of("auditor")
    page = auditor.get("/log/?q=named&office=secretariat&since=2020-01-01&until=2999-01-01")
    assert [entry.thing for entry, _ in page.context["lines"]] == ["one"]
    assert [e.thing for e, _ in auditor.get("/log/?since=2999-01-01").context["lines"]] == []
    assert auditor.get("/log/?since=yesterday").status_code == 200
    text = b"".join(auditor.get("/log.csv?q=named").streaming_content).decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text))
    assert (line["who"], line["thing"], line["after"]) == ("secretary", "one", '"x"')


def test_a_cell_of_the_file_is_no_formula(area, client_of):
    record(area.member("secretary"), "people.out", "=HYPERLINK(1)")
    text = b"".join(client_of("secretary").get("/log.csv?q=hyperlink").streaming_content).decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(text)))["thing"] == "'=HYPERLINK(1)"
