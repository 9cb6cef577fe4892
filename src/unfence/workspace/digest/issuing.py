"""Issuing: the digests of a week are made once and sent once, however often and by whomever this is called.

What a digest says is kept when it is first made; who comes later, or goes on after somebody was killed, sends that.
"""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from unfence.workspace.audit.models import record
from unfence.workspace.digest.models import AGAIN, LOST, REFUSED, SENDING, SENT, TRIES, UNSURE, WAITING, Issue, Mail
from unfence.workspace.digest.post import Post, RefusedMailError
from unfence.workspace.digest.sources import gathered
from unfence.workspace.jobs.works import LANGUAGES
from unfence.workspace.people.models import Office


def issue_of(office: Office, week: date) -> Issue:
    """The digest of an office and week, made if there is none."""
    found = Issue.objects.filter(office=office, week=week).first()
    if found:
        return found
    sections = gathered(office, timezone.localdate())
    try:
        with transaction.atomic():
            made = Issue.objects.create(office=office, week=week, sections=sections)
            record(None, "digest.made", made, week=week.isoformat())
    except IntegrityError:  # somebody was quicker
        return Issue.objects.get(office=office, week=week)
    return made


def send(issue: Issue, post: Post) -> int:
    """Send what has not been sent of a digest; how many went out."""
    _addressed(issue, post)
    for lost in issue.mails.filter(state=SENDING, at__lt=timezone.now() - LOST):
        lost.step(SENDING, UNSURE)
    return sum(
        _sent(mail, post) for mail in issue.mails.select_related("issue__office") if mail.state in (WAITING, REFUSED)
    )


def unfinished(week: date) -> bool:
    """Whether a digest of a week is still to be made, or a mail of it to be sent."""
    if Issue.objects.filter(week=week).count() < Office.objects.count():
        return True
    now, mails = timezone.now(), Mail.objects.filter(issue__week=week)
    again = mails.filter(state=REFUSED, tries__lt=TRIES, at__lt=now - AGAIN)
    lost = mails.filter(state=SENDING, at__lt=now - LOST)
    return any(some.exists() for some in (mails.filter(state=WAITING), again, lost))


def _addressed(issue: Issue, post: Post) -> None:
    """A mail for each reader; a file in each of their languages where no mail can be sent or nobody reads it."""
    readers = [(reader.address, reader.lang) for reader in issue.office.readers.all()]
    if not post.mails or not readers:
        readers = [("", lang) for lang in sorted({lang for _, lang in readers}) or LANGUAGES]
    for address, lang in readers:
        Mail.objects.get_or_create(issue=issue, address=address, lang=lang)


def _sent(mail: Mail, post: Post) -> bool:
    """Send one mail, if nobody else does."""
    if not mail.step(mail.state, SENDING):
        return False
    try:
        note = post.deliver(mail)
    except RefusedMailError as error:
        mail.step(SENDING, REFUSED, str(error))
        return False
    except Exception as error:  # noqa: BLE001  it may have gone out: it is not sent twice
        mail.step(SENDING, UNSURE, f"{type(error).__name__}: {error}")
        return False
    mail.step(SENDING, SENT, note)
    record(None, "digest.sent", mail, to=mail.address or note)
    return True
