"""Matters: what both sides have to settle, what they decided, and whether it is being done."""
