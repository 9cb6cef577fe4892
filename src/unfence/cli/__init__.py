"""The command line: ``unfence demo``, ``new``, ``check`` and ``study``.

Only what a command needs is imported, and only when it runs: help comes at once. Exit codes: 0 done, 1 an error that
is said in one sentence on stderr, 2 wrong usage, 130 stopped from the keyboard.
"""

from unfence.cli.program import main

__all__ = ["main"]
