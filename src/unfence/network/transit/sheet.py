"""A CSV text as columns: what cannot be read is named by its file, its row and its column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from unfence.network.transit.clock import CLOCK
from unfence.network.transit.errors import TransitError

ROW = "row of the file"
"""A column that every sheet has: the row as the user's editor numbers it."""


@dataclass(frozen=True, eq=False)
class Sheet:
    r"""Cells as texts; an empty cell is null.

    >>> sheet = Sheet.read(b"stop,minute\nA,0\nB,\n", "lines.csv", needed=["stop"], known=["minute"])
    >>> sheet.with_numbers("minute").frame["minute"].to_list()
    [0.0, None]
    """

    path: str
    """What the file is called in errors."""
    frame: pl.DataFrame

    @staticmethod
    def read(text: bytes, path: str, needed: Sequence[str], known: Sequence[str] = ()) -> "Sheet":
        """The columns ``needed`` and ``known`` of a CSV text; a known column that it lacks is empty."""
        try:
            frame = pl.read_csv(text, infer_schema=False, truncate_ragged_lines=True)
        except pl.exceptions.NoDataError:
            frame = pl.DataFrame()
        except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
            raise TransitError("csv", path=path, reason=str(error).splitlines()[0]) from error
        frame = frame.rename({name: name.strip().lstrip("\ufeff") for name in frame.columns})
        missing = [name for name in needed if name not in frame.columns]
        if missing:
            raise TransitError("column", path=path, missing=missing)
        frame = frame.with_columns(pl.lit(None, pl.String).alias(c) for c in known if c not in frame.columns)
        texts = frame.select(pl.col(*needed, *known).cast(pl.String).str.strip_chars().replace("", None))
        return Sheet(path, texts.with_row_index(ROW, offset=2))

    def filled(self, *columns: str) -> "Sheet":
        """The same; TransitError where a cell of ``columns`` is empty."""
        for column in columns:
            self._refuse(self.frame.filter(pl.col(column).is_null()), column, "empty")
        return self

    def with_numbers(self, *columns: str, least: float = float("-inf")) -> "Sheet":
        """The columns as numbers, ``least`` or more."""
        return self._read_as(columns, lambda cell: _kept(cell.cast(pl.Float64, strict=False), least), "number")

    def with_times(self, *columns: str) -> "Sheet":
        """The columns as seconds after midnight."""
        return self._read_as(columns, _seconds, "time")

    def with_dates(self, *columns: str) -> "Sheet":
        """The columns as dates, written 20260728."""
        return self._read_as(columns, lambda cell: cell.str.to_date("%Y%m%d", strict=False), "day")

    def _read_as(self, columns: Sequence[str], read: Callable[[pl.Expr], pl.Expr], code: str) -> "Sheet":
        understood = self.frame.with_columns(read(pl.col(column)) for column in columns)
        for column in columns:
            lost = self.frame[column].is_not_null() & understood[column].is_null()
            self._refuse(self.frame.filter(lost), column, code)
        return Sheet(self.path, understood)

    def refuse(self, wrong: pl.Expr, column: str, code: str) -> None:
        """TransitError ``code`` for the first row that is ``wrong``, with what its cell in ``column`` holds."""
        self._refuse(self.frame.filter(wrong), column, code)

    def _refuse(self, rows: pl.DataFrame, column: str, code: str) -> None:
        if len(rows):
            seen = "" if rows[column][0] is None else str(rows[column][0])
            raise TransitError(code, path=self.path, row=rows[ROW][0], column=column, seen=seen)


def _kept(number: pl.Expr, least: float) -> pl.Expr:
    return pl.when(number.is_finite() & (number >= least)).then(number)


def _seconds(cell: pl.Expr) -> pl.Expr:
    hours, minutes, seconds = (cell.str.extract(CLOCK, part).cast(pl.Float64) for part in (1, 2, 3))
    return hours * 3600 + minutes * 60 + seconds.fill_null(0.0)
