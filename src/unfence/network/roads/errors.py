"""What is wrong with a road file, a border, a planned link or a question about reach, in words."""

from unfence.errors import UnfenceError


class RoadsError(UnfenceError):
    """Something about roads that a person can mend; ``code`` names a sentence under ``error.roads``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"roads.{code}", **values)
