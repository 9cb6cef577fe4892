"""Settings: what holds for the whole book (its title, money, year and rate of interest)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path

from unfence.book.changes import Change
from unfence.book.encodings import Row
from unfence.book.headings import setting_named
from unfence.book.numerals import number
from unfence.book.sheets import nearest, unreadable
from unfence.errors import Finding, Place

SETTINGS_FILE = "book.toml"
TEXTS = ("title", "title_zh", "currency")


@dataclass(frozen=True)
class Settings:
    """What ``book.toml`` says: ``discount_rate`` is a share per year, ``currency`` an ISO 4217 code such as ``CNY``."""

    title: str
    title_zh: str
    currency: str
    year: int
    discount_rate: float


def defaults(title: str) -> Settings:
    """The settings of a book that states none; its year is the present one."""
    return Settings(title=title, title_zh="", currency="CNY", year=datetime.now(tz=UTC).year, discount_rate=0.0)


def settings_of(
    stated: Mapping[str, object], file: str, title: str, rows: Mapping[str, int] | None = None
) -> tuple[Settings, list[Finding]]:
    """Settings from keys and values (text, or as TOML types them), with a finding for each that is wrong or missing.

    >>> settings_of({"title": "T", "currency": "CNY", "year": 2025, "discount_rate": 2}, "book.toml", "")[1][0].code
    'discount_rate'
    """
    held = asdict(defaults(title))
    findings = []
    for key, value in stated.items():
        place = Place(file, (rows or {}).get(key, 0), key)
        if key not in held:
            values = {"value": key, "nearest": nearest(key, held)}
            findings.append(Finding("error", "unknown_setting", place, values))
        elif (understood := _understood(key, value)) is None:
            findings.append(
                Finding("error", key if key in ("year", "discount_rate") else "setting", place, {"value": str(value)})
            )
        else:
            held[key] = understood
    missing = [f.name for f in fields(Settings) if f.name not in stated and f.name != "title_zh"]
    findings += [
        Finding("warning", "missing_setting", Place(file, 0, key), {"value": key, "default": str(held[key])})
        for key in missing
    ]
    return Settings(**held), findings


def read_settings(folder: Path) -> tuple[Settings, list[Finding]]:
    """The settings of a book that is a folder."""
    path = folder / SETTINGS_FILE
    try:
        stated = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return defaults(folder.name), [Finding("error", "no_settings", Place(SETTINGS_FILE))]
    except OSError as error:
        return defaults(folder.name), [unreadable(SETTINGS_FILE, error)]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return defaults(folder.name), [Finding("error", "broken_toml", Place(SETTINGS_FILE), {"value": str(error)})]
    return settings_of(stated, SETTINGS_FILE, folder.name)


@dataclass(frozen=True)
class Stated:
    """The settings of a book, with what was read otherwise, what is wrong, and key by key what stands there."""

    settings: Settings
    findings: list[Finding]
    changes: tuple[Change, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def sheet_settings(rows: Sequence[Row] | None, sheet: str, workbook: Path) -> Stated:
    """The settings of a workbook: from its sheet ``book``, else from a ``book.toml`` beside it, else the defaults.

    The sheet holds rows of key and value, or headings over one row of values; keys may be in Chinese.
    """
    title = workbook.stem
    if rows is None:
        if workbook.with_name(SETTINGS_FILE).is_file():
            return Stated(*read_settings(workbook.parent))
        return Stated(defaults(title), [Finding("warning", "no_settings_sheet", Place(sheet))])
    named = [
        (n, [setting_named(cells[0]), *cells[1:]]) for n, cells in _pairs(rows) if cells[0] not in ("", "key", "项目")
    ]
    changes = [
        Change(Place(sheet, n, cells[0]), code, cells[1], plain)
        for n, cells in named
        if (reading := _plain(cells[0], cells[1])) and (plain := reading[0]) and (code := reading[1])
    ]
    read = {(change.place.row, change.place.column): change.now for change in changes}
    stated = {
        cells[0]: read.get((n, cells[0]), cells[1]) for n, cells in reversed(named) if cells[1] or cells[0] in TEXTS
    }
    first = {cells[0]: n for n, cells in reversed(named)}
    settings, found = settings_of(stated, sheet, title, first)
    unnamed = [(n, cells[1]) for n, cells in _pairs(rows) if not cells[0] and cells[1]]
    found += [Finding("error", "no_setting", Place(sheet, n), {"value": value}) for n, value in unnamed]
    return Stated(settings, found + _repeated(named, first, sheet), tuple(changes), stated)


def _pairs(rows: Sequence[Row]) -> list[tuple[int, list[str]]]:
    """Keys and values, whether they stand beside or below each other."""
    filled = [(number, [cell.strip() for cell in cells]) for number, cells in rows if any(c.strip() for c in cells)]
    if len(filled) > 1 and len({setting_named(cell) for cell in filled[0][1]} & set(asdict(defaults("")))) > 1:
        number, values = filled[1]
        return [(number, list(pair)) for pair in zip(filled[0][1], values, strict=False) if pair[0]]
    return [(number, [*cells, ""][:2]) for number, cells in filled]


def _plain(key: str, text: str) -> tuple[str, str] | None:
    """A number among the settings in plain writing; per cents are shares a year."""
    units = {"year": "year", "discount_rate": "share_km"}
    return number(text, units[key]) if key in units and text else None


def _repeated(named: Sequence[Row], first: Mapping[str, int], sheet: str) -> list[Finding]:
    """A finding for each row that states what the row ``first[key]`` has stated already."""
    again = [(number, cells[0]) for number, cells in named if number != first[cells[0]]]
    return [
        Finding("error", "setting_twice", Place(sheet, number, key), {"value": key, "first": first[key]})
        for number, key in again
    ]


def _understood(key: str, value: object) -> str | int | float | None:
    """The value as the setting holds it, or None."""
    if key in TEXTS:
        return value.strip() if isinstance(value, str) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    if key == "year":
        return int(number) if number.is_integer() and 1 <= number <= 9999 else None  # noqa: PLR2004
    return number if 0 <= number < 1 else None
