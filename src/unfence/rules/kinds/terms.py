"""Terms: what one kind of rule lays down; the base of every kind."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from unfence.rules.form import Wrong
from unfence.rules.outcome import Outcome
from unfence.rules.view import View


@dataclass(frozen=True)
class Terms(ABC):
    """The keys of one kind, read and checked; ``settle`` applies them to a year's facts.

    ``by_month`` says whether the kind can be accrued month by month from facts by month.
    """

    by_month: ClassVar[bool] = False

    @abstractmethod
    def settle(self, view: View) -> Outcome:
        """What the rule says for the view's year; ``RuleError`` where it cannot be met."""

    def wrong(self) -> Iterator[Wrong]:
        """What is wrong between keys that are right one by one."""
        return iter(())


def shared_pool(view: View, pool: int) -> int:
    """The pool itself; an error below 0, where agreements to share are silent."""
    if pool < 0:
        raise view.fail("negative_pool", pool_fen=pool)
    return pool
