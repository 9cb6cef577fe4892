"""Fixtures that several suites share."""

from worlds.commands import cli

__all__ = ["cli"]
