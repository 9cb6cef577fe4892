"""Matters, decisions and tasks between ``east`` and ``west``, for tests."""

from datetime import timedelta

from django.utils import timezone

import unfence
from unfence.workspace.books.content import current_book
from unfence.workspace.books.models import latest_revision
from unfence.workspace.jobs.models import DONE, Job
from unfence.workspace.matters.models import Item, Meeting
from unfence.workspace.matters.settling import Content, draft, give_task, raise_matter, sign

TEXT = "One check for both towns from the first of March."


def studied():
    """The latest study, as a worker would leave it."""
    revision = latest_revision().number
    figures = unfence.study(current_book()).to_dict()
    return Job.objects.create(kind="jobs.study", revision=revision, state=DONE, result=figures, ended=timezone.now())


def raised(area, title="One check", fences=("checkpoint",), measures=("one_check",)):
    """A matter that the east's officer raised."""
    content = Content(title, "", list(fences), list(measures))
    return raise_matter(area.member("officer"), content, [area.own, area.other])


def decided(area, matter, text=TEXT, signers=("east", "west")):
    """A decision, signed by the leaders of some sides."""
    latest = matter.decision
    made = draft(matter, area.member("officer"), text, latest.pk if latest else 0)
    for office in signers:
        sign(matter, area.member("leader", office), made.pk)
    return made


def given(area, matter, days=10, text="Move the scale of West Town"):
    """A task of the west's officer, accompanied by the east's."""
    due = timezone.localdate() + timedelta(days=days)
    owners = area.member("officer", "west"), area.member("officer", "east")
    return give_task(matter, area.member("officer"), text, due, owners)


def convened(area, *matters):
    """A meeting of leaders, with matters on its agenda."""
    made = Meeting.objects.create(
        day=timezone.localdate(), place="East Town", level="leaders", present="Both mayors", by=area.member("officer")
    )
    made.offices.set([area.own, area.other])
    for matter in matters:
        Item.objects.create(meeting=made, matter=matter)
    return made
