"""unfence (拆篱): what each fence at an administrative border costs, which to take down first, how to share the gain.

>>> import unfence
>>> study = unfence.study(unfence.examples.example("two_towns"))
>>> study.gain, study.measures.best.measures
(27500.0, ('one_check',))
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from unfence import examples, games, network, rules
    from unfence.book import Book, read_book
    from unfence.errors import BookError, Finding, StudyError, UnfenceError
    from unfence.studies import Study, study

__version__ = "0.1.0"

_HOMES = {
    "Book": "unfence.book",
    "BookError": "unfence.errors",
    "Finding": "unfence.errors",
    "Study": "unfence.studies",
    "StudyError": "unfence.errors",
    "UnfenceError": "unfence.errors",
    "read_book": "unfence.book",
    "study": "unfence.studies",
}
_PACKAGES = ("examples", "games", "network", "rules")

__all__ = [
    "Book",
    "BookError",
    "Finding",
    "Study",
    "StudyError",
    "UnfenceError",
    "examples",
    "games",
    "network",
    "read_book",
    "rules",
    "study",
]


def __getattr__(name: str) -> object:
    """Import a public name where it is first asked for: `import unfence` alone stays quick."""
    if name in _PACKAGES:
        return import_module(f"unfence.{name}")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'unfence' has no attribute {name!r}")
