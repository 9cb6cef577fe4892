"""Roles: what somebody may do, wherever they sit."""

from typing import Final

VIEWER: Final = "viewer"
OFFICER: Final = "officer"
LEADER: Final = "leader"
AUDITOR: Final = "auditor"
SECRETARY: Final = "secretary"
ANONYMOUS: Final = "anonymous"
"""Nobody has logged in."""

ROLES = (VIEWER, OFFICER, LEADER, AUDITOR, SECRETARY)
OF_A_SIDE = (VIEWER, OFFICER, LEADER, AUDITOR)
"""The roles of a side's office; the secretary's office is neutral."""

NOBODY: Final[frozenset[str]] = frozenset()
MEMBERS: Final = frozenset(ROLES)
EVERYONE: Final = MEMBERS | {ANONYMOUS}
EDITORS: Final = frozenset({OFFICER, LEADER, SECRETARY})
"""Who changes facts."""
LEADERS: Final = frozenset({LEADER, SECRETARY})
"""Who decides for an office: invites, grants, agrees."""
AUDITORS: Final = frozenset({AUDITOR, SECRETARY})
"""Who reads the log."""
