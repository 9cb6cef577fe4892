"""Inspections that both sides recognise: done once, signed, and verified at the other side without a network."""

from unfence.workspace.inspections.codes import Code, Keys, Trusted, Verdict, read_keys, verify

__all__ = ["Code", "Keys", "Trusted", "Verdict", "read_keys", "verify"]
