"""The pages of the book: its tables, their rows, its revisions, and workbooks that go out and come in."""
