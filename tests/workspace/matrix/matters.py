from django.core.files.uploadedfile import SimpleUploadedFile

from unfence.workspace.matters.settling import report_done
from workspace.access import ALL, Access
from workspace.affairs import convened, decided, given, raised


def _matter(area):
    return {"code": raised(area).code}


def _decided(area):
    matter = raised(area)
    decided(area, matter, signers=())
    return {"code": matter.code}


def _task(area):
    return {"number": given(area, raised(area)).pk}


def _evidence(area):
    task = given(area, raised(area))
    report_done(task, area.member("officer", "west"), 1, "", SimpleUploadedFile("a.txt", b"moved"))
    return {"number": task.pk, "document": task.evidence.get().pk}


def _meeting(area):
    return {"number": convened(area).pk}


def _item(area):
    matter = raised(area)
    return {"number": convened(area, matter).pk, "code": matter.code}


LINES = (
    Access("matters.matters", see=ALL),
    Access("matters.new", see="OLS", act="OLS"),
    Access("matters.matter", see=ALL, make=_matter),
    Access("matters.change", see="OLS", act="OLS", make=_matter),
    Access("matters.close", act="OLS", make=_matter),
    Access("matters.decide", act="OLS", make=_decided),
    Access("matters.agree", act="L", make=_decided),
    Access("matters.give", act="OLS", make=_matter),
    Access("matters.task", see=ALL, act="OL", make=_task),
    Access("matters.evidence", see=ALL, make=_evidence),
    Access("matters.meetings", see=ALL),
    Access("matters.convene", see="OLS", act="OLS"),
    Access("matters.meeting", see=ALL, act="OLS", make=_meeting),
    Access("matters.agenda", act="OLS", make=_meeting),
    Access("matters.item", act="OLS", make=_item),
    Access("matters.minutes", see=ALL, make=_meeting),
    Access("matters.digest", see=ALL),
)
