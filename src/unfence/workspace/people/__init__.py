"""People: offices, their members, how they come in."""
