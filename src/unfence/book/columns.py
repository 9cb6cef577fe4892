"""A column: what its cells mean, said once.

Each function below makes one kind of dataframely column. Its polars type and its limits are dataframely's;
what dataframely does not know (the unit, what an empty cell means, what an id may name) travels in a ``Meaning``.
Reading, checking, writing, the templates and the documentation all ask these, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import dataframely as dy
import polars as pl

Kind = Literal["id", "text", "reference", "choice", "yes_no", "number", "whole", "names", "shares", "sides"]

ID_PATTERN = r"^[a-z0-9][a-z0-9_-]*$"
OUTSIDE = "outside"
PEOPLE = "people"


@dataclass(frozen=True)
class Meaning:
    """What a cell of a column says.

    ``empty`` is a key below ``book.empty`` in ``words/``: what an empty cell means where there is no ``default``.
    ``tables`` are the tables whose ids a cell may name, ``names`` the words that it may name beside them.
    ``low`` and ``high`` bound a number (``open_low``: the lower bound itself is not allowed).
    ``unknown`` is the range, in the column's unit, that a ``?`` stands for when the book states none.
    An empty cell of an ``assumed`` column is a gap: the study counts it as an assumption.
    """

    kind: Kind
    required: bool = False
    key: bool = False
    unit: str = ""
    default: str | float | bool | None = None
    empty: str = ""
    tables: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    open_low: bool = False
    unknown: tuple[float, float] | None = None
    assumed: bool = False

    @property
    def numeric(self) -> bool:
        """Whether cells are numbers."""
        return self.kind in ("number", "whole")


def meaning(column: dy.Column) -> Meaning:
    """The ``Meaning`` that travels with a column of a table.

    >>> meaning(number("km", low=0, required=True)).unit
    'km'
    """
    held = (column.metadata or {})["meaning"]
    if not isinstance(held, Meaning):
        raise TypeError(held)
    return held


def _among(choices: tuple[str, ...]) -> Callable[[pl.Expr], pl.Expr]:
    return lambda column: column.is_in(list(choices))


def _text(said: Meaning, alias: str | None = None, pattern: str | None = None) -> dy.Column:
    choice = {"choice": _among(said.choices)} if said.choices else None
    return dy.String(
        nullable=False, primary_key=said.key, regex=pattern, check=choice, alias=alias, metadata={"meaning": said}
    )


def identifier() -> dy.Column:
    """The key of a table: an id of its own, in small letters, digits, ``_`` and ``-``."""
    return _text(Meaning("id", required=True, key=True), pattern=ID_PATTERN)


def text(*, required: bool = False, key: bool = False, assumed: bool = False, empty: str = "") -> dy.Column:
    """Free text; an empty cell is ``""``."""
    return _text(Meaning("text", required=required or key, key=key, assumed=assumed, empty=empty))


def reference(
    *tables: str,
    required: bool = False,
    key: bool = False,
    names: tuple[str, ...] = (),
    default: str | None = None,
    empty: str = "",
    alias: str | None = None,
) -> dy.Column:
    """The id of a row in one of ``tables``, or one of ``names``."""
    said = Meaning(
        "reference",
        required or key,
        key,
        tables=tables,
        names=names,
        default=default,
        empty=empty,
        assumed=default is not None,
    )
    return _text(said, alias)


def payee() -> dy.Column:
    """Who receives money: a jurisdiction or ``outside``."""
    return reference("jurisdictions", names=(OUTSIDE,), default=OUTSIDE)


def choice(*choices: str, default: str | None = None, key: bool = False, empty: str = "") -> dy.Column:
    """One of a few words; without a default (and without a word for ``empty``) it has to be written."""
    required = default is None and not empty
    allowed = choices if not empty else (*choices, "")
    assumed = default is not None
    return _text(Meaning("choice", required, key, default=default, choices=allowed, empty=empty, assumed=assumed))


def yes_no(*, default: bool) -> dy.Column:
    """``yes`` or ``no``, as a Boolean."""
    said = Meaning("yes_no", default=default, choices=("yes", "no"), assumed=True)
    return dy.Bool(nullable=False, metadata={"meaning": said})


def number(  # noqa: PLR0913  every one is a word of the declaration
    unit: str,
    *,
    required: bool = False,
    low: float | None = None,
    high: float | None = None,
    open_low: bool = False,
    default: float = 0.0,
    empty: str = "",
    unknown: tuple[float, float] | None = None,
    alias: str | None = None,
) -> dy.Column:
    """A finite number in ``unit``; an empty cell is ``default``, or null if ``empty`` says what null means."""
    said = Meaning(
        "number",
        required=required,
        unit=unit,
        default=None if required or empty else default,
        empty=empty,
        low=low,
        high=high,
        open_low=open_low,
        unknown=unknown,
        assumed=not required and empty in ("", "unlimited", "no_life"),
    )
    return dy.Float64(
        nullable=bool(empty),
        min=None if open_low else low,
        min_exclusive=low if open_low else None,
        max=high,
        alias=alias,
        metadata={"meaning": said},
    )


def whole(unit: str, *, required: bool = False, key: bool = False) -> dy.Column:
    """A whole number; an empty cell is null unless it has to be written."""
    said = Meaning("whole", required or key, key, unit=unit)
    return dy.Int64(nullable=not (required or key), primary_key=key, metadata={"meaning": said})


def names(*tables: str, words: tuple[str, ...] = (), required: bool = False, empty: str = "") -> dy.Column:
    """A list of ids of ``tables`` (or of ``words``), joined by ``;``."""
    said = Meaning("names", required, tables=tables, names=words, empty=empty)
    least = 1 if required else None
    return dy.List(dy.String(), nullable=False, min_length=least, metadata={"meaning": said})


def shares(*, empty: str) -> dy.Column:
    """Who holds or pays which share, as ``a:0.4;outside:0.6``; the shares sum to 1."""
    said = Meaning("shares", tables=("jurisdictions",), names=(OUTSIDE,), empty=empty)
    pair = dy.Struct({"id": dy.String(), "share": dy.Float64()})
    return dy.List(pair, nullable=False, metadata={"meaning": said})


def sides() -> dy.Column:
    """The two sides of a fence as written, ``a;b`` or ``a+b;some province``."""
    return dy.List(dy.String(), nullable=False, metadata={"meaning": Meaning("sides", required=True)})
