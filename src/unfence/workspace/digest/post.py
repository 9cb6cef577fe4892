"""Post: a digest leaves by SMTP if the environment names a server, else as files in the data folder.

``UNFENCE_SMTP`` is ``smtp://name:password@host:587`` (TLS is begun where the server offers it) or ``smtps://host:465``;
``UNFENCE_MAIL_FROM`` the sender's address; ``UNFENCE_ORIGIN`` what the workspace is called in browsers
(``https://park.example``), so that links in mails lead somewhere. Without a server a digest is
``digests/2026-W47-east-zh.eml`` and ``.html``, to be sent by hand.
"""

import os
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.template.loader import render_to_string

from unfence.words import Lang, say
from unfence.workspace.digest.models import Issue, Mail
from unfence.workspace.digest.sources import told

SECONDS = 60
"""How long a mail server is waited for."""
SURELY_NOT = (
    ConnectionRefusedError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPDataError,
)
"""What a server or the net says when it has surely not taken the mail."""


class RefusedMailError(Exception):
    """The mail was surely not taken."""


@dataclass(frozen=True)
class Post:
    """How mail leaves: ``server`` an address as above, "" for files in ``folder``."""

    server: str
    sender: str
    origin: str
    folder: Path

    @property
    def mails(self) -> bool:
        """Whether there is a mail server."""
        return bool(self.server)

    def deliver(self, mail: Mail) -> str:
        """Send a mail, or write its files; what to remember of it.

        Raises ``RefusedMailError`` if it surely was not taken, anything else if nobody knows.
        """
        message = message_of(mail.issue, cast("Lang", mail.lang), self)
        if not mail.address:
            return self._filed(mail, message)
        message["To"] = mail.address
        try:
            connected = self._connected()
        except OSError as error:
            raise RefusedMailError(f"{type(error).__name__}: {error}") from error
        with _ended(connected):
            try:
                connected.send_message(message)
            except SURELY_NOT as error:
                raise RefusedMailError(f"{type(error).__name__}: {error}") from error
        return ""

    def _connected(self) -> smtplib.SMTP:
        """A connection to the server, logged in; nothing of the mail has left yet."""
        to = urlsplit(self.server)
        host, secure = to.hostname or "localhost", ssl.create_default_context()
        if to.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, to.port or 465, timeout=SECONDS, context=secure)
        else:
            server = smtplib.SMTP(host, to.port or 587, timeout=SECONDS)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=secure)
        if to.username:
            server.login(unquote(to.username), unquote(to.password or ""))
        return server

    def _filed(self, mail: Mail, message: EmailMessage) -> str:
        """Write the mail and its page; written twice they are the same."""
        self.folder.mkdir(parents=True, exist_ok=True)
        name = f"{mail.issue}-{mail.lang}"
        page = cast("EmailMessage", message.get_body(("html",))).get_content()
        for ending, content in (("html", page.encode()), ("eml", bytes(message))):
            draft = self.folder / f".{name}.{ending}.{os.getpid()}"
            draft.write_bytes(content)
            draft.replace(self.folder / f"{name}.{ending}")
        return f"{name}.eml"


@contextmanager
def _ended(server: smtplib.SMTP) -> Iterator[None]:
    """Say goodbye to a server; that it does not answer that changes nothing."""
    try:
        yield
    finally:
        try:
            server.quit()
        except (OSError, smtplib.SMTPException):
            server.close()


def post_of_the_environment() -> Post:
    """How mail leaves here."""
    asked = os.environ.get
    return Post(
        asked("UNFENCE_SMTP", ""),
        asked("UNFENCE_MAIL_FROM", "unfence@localhost"),
        asked("UNFENCE_ORIGIN", "").rstrip("/"),
        Path(settings.DATA) / "digests",
    )


def message_of(issue: Issue, lang: Lang, post: Post) -> EmailMessage:
    """A digest as a mail in one language, plain and as a page; the same digest has the same number."""
    facts = {"title": title_of(issue, lang), "sections": sections_in(issue, lang, post.origin), "lang": lang}
    message = EmailMessage()
    message["Subject"] = facts["title"]
    message["From"] = post.sender
    message["Date"] = format_datetime(issue.made)
    message["Message-ID"] = f"<{issue}-{lang}@unfence>"
    message.set_content(render_to_string("digest/mail.txt", facts))
    message.add_alternative(render_to_string("digest/mail.html", facts), subtype="html")
    return message


def title_of(issue: Issue, lang: Lang) -> str:
    """What a digest is called."""
    return say("digest.title", lang, office=issue.office.named(lang), week=issue.week.isoformat())


def sections_in(issue: Issue, lang: Lang, origin: str = "") -> list[Mapping[str, Any]]:
    """The sections of a digest in a language; addresses lead out of a mail only where the origin is known."""
    return [
        {
            "title": say(f"digest.sections.{section['name']}", lang),
            "more": section["more"],
            "lines": [
                {"text": told(line, lang), "address": f"{origin}{line['address']}" if line["address"] else ""}
                for line in section["lines"]
            ],
        }
        for section in issue.sections
    ]
