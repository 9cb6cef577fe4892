"""The log: who did what, when; it can be added to, never changed."""
