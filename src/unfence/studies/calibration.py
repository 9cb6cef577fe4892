"""Calibration of a book: how well the model of today reproduces what is recorded, as sentences, JSON and rows."""

import csv
import io
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version

from unfence.book import Book
from unfence.book.schema import columns
from unfence.economy import Economy, InfeasibleError
from unfence.economy.solver import SolverError, UnboundedError
from unfence.economy.trouble import shortage
from unfence.errors import StudyError
from unfence.gains.calibration import MISSED, Calibration, Check, Suspect, calibration_of
from unfence.industry.spoken import Names
from unfence.words import Lang, amount, money, percent, say

DIGITS = 6
"""Significant figures of a suspected fence's size in its row; rounded up, so that it still explains the record."""


@dataclass(frozen=True)
class Calibrated:
    """A book and its calibration."""

    book: Book
    found: Calibration

    def to_dict(self) -> dict[str, object]:
        """All of it as plain data; quantities in the commodity's unit a year, money in the book's currency a unit."""
        suspects = [{**asdict(s), "most": s.most if math.isfinite(s.most) else None} for s in self.found.suspects]
        return {
            "unfence": version("unfence"),
            "share": self.found.share,
            "purchases": [asdict(check) for check in self.found.checks],
            "suspects": suspects,
            "premiums": dict(self.found.premiums),
        }

    def lines(self, lang: Lang) -> Iterator[str]:
        """The calibration in words: the share, each question, each suspected fence.

        >>> from unfence.examples import example
        >>> next(calibrate(example("daxin")).lines("en"))
        'Of what is recorded as bought today, the model of today buys 100 % likewise (by value...7 of 7 in full).'
        """
        share, checks = self.found.share, self.found.checks
        if not checks:
            yield say("calibration.none", lang)
            return
        odd = [check for check in checks if check.missed > MISSED * check.recorded]
        count = len(checks)
        yield say("calibration.share", lang, share=percent(share or 0.0, lang), whole=count - len(odd), count=count)
        if odd:
            yield say("calibration.questions", lang)
            yield from (f"  {self._question(check, lang)}" for check in odd)
        premiums = [(c, self.found.premiums[c.trade]) for c in checks if c.trade in self.found.premiums]
        yield from (f"  {self._premium(check, premium, lang)}" for check, premium in premiums)
        if self.found.suspects:
            yield say("calibration.suspects", lang)
            yield from (f"  {self._suspicion(suspect, lang)}" for suspect in self.found.suspects)

    def fences_csv(self, lang: Lang) -> str:
        """The suspected fences as CSV with the columns of the table ``fences``, to be added to it."""
        text = io.StringIO(newline="")
        writer = csv.DictWriter(text, list(columns("fences")))
        writer.writeheader()
        writer.writerows(self._row(suspect, lang) for suspect in self.found.suspects)
        return "\ufeff" + text.getvalue()

    def _row(self, suspect: Suspect, lang: Lang) -> dict[str, str]:
        return {
            "id": f"suspect-{suspect.commodity}-{suspect.first}-{suspect.second}",
            "name": self._named("calibration.name", suspect, "en"),
            "name_zh": self._named("calibration.name", suspect, "zh"),
            "between": f"{suspect.first};{suspect.second}",
            "direction": "first_to_second",
            "commodities": suspect.commodity,
            "kind": "cost",
            "size": repr(_rounded_up(suspect.size)),
            "evidence": say("calibration.evidence", lang, trades=list(suspect.trades)),
            "source": "unfence calibrate",
            "confidence": "derived",
        }

    def _question(self, check: Check, lang: Lang) -> str:
        names, gap = Names(self.book, lang), check.gap
        seller = names.seller(check.seller)
        values = {
            "trade": check.trade,
            "seller": seller,
            "buyer": names.seller(check.buyer),
            "commodity": names.of("commodities", check.commodity),
            "unit": self._unit(check.commodity),
            "recorded": amount(check.recorded, lang),
            "reproduced": amount(check.reproduced, lang),
            "possible": amount(check.possible, lang),
        }
        if gap is None and check.possible == 0:
            return say("calibration.strange", lang, **values)
        if gap is None or check.possible < (1 - MISSED) * check.recorded:
            return say("calibration.impossible", lang, **values)
        other, onward = check.bought_from, check.sold_to
        return say(
            "calibration.differs",
            lang,
            **values,
            gap=money(gap, self.book.settings.currency, lang),
            **{
                "from": say("calibration.from", lang, name=names.seller(other)) if other else "",
                "to": say("calibration.to", lang, seller=seller, name=names.seller(onward)) if onward else "",
            },
        )

    def _premium(self, check: Check, premium: float, lang: Lang) -> str:
        names, currency = Names(self.book, lang), self.book.settings.currency
        ends = {"buyer": names.seller(check.buyer), "seller": names.seller(check.seller)}
        return say("calibration.premium", lang, trade=check.trade, premium=money(premium, currency, lang), **ends)

    def _suspicion(self, suspect: Suspect, lang: Lang) -> str:
        currency, names = self.book.settings.currency, Names(self.book, lang)
        sides = [[names.of("jurisdictions", side) for side in border] for border in suspect.instead]
        borders = [say("calibration.border", lang, first=first, second=second) for first, second in sides]
        most = say("calibration.most", lang, most=money(suspect.most, currency, lang))
        return self._named(
            "calibration.suspect",
            suspect,
            lang,
            size=money(suspect.size, currency, lang),
            most=most if math.isfinite(suspect.most) else "",
            trades=list(suspect.trades),
            instead=say("calibration.instead", lang, borders=borders) if borders else "",
        )

    def _named(self, key: str, suspect: Suspect, lang: Lang, **values: object) -> str:
        names = Names(self.book, lang)
        first, second = (names.of("jurisdictions", side) for side in (suspect.first, suspect.second))
        commodity = names.of("commodities", suspect.commodity)
        return say(key, lang, commodity=commodity, first=first, second=second, **values)

    def _unit(self, commodity: str) -> str:
        rows = self.book["commodities"]
        units: dict[str, str] = dict(zip(rows["id"], rows["unit"], strict=True))
        return units.get(commodity, "")


def calibrate(book: Book) -> Calibrated:
    """The model of today against what the book records as bought.

    Raises ``StudyError`` where today has no solution, in plain words.

    >>> from unfence.examples import example
    >>> calibrate(example("two_towns")).found.share is None
    True
    """
    economy = Economy(book)
    try:
        today = economy.solve(economy.today())
        return Calibrated(economy.book, calibration_of(economy, today))
    except InfeasibleError as error:
        raise shortage(economy.programme, economy.today()) from error
    except UnboundedError as error:
        raise StudyError("endless_somewhere") from error
    except SolverError as error:
        raise StudyError("solver") from error


def _rounded_up(size: float) -> float:
    """A size to ``DIGITS`` figures, never smaller than it is.

    >>> _rounded_up(16.4450001), _rounded_up(7.0)
    (16.4451, 7.0)
    """
    step = 10.0 ** (math.floor(math.log10(size)) + 1 - DIGITS)
    return float(f"{math.ceil(size / step - 1e-9) * step:.{DIGITS}g}")
