from unfence.workspace.inspections.models import inspect
from workspace.access import ALL, Access


def _made(area):
    return {"code": inspect(area.member("officer"), "GUID12345", "barite", ["weight"], 24).code}


LINES = (
    Access("inspections.inspections", see=ALL),
    Access("inspections.new_inspection", see="OL", act="OL"),
    Access("inspections.inspection", see=ALL, act="L", act_other="", make=_made),
    Access("inspections.code_svg", see=ALL, make=_made),
    Access("inspections.recognition", see=ALL, act="L"),
    Access("inspections.new_key", act="L"),
    Access("inspections.checkpoint", see="OL", act="OL"),
    Access("inspections.checkpoint_keys", see="OL"),
)
