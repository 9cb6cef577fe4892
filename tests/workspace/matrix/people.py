from unfence.workspace.people.models import invite
from workspace.access import ALL, EVERYBODY, Access


def _link(area):
    return {"token": invite(area.own, "viewer")[0]}


def _invitation(area):
    return {"number": invite(area.own, "viewer")[1].pk}


LINES = (
    Access("people.login", see=EVERYBODY, act=EVERYBODY),
    Access("people.logout", act=ALL),
    Access("people.invitation", see=EVERYBODY, act=EVERYBODY, make=_link),
    Access("people.account", see=ALL, act=ALL),
    Access("people.members", see=ALL, act="LS"),
    Access("people.active", act="LS", act_other="", make=lambda area: {"name": "east.viewer"}),
    Access("people.withdraw", act="LS", act_other="", make=_invitation),
)
