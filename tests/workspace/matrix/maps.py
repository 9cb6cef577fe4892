from workspace.access import ALL, Access

LINES = (
    Access("maps.map", see=ALL),
    Access("maps.features", see=ALL),
    Access("maps.download", see=ALL),
    Access("maps.conflicts", see=ALL),
    Access("maps.upload", see="OLS", act="OLS"),
)
