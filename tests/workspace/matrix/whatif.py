from workspace.access import ALL, Access
from workspace.scenarios import kept


def _scenario(area):
    return {"number": kept(area).pk}


LINES = (
    Access("whatif.whatif", see=ALL, act=ALL),
    Access("whatif.keep", act="OLS"),
    Access("whatif.kept", see=ALL),
    Access("whatif.compare", see=ALL),
    Access("whatif.scenario", see="VOLA", act="OL", see_other="", act_other="", make=_scenario),
    Access("whatif.drop", act="OL", act_other="", make=_scenario),
)
