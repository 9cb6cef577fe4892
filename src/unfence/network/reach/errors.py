"""What is wrong with a question about reach, in words."""

from unfence.errors import UnfenceError


class ReachError(UnfenceError):
    """Something about starts, zones or bounds that a person can mend; ``code`` is a key under ``error.reach``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"reach.{code}", **values)
