"""Barriers as somebody reports them, for tests."""

from unfence.workspace.register.moving import report_barrier


def reported(area, role="officer", office="east", file=None, **facts):
    """A report of a long wait on the road, between ``east``, its owner, and ``west``."""
    held = {
        "title": "Trucks wait for a second weighing",
        "kind": "time",
        "place": "links/road",
        "crosses": ["good"],
        "size": 1.5,
        "owner": area.own,
        "other": area.other,
    }
    return report_barrier(area.member(role, office), held | facts, file)
