"""The workspace: two offices, one book, in the browser.

Each folder here is one idea and one Django app: its ``models``, its ``pages`` (every address, with who may see it and
who may act there), its ``works`` (what a worker does in the background) and its templates. ``APPS`` names them in the
order of the menu; nothing else has to know that an app exists.
"""

APPS = (
    "shell",
    "books",
    "maps",
    "sharing",
    "register",
    "matters",
    "results",
    "whatif",
    "ledger",
    "priceboard",
    "counter",
    "inspections",
    "firms",
    "digest",
    "jobs",
    "people",
    "audit",
)
