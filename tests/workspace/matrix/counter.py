from django.core.files.uploadedfile import SimpleUploadedFile

from unfence.workspace.counter.handling import add
from unfence.workspace.counter.models import Fair, Vacancy
from workspace.access import ALL, EVERYBODY, Access
from workspace.cases import case, item, school


def _item(area):
    return {"key": item(area).key}


def _paper(area):
    made = item(area)
    return {"key": made.key, "number": made.papers.filter(office=area.own).first().pk}


def _case(area):
    return {"code": case(area).code}


def _document(area):
    made = case(area)
    add(made, area.member("officer"), "", SimpleUploadedFile("deed.txt", b"a deed"))
    return {"code": made.code, "number": made.documents.get().pk}


def _fair(area):
    member = area.member("officer")
    return {"number": Fair.objects.create(office=area.own, title="Spring", day="2026-03-01", site="east", by=member).pk}


def _vacancy(area):
    number = _fair(area)["number"]
    facts = {"firm": "Kiln", "title": "Stoker", "number": 3, "site": "west"}
    made = Vacancy.objects.create(fair_id=number, office=area.own, by=area.member("officer"), **facts)
    return {"number": number, "vacancy": made.pk}


LINES = (
    Access("counter.counter", see=ALL),
    Access("counter.items", see=ALL, act="LS"),
    Access("counter.new_item", see="LS", act="LS"),
    Access("counter.item", see=ALL, act="L", make=_item),
    Access("counter.edit_item", see="LS", act="LS", make=_item),
    Access("counter.papers", act="L", make=_item),
    Access("counter.paper", act="L", act_other="", make=_paper),
    Access("counter.apply", see="OL", act="OL", make=_item),
    Access("counter.case", see=ALL, act="OL", act_other="", make=_case),
    Access("counter.case_notes", act="OL", make=_case),
    Access("counter.case_document", see="OL", make=_document),
    Access("counter.status", see=EVERYBODY, act=EVERYBODY),
    Access("counter.receipt", see=EVERYBODY),
    Access("counter.online", see=EVERYBODY),
    Access(
        "counter.apply_online",
        see=EVERYBODY,
        act=EVERYBODY,
        make=lambda area: {"key": item(area, "insurance", "online").key},
    ),
    Access("counter.schools", see=ALL, act="L"),
    Access("counter.school", act="L", act_other="", make=lambda area: {"number": school(area, office=area.own).pk}),
    Access("counter.fairs", see=ALL),
    Access("counter.new_fair", see="OL", act="OL"),
    Access("counter.fair", see=ALL, act="OL", make=_fair),
    Access("counter.drop_vacancy", act="OL", act_other="", make=_vacancy),
)
