"""The digest: once a week, for each office, what is late, what moved and what waiting costs; as a page and as mail."""
