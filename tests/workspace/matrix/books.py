from unfence.workspace.books.models import Proposal, Revision
from workspace.access import ALL, Access


def _upload(area):
    first = Revision.objects.get(number=1)
    made = Proposal.objects.create(
        office=area.own, member=area.member("officer"), file="a.xlsx", base=first, changes=[]
    )
    return {"number": made.pk}


LINES = (
    Access("books.book", see=ALL),
    Access("books.settings", see=ALL, act="S"),
    Access("books.load", see="S", act="S"),
    Access("books.table", see=ALL, make=lambda area: {"table": "links"}),
    Access("books.row", see=ALL, act="OL", act_other="", make=lambda area: {"table": "links", "key": "road"}),
    Access("books.new", see="OLS", act="OLS", make=lambda area: {"table": "links"}),
    Access("books.revisions", see=ALL),
    Access("books.revision", see=ALL, make=lambda area: {"number": 1}),
    Access("books.name", act="OLS", make=lambda area: {"number": 1}),
    Access("books.restore", act="LS", make=lambda area: {"number": 1}),
    Access("books.download", see=ALL),
    Access("books.upload", see="OLS", act="OLS"),
    Access("books.proposal", see="VOLA", see_other="", act="OL", act_other="", make=_upload),
)
