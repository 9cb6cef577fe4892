"""The examples on docs/rules.md: each a rules file, a table of facts and what comes out."""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
_EXAMPLE = re.compile(r"```toml\n(.*?)```\s+```csv\n(.*?)```\s+((?:\|[^\n]*\n)+)", re.DOTALL)


@dataclass(frozen=True)
class Example:
    kind: str
    toml: str
    csv: str
    rows: list[tuple[str, ...]]


def examples():
    text = PAGE.read_text(encoding="utf-8")
    found = []
    for match in _EXAMPLE.finditer(text):
        table = [tuple(c.strip() for c in row.strip("|\n").split("|")) for row in match[3].splitlines()]
        kind = re.search(r'kind = "(\w+)"', match[1])[1]
        found.append(Example(kind, match[1], match[2], table[2:]))
    return found


def paid(statement, unit):
    """Payable and counted lines as the page writes them: amounts in the unit, exactly."""
    rows = []
    for line in statement.lines:
        amount = Fraction(line.fen, 100) / unit
        if line.payable:
            rows.append((str(line.booked), line.payer, line.payee, amount))
        elif line.stage == "counted":
            rows.append((str(line.booked), line.payee, line.reason.values["item"], amount))
    return rows


def as_written(rows):
    return [(*row[:-1], Fraction(row[-1])) for row in rows]
