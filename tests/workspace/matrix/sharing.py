from unfence.workspace.sharing.models import Grant
from workspace.access import ALL, Access


def _asked(area):
    made = Grant.objects.create(
        owner=area.own, viewer=area.other, table="plants", group="money", level="values", state="asked"
    )
    return {"number": made.pk}


LINES = (
    Access("sharing.sharing", see=ALL),
    Access("sharing.ask", act="OL"),
    Access("sharing.offer", act="L"),
    Access("sharing.decide", act="L", act_other="", make=_asked),
)
