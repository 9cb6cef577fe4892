"""Letters: one to each office or firm, with what is asked, what hangs on it, and the row to fill in."""

from collections.abc import Sequence
from dataclasses import dataclass

from unfence.book import Book
from unfence.book.players import labels
from unfence.book.schema import columns
from unfence.industry.spoken import Names
from unfence.studies.ask.offices import Office, office_of
from unfence.studies.ask.questions import Asked, Question
from unfence.words import Lang, amount, money, percent, say
from unfence.words.numbers import currency_name


@dataclass(frozen=True)
class Letter:
    """A letter: to whom, about what it is, its text; ``text`` is plain, one thought a line."""

    to: str
    questions: tuple[Question, ...]
    text: str


def letters(book: Book, found: Asked, lang: Lang, ending: str = ".csv") -> tuple[Letter, ...]:
    """The letters that ask what was found, in the order of what hangs on them.

    ``ending`` is what follows a table's name where the book is kept: ``.csv`` in a folder, nothing in a workbook.
    """
    by_office: dict[Office, list[Question]] = {}
    for question in found.questions:
        office = office_of(book, question.mover.table, question.mover.key)
        by_office.setdefault(office, []).append(question)
    return tuple(_letter(book, office, held, (found, lang, ending)) for office, held in by_office.items())


def _letter(book: Book, office: Office, held: Sequence[Question], how: tuple[Asked, Lang, str]) -> Letter:
    found, lang, ending = how
    to = office.say(book, lang)
    title = (lang == "zh" and book.settings.title_zh) or book.settings.title
    key = "why_plan" if found.planned else "why_open"
    lines = [
        say("ask.to", lang, to=to),
        "",
        say(f"ask.{key}", lang, title=title, gain=_money(book, found.gain, lang)),
    ]
    for number, question in enumerate(held, start=1):
        lines += ["", *_asked(book, question, number, lang)]
        lines += ["", say("ask.row", lang)]
        lines += [f"    {line}" for line in rows_to_fill(question, ending, lang)]
    return Letter(to, tuple(held), "\n".join([*lines, "", say("ask.thanks", lang)]))


def _asked(book: Book, question: Question, number: int, lang: Lang) -> list[str]:
    """What is asked, what the book holds now, and what hangs on it."""
    mover = question.mover
    what = name_of(book, mover.table, mover.key, lang)
    unit = unit_of(book, mover.table, mover.key, mover.column, lang)
    values = {
        "number": number,
        "what": what,
        "about": about(book, mover.table, mover.key, mover.column, lang),
        "unit": unit,
    }
    low, high = (percent(end, lang) if mover.relative else amount(end, lang) for end in (mover.low, mover.high))
    stated = say("ask.no_number", lang) if mover.stated is None else amount(mover.stated, lang)
    now = "now_prices" if mover.relative else f"now_{question.state}"
    ends = [
        say("ask.no_answer", lang) if gain is None else _money(book, gain, lang)
        for gain in (mover.gain_low, mover.gain_high)
    ]
    return [
        say("ask.question", lang, **values),
        say(f"ask.{now}", lang, stated=stated, low=low, high=high, unit=unit),
        say("ask.hangs", lang, low=low, high=high, gain_low=ends[0], gain_high=ends[1]),
    ]


def rows_to_fill(question: Question, ending: str, lang: Lang) -> list[str]:
    """The rows as they are to be filled in: file and row, key, the empty cell, source and confidence."""
    column = "price" if question.mover.relative else question.mover.column
    return [
        say("ask.fill", lang, file=f"{table}{ending}", row=row, key=key, column=column)
        for table, key, row in question.cells
    ]


def about(book: Book, table: str, key: str, column: str, lang: Lang) -> str:
    """The question that a cell answers.

    >>> from unfence.examples import example
    >>> about(example("daxin"), "fences", "check", "size", "en")
    'how many hours does each vehicle (or traveller) lose there?'
    """
    what = _kind(book, key) if table == "fences" else column
    return say(f"ask.about.{table}_{what}", lang)


def name_of(book: Book, table: str, key: str, lang: Lang) -> str:
    """What a row is called in a language: its name, or what it joins or belongs to.

    >>> from unfence.examples import example
    >>> name_of(example("daxin"), "trips", "pupils", "en"), name_of(example("daxin"), "markets", "gy_coal", "zh")
    ('Dalong town to Xinhuang town (pupils)', '贵阳国际陆港：动力煤（gy_coal）')
    """
    names = Names(book, lang)
    if table == "commodities":
        return names.of("commodities", key)
    if table == "effects":
        return name_of(book, "measures", key.partition(";")[0], lang)
    frame = book[table]
    row = frame.row(int((labels(frame, table) == key).arg_true()[0]), named=True)
    parts = {
        "markets": ("market", ("site", "sites"), ("commodity", "commodities")),
        "trips": ("trip", ("from", "sites"), ("to", "sites")),
        "links": ("link", ("a", "sites"), ("b", "sites")),
        "recipes": ("recipe", ("process", "processes"), ("commodity", "commodities")),
    }
    if table in parts:
        form, *ends = parts[table]
        first, second = (names.of(of, row[column]) for column, of in ends)
        return say(f"ask.name.{form}", lang, first=first, second=second, key=key)
    if table == "terminals":
        return say("ask.name.terminal", lang, first=names.of("sites", row["site"]), key=key)
    own = (row.get("name_zh") if lang == "zh" else "") or row.get("name")
    return say("ask.name.named", lang, first=own, key=key) if own else key


def unit_of(book: Book, table: str, key: str, column: str, lang: Lang) -> str:
    """The unit of a cell in words, with the book's own money.

    >>> from unfence.examples import example
    >>> unit_of(example("daxin"), "fences", "check", "size", "en")
    'hours'
    """
    if table == "commodities":
        return ""
    unit = columns(table)[column].unit
    if unit == "by_kind":
        unit = {"time": "hours", "quota": "units_year"}.get(_kind(book, key), "money_unit")
    if unit == "by_change":
        unit = "units_year" if key.endswith(";add") else ""
    if not unit:
        return ""
    text = say(f"book.unit.{unit}", lang)
    own, counted = currency_name(book.settings.currency, lang), _counted(book, table, key)
    for general, word in (("money", own), ("units", counted), ("unit", counted)):
        text = text.replace(say(f"ask.general.{general}", lang), word) if word else text
    return text


def _counted(book: Book, table: str, key: str) -> str:
    """In what a row counts: the unit of its commodity, where it has one."""
    units = dict(zip(book["commodities"]["id"], book["commodities"]["unit"], strict=True))
    if table == "markets":
        return str(units[dict(zip(book["markets"]["id"], book["markets"]["commodity"], strict=True))[key]])
    return str(units[key.partition(";")[2]]) if table == "recipes" else ""


def _kind(book: Book, fence: str) -> str:
    """The kind of a fence."""
    return str(dict(zip(book["fences"]["id"], book["fences"]["kind"], strict=True))[fence])


def _money(book: Book, value: float, lang: Lang) -> str:
    return money(float(f"{value:.3g}"), book.settings.currency, lang)
