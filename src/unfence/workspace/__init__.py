"""The workspace: two offices, one book, in the browser.

Each folder here is one idea and one Django app: its ``models``, its ``pages`` (every address, with who may see it and
who may act there), its ``works`` (what a worker does in the background) and its templates. ``APPS`` names them, in the
order of what waits on the home page; ``MENU`` says under which word of the menu their pages stand. Nothing else has to
know that an app exists.
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
    "people",
    "jobs",
    "audit",
)

MENU = {
    "home": ("shell",),
    "book": ("books", "maps", "sharing"),
    "study": ("results", "whatif", "jobs"),
    "affairs": ("register", "matters", "digest"),
    "service": ("counter", "inspections", "firms"),
    "money": ("ledger", "priceboard"),
    "office": ("people", "audit"),
}
"""The words of the menu (``shell.group.<word>``), each with its apps in order."""
