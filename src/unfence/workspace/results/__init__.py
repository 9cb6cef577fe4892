"""Results: what the studies of the book say, as far as each member may see it."""
