from workspace.access import ALL, Access

LINES = (
    Access("priceboard.board", see=ALL),
    Access("priceboard.factor", see=ALL, act="OL", make=lambda area: {"key": "water"}),
    Access("priceboard.workbook", see="OL"),
    Access("priceboard.upload", see="OL", act="OL"),
    Access("priceboard.accept", act="OL"),
)
