"""Texts: versions of an agreement, entered by the secretary, signed by every party, in force by year.

A year is settled by one text: of the versions that all have signed and that hold from that year or an earlier one, the
one that begins last; of two that begin in the same year the later. A new version cannot begin in a year that has been
cleared: what was cleared is changed by corrected facts only.
"""

from dataclasses import dataclass

from django.db import transaction

from unfence.errors import UnfenceError
from unfence.rules import Rules, rules_of
from unfence.workspace.audit.models import record
from unfence.workspace.ledger.models import CLEARING, Agreement, Consent, Version
from unfence.workspace.people.models import SECRETARIAT, Member, Office

RESERVED = ("new",)
"""Words that addresses use."""


@dataclass(frozen=True)
class Draft:
    """A version as somebody enters it: of which agreement (its key), from which year on, the rules file."""

    key: str
    since: int
    text: str


def enter_version(member: Member, draft: Draft) -> Version:
    """Keep a new version, of a new agreement if there is none of that key.

    Raises
    ------
    RulesError
        With every finding of the rules file.
    UnfenceError
        Its parties are not offices, or not those of the agreement; its currency changes; its first year is cleared.
    """
    rules = rules_of(draft.text)
    offices = _offices(rules)
    if draft.key in RESERVED:
        raise UnfenceError("workspace.ledger_key", key=draft.key)
    with transaction.atomic():
        agreement = locked(draft.key)
        if agreement is None:
            agreement = Agreement.objects.create(key=draft.key)
            agreement.offices.set(offices)
        _fits(agreement, rules, draft.since)
        made = Version.objects.create(
            agreement=agreement,
            number=agreement.versions.count() + 1,
            since=draft.since,
            text=draft.text,
            title=rules.title,
            title_zh=rules.title_zh,
            currency=rules.currency,
            member=member,
        )
        record(member, "ledger.entered", made, since=made.since, digest=made.digest)
    return made


def sign_version(member: Member, version: Version) -> Consent:
    """Sign for the member's office; raises ``UnfenceError`` if it has, or if its first year was cleared meanwhile."""
    with transaction.atomic():
        locked(version.agreement.key)
        if version.consents.filter(office=member.office).exists():
            raise UnfenceError("workspace.ledger_signed", what=str(version), office=member.office.key)
        _not_cleared(version.agreement, version.since)
        made = Consent.objects.create(version=version, office=member.office, member=member, digest=version.digest)
        record(member, "ledger.consented", version, digest=made.digest)
    return made


def locked(key: str) -> Agreement | None:
    """The agreement of a key, held until the transaction ends; what is booked for it is booked one after another."""
    return Agreement.objects.select_for_update().filter(key=key).first()


def version_for(agreement: Agreement, year: int) -> Version | None:
    """The version by which a year is settled; None if none was in force."""
    begun = agreement.versions.filter(since__lte=year).order_by("-since", "-number")
    return next((version for version in begun if version.signed), None)


def shown_version(agreement: Agreement) -> Version:
    """The version that names an agreement: the last that is signed, else the last."""
    versions = list(agreement.versions.all())
    return next((version for version in versions if version.signed), versions[0])


def _offices(rules: Rules) -> list[Office]:
    """The offices that a text's parties are; every one that is none is named."""
    offices = {office.key: office for office in Office.objects.exclude(key=SECRETARIAT)}
    unknown = [party for party in rules.parties if party not in offices]
    if unknown:
        raise UnfenceError("workspace.ledger_parties", parties=unknown, offices=list(offices))
    if len(rules.parties) < 2:  # noqa: PLR2004  nobody agrees with oneself
        raise UnfenceError("workspace.ledger_alone", party=next(iter(rules.parties)))
    return [offices[party] for party in rules.parties]


def _fits(agreement: Agreement, rules: Rules, since: int) -> None:
    held = set(agreement.offices.values_list("key", flat=True))
    if held != set(rules.parties):
        parties = (list(rules.parties), sorted(held))
        raise UnfenceError("workspace.ledger_other_parties", key=agreement.key, parties=parties[0], held=parties[1])
    first = agreement.versions.order_by("number").first()
    if first and first.currency != rules.currency:
        raise UnfenceError("workspace.ledger_currency", value=rules.currency, held=first.currency)
    _not_cleared(agreement, since)


def _not_cleared(agreement: Agreement, since: int) -> None:
    last = agreement.postings.filter(kind=CLEARING).order_by("-year").values_list("year", flat=True).first()
    if last is not None and since <= last:
        raise UnfenceError("workspace.ledger_since", since=since, cleared=last, next=last + 1)
