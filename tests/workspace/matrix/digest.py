from unfence.workspace.digest.models import Issue, Reader
from workspace.access import ALL, Access


def _issue(area):
    Issue.objects.get_or_create(office=area.own, week="2026-11-16", defaults={"sections": []})
    return {"office": "east", "week": "2026-11-16"}


def _reader(area):
    return {"number": Reader.objects.get_or_create(office=area.own, address="a@east.example", lang="zh")[0].pk}


LINES = (
    Access("digest.digest", see=ALL, act="LS"),
    Access("digest.issue", see=ALL, see_other="", make=_issue),
    Access("digest.reader_out", act="L", act_other="", make=_reader),
)
