"""Settings: what holds for the whole book (its title, money, year and rate of interest)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from unfence.book.sheets import Row, nearest, unreadable
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


def sheet_settings(rows: Sequence[Row] | None, sheet: str, workbook: Path) -> tuple[Settings, list[Finding]]:
    """The settings of a workbook: from its sheet ``book``, else from a ``book.toml`` beside it, else the defaults.

    The sheet holds rows of key and value, or headings over one row of values.
    """
    title = workbook.stem
    if rows is None:
        if workbook.with_name(SETTINGS_FILE).is_file():
            return read_settings(workbook.parent)
        return defaults(title), [Finding("warning", "no_settings_sheet", Place(sheet))]
    filled = [(number, [cell.strip() for cell in cells]) for number, cells in rows if any(c.strip() for c in cells)]
    if len(filled) > 1 and len(set(filled[0][1]) & set(asdict(defaults("")))) > 1:
        number, values = filled[1]
        pairs = [(number, list(pair)) for pair in zip(filled[0][1], values, strict=False) if pair[0]]
    else:
        pairs = [(number, [*cells, ""][:2]) for number, cells in filled]
    named = [(number, cells) for number, cells in pairs if cells[0] not in ("", "key")]
    stated = {cells[0]: cells[1] for _, cells in reversed(named) if cells[1] or cells[0] in TEXTS}
    first = {cells[0]: number for number, cells in reversed(named)}
    settings, found = settings_of(stated, sheet, title, first)
    unnamed = [(number, cells[1]) for number, cells in pairs if not cells[0] and cells[1]]
    found += [Finding("error", "no_setting", Place(sheet, number), {"value": value}) for number, value in unnamed]
    return settings, found + _repeated(named, first, sheet)


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
