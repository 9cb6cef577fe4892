"""What firms have to say in the digest: contacts that nobody has moved on for a month."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone

from unfence.workspace.digest.sources import Line, somebody_of, source
from unfence.workspace.firms.models import Contact
from unfence.workspace.people.models import Office

QUIET = timedelta(days=30)


@source("firms.quiet")
def quiet(office: Office, day: date) -> Iterator[Line]:
    """Open contacts of an office without a step for ``QUIET``, the longest first."""
    before = timezone.make_aware(datetime.combine(day - QUIET, time()))
    contacts = Contact.objects.seen_by(somebody_of(office)).open().filter(moved__lt=before)
    for contact in contacts.order_by("moved"):
        values = {"what": contact.what, "date": timezone.localdate(contact.moved).isoformat()}
        yield Line("firms.quiet", reverse("firms.contact", args=(contact.pk,)), values)
