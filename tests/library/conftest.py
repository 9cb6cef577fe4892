"""Command lines run inside the test."""

from worlds.commands import cli

__all__ = ["cli"]
