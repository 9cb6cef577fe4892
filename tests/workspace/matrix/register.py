from django.core.files.uploadedfile import SimpleUploadedFile

from workspace.access import ALL, Access
from workspace.barriers import reported


def _report(area):
    return {"code": reported(area).code}


def _document(area):
    made = reported(area, file=SimpleUploadedFile("count.txt", b"14 of 20 trucks waited"))
    return {"code": made.code, "number": made.documents.get().pk}


LINES = (
    Access("register.register", see=ALL),
    Access("register.new", see=ALL, act=ALL),
    Access("register.report", see=ALL, act="OLS", act_other="", make=_report),
    Access("register.notes", act=ALL, make=_report),
    Access("register.document", see=ALL, make=_document),
    Access("register.enter", see="OL", see_other="", act="OL", act_other="", make=_report),
    Access("register.fence", see=ALL, make=lambda area: {"key": "checkpoint"}),
    Access("register.points", see=ALL, act="LS"),
)
