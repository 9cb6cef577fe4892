"""Sentences: each result of this package as one line that a clerk can read, in either language."""

from unfence.book import Book
from unfence.industry.claims import Claim
from unfence.industry.matches import CheaperDump, Hurdle, Match
from unfence.industry.missing import MissingLink
from unfence.words import Lang, money, say


class Names:
    """What each thing of a book is called in a language; markets and terminals by their site, links by their ends.

    >>> from unfence.examples import example
    >>> names = Names(example("daxin"), "zh")
    >>> names.seller("dl_acid"), names.seller("cq_recycled_mn"), names.of("links", "s_cross")
    ('大龙硫酸厂', '重庆市场', '大龙化工园—钡盐化工片区')
    """

    def __init__(self, book: Book, lang: Lang) -> None:
        self._found: dict[tuple[str, str], str] = {}
        for table in ("jurisdictions", "sites", "commodities", "processes", "plants", "fences"):
            for row in book[table].iter_rows(named=True):
                self._found[table, row["id"]] = (row["name_zh"] if lang == "zh" else "") or row["name"] or row["id"]
        for row in book["markets"].iter_rows(named=True):
            side = "tip" if row["side"] == "demand" and row["price"] <= 0 else row["side"]
            self._found["markets", row["id"]] = say(f"industry.{side}", lang, site=self.of("sites", row["site"]))
        for row in book["links"].iter_rows(named=True):
            ends = self.of("sites", row["a"]), self.of("sites", row["b"])
            self._found["links", row["id"]] = {"zh": "—", "en": " – "}[lang].join(ends)
        for row in book["terminals"].iter_rows(named=True):
            self._found["terminals", row["id"]] = self.of("sites", row["site"])

    def of(self, table: str, name: str) -> str:
        """What the row of a table is called; its id where the table does not have it."""
        return self._found.get((table, name), name)

    def seller(self, name: str) -> str:
        """What a plant or market is called."""
        return self._found.get(("plants", name)) or self.of("markets", name)


def claim_line(claim: Claim, book: Book, lang: Lang) -> str:
    """What a claim says, what its inputs give, and whether it holds."""
    currency, unit = book.settings.currency, _units(book).get(claim.commodity, "")
    stated = money(claim.stated, currency, lang)
    if claim.ruling == "unknown":
        return say("industry.claim.unknown", lang, stated=stated, reason=say(f"industry.reason.{claim.reason}", lang))
    names = Names(book, lang)
    return say(
        f"industry.claim.{claim.ruling}",
        lang,
        stated=stated,
        computed=money(claim.computed or 0.0, currency, lang),
        factor=claim.factor or 0.0,
        quantity=claim.quantity or 0.0,
        implied=claim.implied_quantity or 0.0,
        unit=unit,
        was=names.seller(claim.was.seller) if claim.was else "",
        now=names.seller(claim.now.seller) if claim.now else "",
    )


def match_line(match: Match, book: Book, lang: Lang) -> str:
    """Who could supply whom, what that saves, and what stands in the way."""
    names, currency = Names(book, lang), book.settings.currency
    offer = match.best if match.best and match.verdict in ("matched", "ready") else match.open
    saving = match.saving if match.saving is not None and match.verdict == "ready" else match.open_saving
    return say(
        f"industry.match.{match.verdict}",
        lang,
        buyer=names.seller(match.buyer),
        seller=names.seller(offer.seller),
        now=names.seller(match.now.seller),
        commodity=names.of("commodities", match.commodity),
        quantity=match.could_cover,
        unit=_units(book)[match.commodity],
        saving=money(abs(saving), currency, lang),
        hurdles=[_hurdle(h, names, currency, lang) for h in match.in_the_way],
    )


def dump_line(dump: CheaperDump, book: Book, lang: Lang) -> str:
    """That a dump across the border is cheaper, and that this is no match."""
    names, currency = Names(book, lang), book.settings.currency
    return say(
        "industry.dump",
        lang,
        plant=names.seller(dump.plant),
        commodity=names.of("commodities", dump.commodity),
        dump=names.seller(dump.dump),
        here=money(dump.here, currency, lang),
        there=money(dump.there, currency, lang),
        unit=_units(book)[dump.commodity],
    )


def missing_line(link: MissingLink, book: Book, lang: Lang) -> str:
    """Where the chain breaks, how it would close, and what that is worth."""
    names, closing = Names(book, lang), link.closing
    ways = [say("industry.closing.fence", lang, name=names.of("fences", f)) for f in closing.fences]
    ways += [say("industry.closing.opened", lang, name=names.of(f"{o.on}s", o.id)) for o in closing.opened]
    if closing.link:
        ends = {"a": names.of("sites", closing.link.a), "b": names.of("sites", closing.link.b)}
        ways.append(say("industry.closing.link", lang, km=closing.link.km, **ends))
    ways += [say("industry.closing.grown", lang, name=names.of("plants", g.plant), runs=g.runs) for g in closing.grown]
    if closing.plant:
        place = {
            "process": names.of("processes", closing.plant.process),
            "site": names.of("sites", closing.plant.site),
        }
        ways.append(say("industry.closing.plant", lang, **place))
    return say(
        f"industry.missing.{link.kind}",
        lang,
        players=[names.of("jurisdictions", p) for p in link.players],
        commodity=names.of("commodities", link.commodity),
        ways=ways,
        worth=money(link.worth, book.settings.currency, lang),
        quantity=link.quantity,
        unit=_units(book)[link.commodity],
    ) + (say("industry.missing.builds", lang) if closing.builds else "")


def _hurdle(hurdle: Hurdle, names: Names, currency: str, lang: Lang) -> str:
    name = names.of(f"{hurdle.kind}s" if hurdle.kind in ("link", "terminal") else "fences", hurdle.id)
    if hurdle.cost is None:
        return say(f"industry.hurdle.{hurdle.kind}", lang, name=name)
    return say("industry.hurdle.cost", lang, name=name, cost=money(hurdle.cost, currency, lang))


def _units(book: Book) -> dict[str, str]:
    return dict(zip(book["commodities"]["id"], book["commodities"]["unit"], strict=True))
