"""The book: rows that belong to one office each, and the revisions that changed them."""
