"""Items of the catalogue and cases, for tests."""

from unfence.workspace.counter.handling import Application, do, submit
from unfence.workspace.counter.models import Item, Paper, Quota


def item(area, key="permit", mode="together", kind="permit", agreed=True):
    """An item that both sides agreed to: both ask for an identity card, the west recognises the east's."""
    made = Item.objects.create(key=key, name="Permit", name_zh="许可", kind=kind, mode=mode)
    for office, same, recognises in (
        (area.own, "identity", False),
        (area.own, "deed", False),
        (area.other, "identity", True),
        (area.other, "plan", True),
    ):
        Paper.objects.create(
            item=made, office=office, same=same, name=f"{same} of {office}", name_zh="证", recognises=recognises
        )
    if agreed:
        made.agreed.add(area.own, area.other)
    return made


def case(area, mode="together", by=True, **facts):
    """A case of East, by its officer; the item is made if there is none. Its word is kept as ``case.told``."""
    from unfence.workspace.counter.models import Item

    key = facts.pop("key", mode.replace("_", "-"))
    held = {"applicant": "Wu Xiaomei", "contact": "13800001111", "text": "a workshop", **facts}
    kind = held.pop("kind", "permit")
    wanted = Item.objects.filter(key=key).first() or item(area, key, mode, kind)
    held = {"first": area.own, "second": area.other, **held}
    made, word = submit(Application(wanted, **held), area.member("officer") if by else None)
    made.told = word
    return made


def step(area, made, action, note="so it is", role="officer", papers=()):
    """The office that has a case does a step."""
    return do(made, area.member(role, made.handler.key), made.version, action, note, papers)


def school(area, places=2, office=None):
    """Places at a school of West."""
    return Quota.objects.create(office=office or area.other, name="West School", year=2026, places=places)
