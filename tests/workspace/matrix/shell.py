from workspace.access import ALL, EVERYBODY, Access

LINES = (
    Access("shell.home", see=ALL),
    Access("shell.language", act=EVERYBODY),
    Access("shell.look", see=EVERYBODY),
)
