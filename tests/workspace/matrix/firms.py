from unfence.workspace.firms.dealing import make_contact
from unfence.workspace.firms.models import Firm, Ware
from workspace.access import ALL, Access


def _firm(area):
    return {"number": Firm.objects.get_or_create(office=area.own, name="East Brick Yard")[0].pk}


def _ware(area):
    number = _firm(area)["number"]
    return {"number": number, "ware": Ware.objects.create(firm_id=number, kind="need", commodity="bricks").pk}


def _contact(area):
    facts = {"what": "Bricks", "seller": "kiln", "buyer": "east_bricks", "office": area.own, "other": area.other}
    return {"number": make_contact(area.member("officer"), facts).pk}


LINES = (
    Access("firms.firms", see=ALL),
    Access("firms.new", see="OLS", act="OLS"),
    Access("firms.firm", see=ALL, make=_firm),
    Access("firms.edit", see="OLS", see_other="", act="OLS", act_other="", make=_firm),
    Access("firms.ware_new", see="OLS", see_other="", act="OLS", act_other="", make=_firm),
    Access("firms.ware", see="OLS", see_other="", act="OLS", act_other="", make=_ware),
    Access("firms.ware_out", act="OLS", act_other="", make=_ware),
    Access("firms.find", see=ALL),
    Access("firms.quotes", act="OLS"),
    Access("firms.contacts", see=ALL),
    Access("firms.contact_new", see="OLS", act="OLS"),
    Access("firms.contact", see=ALL, act="OLS", make=_contact),
    Access("firms.check", act="OLS", make=_contact),
)
