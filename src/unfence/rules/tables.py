"""Reading facts: a CSV file or the first sheet of an .xlsx workbook in, ``Facts`` out, or every wrong row at once."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import python_calamine

from unfence.errors import Finding, Place
from unfence.rules.facts import MONTHS, Fact, Facts
from unfence.rules.form import enormous, nearest
from unfence.rules.trouble import RulesError

COLUMNS = ("party", "year", "month", "item", "value", "tax", "reported")
NEEDED = ("party", "year", "item", "value")
_CLASSES = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "劣V": 6, "劣Ⅴ": 6}
Row = tuple[int, Sequence[str]]
YEAR_DIGITS = 4


def read_facts(path: str | Path) -> Facts:
    """The facts of a ``.csv`` or ``.xlsx`` file. Raises ``RulesError`` with a finding for everything that is wrong."""
    place = Path(path)
    try:
        rows = (
            _excel_rows(place) if place.suffix.lower() == ".xlsx" else _csv_rows(place.read_bytes().decode("utf-8-sig"))
        )
    except FileNotFoundError:
        raise _error(place.name, "no_file", value=str(place)) from None
    except UnicodeDecodeError:
        raise _error(place.name, "not_utf8") from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, OSError):
        raise _error(place.name, "not_xlsx") from None
    except csv.Error as error:
        raise _error(place.name, "broken_csv", value=str(error)) from None
    return facts_from(rows, place.name)


def facts_text(written: str, name: str = "facts.csv") -> Facts:
    r"""The facts of a text in CSV.

    >>> facts_text("party,year,item,value\na,2026,tax,7.5").rows[0].value
    Fraction(15, 2)
    """
    return facts_from(_csv_rows(written), name)


def facts_from(rows: Iterable[Row], name: str) -> Facts:
    """The facts of numbered rows of cells, headings first; ``RulesError`` with every finding."""
    filled = [(number, [cell.strip() for cell in cells]) for number, cells in rows if any(c.strip() for c in cells)]
    if not filled:
        raise _error(name, "no_facts", columns=list(NEEDED))
    (heading_row, headings), *body = filled
    findings = _headings(headings, Place(name, heading_row))
    if findings:
        raise RulesError(name, findings)
    facts: list[Fact] = []
    first: dict[tuple[object, ...], int] = {}
    for number, cells in body:
        held = {heading: cell for heading, cell in zip(headings, cells, strict=False) if heading}
        fact, wrong = _fact(held, name, number)
        findings += wrong
        if fact is None:
            continue
        same = first.setdefault((fact.party, fact.year, fact.month, fact.item, fact.tax, fact.known), number)
        if same != number:
            findings.append(_finding("fact_twice", Place(name, number), {"row": same}))
        facts.append(fact)
    if not body:
        findings.append(_finding("no_facts", Place(name), {"columns": list(NEEDED)}))
    if findings:
        raise RulesError(name, findings)
    return Facts(tuple(facts))


def _headings(headings: Sequence[str], place: Place) -> list[Finding]:
    findings = [
        _finding("unknown_column", place, {"value": h, "nearest": nearest(h, COLUMNS), "columns": list(COLUMNS)})
        for h in headings
        if h and h not in COLUMNS
    ]
    findings += [_finding("missing_column", place, {"value": name}) for name in NEEDED if name not in headings]
    return findings + [_finding("column_twice", place, {"value": h}) for h in COLUMNS if headings.count(h) > 1]


def _fact(held: Mapping[str, str], name: str, row: int) -> tuple[Fact | None, list[Finding]]:
    """One fact, or what is wrong with its row."""
    findings = [
        _finding("empty_cell", Place(name, row, column), {"value": column}) for column in NEEDED if not held.get(column)
    ]
    numbers: dict[str, int] = {}
    for column, low, high in (("year", 1900, 2999), ("month", 1, MONTHS), ("reported", 1900, 2999)):
        cell = held.get(column, "")
        if cell and not (cell.isdecimal() and len(cell) <= YEAR_DIGITS and low <= int(cell) <= high):
            findings.append(_finding(f"bad_{column}", Place(name, row, column), {"value": cell}))
        numbers[column] = int(cell) if cell.isdecimal() and len(cell) <= YEAR_DIGITS else 0
    value = number_of(held.get("value", ""))
    if held.get("value") and value is None:
        findings.append(_finding("bad_value", Place(name, row, "value"), {"value": held["value"]}))
    if not findings and numbers["reported"] and numbers["reported"] < numbers["year"]:
        findings.append(_finding("reported_before", Place(name, row, "reported"), {"value": numbers["reported"]}))
    if findings or value is None:
        return None, findings
    who, item, tax = held["party"], held["item"], held.get("tax", "")
    return Fact(who, numbers["year"], numbers["month"], item, value, tax, numbers["reported"], row), []


def number_of(cell: str) -> Fraction | None:
    """A number as people write it, exactly; None if it is none.

    >>> [str(number_of(c)) for c in ("1,234.50", "83%", "1/3", "Ⅲ", "III类", "12 ton", "1,5")]
    ['2469/2', '83/100', '1/3', '3', '3', 'None', 'None']
    """
    plain = cell.strip().removesuffix("类")
    if plain.upper() in _CLASSES:
        return Fraction(_CLASSES[plain.upper()])
    share = plain.endswith(("%", "％"))
    plain = plain.rstrip("%％ ")
    if enormous(plain):
        return None
    head, *groups = plain.split(".")[0].split(",")
    if groups and (not head or not all(len(group) == 3 and group.isdecimal() for group in groups)):  # noqa: PLR2004
        return None
    try:
        value = Fraction(plain.replace(",", ""))
    except (ValueError, ZeroDivisionError):
        return None
    return value / 100 if share else value


def _csv_rows(written: str) -> list[Row]:
    reader = csv.reader(io.StringIO(written, newline=""), strict=True)
    rows: list[Row] = []
    start = 1
    for cells in reader:
        rows.append((start, cells))
        start = reader.line_num + 1
    return rows


def _excel_rows(path: Path) -> list[Row]:
    if not path.exists():
        raise FileNotFoundError(path)
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    sheet = workbook.get_sheet_by_index(0)
    start = (sheet.start or (0, 0))[0] + 1
    return [
        (start + i, [_cell(value) for value in cells]) for i, cells in enumerate(sheet.to_python(skip_empty_area=True))
    ]


def _cell(value: object) -> str:
    """A cell as a person would type it; Excel's numbers have fifteen digits, the rest is noise."""
    text = f"{value:.15g}" if isinstance(value, float) else str(value)
    return text.replace("\0", "").strip()  # databases keep no NUL


def _finding(code: str, place: Place, values: Mapping[str, object]) -> Finding:
    return Finding("error", f"rules.{code}", place, dict(values))


def _error(name: str, code: str, **values: object) -> RulesError:
    return RulesError(name, [_finding(code, Place(name), values)])
