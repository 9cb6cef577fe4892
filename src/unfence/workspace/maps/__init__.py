"""The plan map of both sides: what is there and what is planned, the fences, and the conflicts at the line."""
