"""What is wrong with a timetable, or with a question about journeys, in words."""

from unfence.errors import UnfenceError


class TransitError(UnfenceError):
    """Something about buses and trains that a person can mend; ``code`` names a sentence under ``error.transit``."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"transit.{code}", **values)
