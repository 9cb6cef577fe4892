"""The tables of the digest."""
