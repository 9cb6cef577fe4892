"""Works: what a worker can do, each a function that is declared once, and the study.

    @work
    def study(job: Work) -> dict: ...

in ``<app>/works.py`` is the kind ``<app>.study``. It gets a ``Work``: its arguments, its book's revision, and ``tell``
to say how far it is. What it returns, plain values, is the job's result. An ``UnfenceError`` ends it with its sentence.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from tempfile import TemporaryDirectory

from unfence.errors import UnfenceError
from unfence.studies import study as studied
from unfence.words import Lang
from unfence.workspace import APPS
from unfence.workspace.books.content import book_at

LANGUAGES: tuple[Lang, ...] = ("zh", "en")
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Work:
    """One job as its function gets it."""

    arguments: Mapping[str, object]
    revision: int
    tell: Tell
    """``tell(step, done, whole)``; the step is a key below ``command.step`` or ``jobs.step``."""
    write: Callable[[str, str], None] = lambda _name, _text: None
    """``write(name, text)`` keeps a page beside the result."""


Doing = Callable[[Work], Mapping[str, object]]


@dataclass(frozen=True)
class Kind:
    """A kind of work: its name, and what is done."""

    name: str
    do: Doing


def work(do: Doing) -> Kind:
    """Declare a kind of work; see the top of this file."""
    return Kind(f"{do.__module__.split('.')[2]}.{do.__name__}", do)


def kind_of(name: str) -> Kind:
    """The kind of a name; raises ``UnfenceError`` for one that there is not."""
    app = name.split(".", maxsplit=1)[0]
    module = f"unfence.workspace.{app}.works"
    if app in APPS and find_spec(module):
        for thing in vars(import_module(module)).values():
            if isinstance(thing, Kind) and thing.name == name:
                return thing
    raise UnfenceError("workspace.no_kind", kind=name)


@work
def study(job: Work) -> Mapping[str, object]:
    """Study the whole book of a revision, and write its report in both languages; ``arguments`` may hold ``draws``."""
    draws = job.arguments.get("draws", 0)
    made = studied(book_at(job.revision), draws=draws if isinstance(draws, int) else 0, progress=job.tell)
    with TemporaryDirectory(prefix="unfence-") as folder:
        for lang in LANGUAGES:
            job.write(f"report.{lang}", made.report(f"{folder}/{lang}.html", lang).read_text(encoding="utf-8"))
    return made.to_dict()
