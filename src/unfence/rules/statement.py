"""A statement: the lines that rules and facts give, what each party gains or pays, and how it is written down."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from unfence.rules.line import Line, Remark, reason_dict
from unfence.rules.read import Party
from unfence.rules.sheet import write_sheets
from unfence.words import Lang


@dataclass(frozen=True)
class Statement:
    """All lines of the settled years, in order: by year booked, then by rule, then as they arise."""

    title: str
    title_zh: str
    currency: str
    years: tuple[int, ...]
    parties: Mapping[str, Party]
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...] = ()

    def payable(self) -> tuple[Line, ...]:
        """The lines by which money moves."""
        return tuple(line for line in self.lines if line.payable)

    def balances(self, year: int | None = None) -> dict[str, int]:
        """What each party gains (above 0) or pays, in fen, in the statement of one year or of all; adds up to 0."""
        change = dict.fromkeys(self.parties, 0)
        for line in self.payable():
            if year in (None, line.booked):
                change[line.payer] -= line.fen
                change[line.payee] += line.fen
        return change

    def counted(self, year: int | None = None) -> dict[tuple[str, str], int]:
        """What each party may count in its appraisal, in fen, by (party, item); such amounts need not add up."""
        counts: dict[tuple[str, str], int] = {}
        for line in self.lines:
            if line.ledger == "appraisal" and year in (None, line.booked):
                place = (line.payee, str(line.reason.values["item"]))
                counts[place] = counts.get(place, 0) + line.fen
        return counts

    def to_json(self) -> str:
        """The statement as JSON, documented in ``docs/rules.md``: amounts are whole fen."""
        return json.dumps(
            {
                "unfence": version("unfence"),
                "title": self.title,
                "title_zh": self.title_zh,
                "currency": self.currency,
                "years": list(self.years),
                "parties": {who: {"name": p.name, "name_zh": p.name_zh} for who, p in self.parties.items()},
                "lines": [line.to_dict() for line in self.lines],
                "balances": [
                    {"year": year, "party": who, "fen": fen}
                    for year in self.years
                    for who, fen in self.balances(year).items()
                ],
                "appraisal": [
                    {"year": year, "party": who, "item": item, "fen": fen}
                    for year in self.years
                    for (who, item), fen in self.counted(year).items()
                ],
                "remarks": [{"rule": r.rule, "year": r.year, "reason": reason_dict(r.reason)} for r in self.remarks],
            },
            ensure_ascii=False,
            indent=1,
        )

    def to_xlsx(self, path: str | Path, lang: Lang = "en") -> None:
        """Write the statement as a workbook: what to pay, months, balances, appraisal, remarks, facts used."""
        names = {who: party.say(lang) for who, party in self.parties.items()}
        balances = [(year, who, fen) for year in self.years for who, fen in self.balances(year).items()]
        write_sheets(Path(path), names, self.lines, balances, self.remarks, lang)
