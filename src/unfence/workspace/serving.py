"""Serving: the database made ready, the worker beside it, and the pages on one address until somebody stops them."""

import os
import secrets
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from unfence.errors import UnfenceError

THREADS = 8
LARGEST = 12 * 2**20
"""Bytes of one request, the largest upload included."""
PROXIED = {"x-forwarded-for", "x-forwarded-proto"}
"""What a proxy on this computer that speaks https says about who asks."""
ANY = ("0.0.0.0", "::")  # noqa: S104  compared with, not listened on
"""What stands for every address that this computer has; no browser can go there."""
Say = Callable[..., None]
"""``say(key, **values)``: how the person at the keyboard is told."""


def prepare(data: Path) -> None:
    """Make the folder, its secret and its database ready; Django is set up after it."""
    data.mkdir(parents=True, exist_ok=True)
    secret = data / "secret"
    if not secret.exists() and not os.environ.get("UNFENCE_SECRET"):
        with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    os.environ["UNFENCE_DATA"] = str(data.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "unfence.workspace.settings"
    import django  # noqa: PLC0415  its settings are read from the environment, which is ready only now
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def first_link(origin: str) -> str | None:
    """A link by which the secretary makes an account; None where there is a secretary already. Older links die."""
    from django.utils import timezone  # noqa: PLC0415

    from unfence.workspace.people.models import Invitation, Member, invite, secretariat  # noqa: PLC0415
    from unfence.workspace.people.roles import SECRETARY  # noqa: PLC0415

    if Member.objects.filter(role=SECRETARY, is_active=True).exists():
        return None
    Invitation.objects.filter(role=SECRETARY, made_by=None, used=None).update(expires=timezone.now())
    token, _ = invite(secretariat(), SECRETARY, days=1)
    return f"{origin}/invitation/{token}/"


def load_example(name: str) -> bool:
    """Load an example book if the workspace has none yet; whether it did."""
    from unfence.examples import example  # noqa: PLC0415
    from unfence.workspace.books.models import latest_revision  # noqa: PLC0415
    from unfence.workspace.books.revise import load_book  # noqa: PLC0415

    if latest_revision() is not None:
        return False
    load_book(example(name), note=name)
    return True


def serve(data: Path, port: int, host: str, tell: Say, example: str | None = None) -> None:
    """Serve the workspace until it is stopped; Ctrl-C and SIGTERM end it and its worker in order.

    Raises ``UnfenceError`` if it cannot listen there: the port is taken, or the address is not this computer's.
    """
    if host not in ("127.0.0.1", "localhost", "::1"):
        hosts = [os.environ.get("UNFENCE_HOSTS", ""), host if host not in ANY else "*"]
        os.environ["UNFENCE_HOSTS"] = ",".join(filter(None, hosts))
    prepare(data)
    from django.conf import settings  # noqa: PLC0415
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415
    from django.urls import resolve  # noqa: PLC0415
    from waitress.server import create_server  # noqa: PLC0415

    if example and load_example(example):
        tell("command.serve.loaded", name=example)
    proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": PROXIED} if settings.HTTPS else {}
    limits = {"threads": THREADS, "max_request_body_size": LARGEST, "ident": None}
    try:
        server = create_server(get_wsgi_application(), host=host, port=port, **limits, **proxy)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnfenceError("workspace.cannot_listen", host=host, port=port, reason=reason) from error
    name = "127.0.0.1" if host in ANY else f"[{host}]" if ":" in host else host
    resolve("/")  # every page is loaded now: the first to ask shall not wait for it
    origin = f"http://{name}:{server.effective_port}"
    tell("command.serve.ready", origin=origin, data=str(data.resolve()))
    if link := first_link(origin):
        tell("command.serve.first", link=link)
    signal.signal(signal.SIGTERM, _interrupt)
    with worker():
        server.run()  # returns at KeyboardInterrupt
    tell("command.serve.ended")


@contextmanager
def worker() -> Iterator[None]:
    """A worker beside the block; one that dies is started again."""
    ended = threading.Event()
    command = [sys.executable, "-m", "unfence.workspace.jobs.worker"]
    held: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not ended.is_set():
            held[:] = [subprocess.Popen(command, stdin=subprocess.PIPE)]  # noqa: S603  our own module
            held[0].wait()
            ended.wait(1)

    thread = threading.Thread(target=keep, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        for process in held:
            process.terminate()
        thread.join(10)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
