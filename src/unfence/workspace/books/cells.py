"""Cells: one row as a form, made from the schema: every column with what it means, its unit, its choices."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from unfence.book.columns import Meaning
from unfence.book.explanations import about_column, cells, when_empty
from unfence.book.schema import columns, key
from unfence.errors import Finding
from unfence.words import Lang, say
from unfence.workspace.books.models import Row
from unfence.workspace.books.owners import Values
from unfence.workspace.books.titles import column_title
from unfence.workspace.people.models import Member

LONG = frozenset({"note", "source", "evidence", "about"})


@dataclass(frozen=True)
class Cell:
    """One field of the form; ``now`` is what somebody else has written there in the meantime."""

    column: str
    about: str
    help: str
    value: str
    required: bool
    numeric: bool
    long: bool
    fixed: bool
    """It names the row, which is there already: who wants another name makes another row."""
    withheld: bool
    choices: tuple[str, ...]
    among: tuple[str, ...]
    """Ids that it may name."""
    now: str | None
    findings: tuple[str, ...]


@dataclass(frozen=True)
class Form:
    """How the cells of a row are shown: whose ids may be named, what is wrong, what somebody else has written."""

    member: Member
    lang: Lang
    fixed: bool = False
    findings: Sequence[Finding] = ()
    now: Values | None = None

    def cells(self, table: str, values: Mapping[str, str], withheld: frozenset[str] = frozenset()) -> list[Cell]:
        """Every column of a table with a row's values in it."""
        ids = self._ids(table)
        return [self._cell(table, name, said, values, ids, name in withheld) for name, said in columns(table).items()]

    def _cell(
        self, table: str, name: str, said: Meaning, values: Mapping[str, str], ids: Mapping[str, list[str]], gone: bool
    ) -> Cell:
        value = values.get(name, "")
        choices = tuple(dict.fromkeys(("", *said.choices, value))) if said.choices else ()
        among = tuple(i for t in said.tables for i in ids.get(t, ())) + said.names if said.kind == "reference" else ()
        about = about_column(table, name, self.lang)
        title = about if self.lang == "en" else column_title(table, name, self.lang)
        now = self.now.get(name, "") if self.now is not None else value
        return Cell(
            column=name,
            about=title,
            help=_help(said, self.lang, about if title != about else ""),
            value=value,
            required=said.required,
            numeric=said.numeric,
            long=name in LONG,
            fixed=self.fixed and name in key(table),
            withheld=gone,
            choices=choices,
            among=among,
            now=None if now == value else now,
            findings=tuple(_said(f, self.lang) for f in self.findings if f.place.column == name),
        )

    def _ids(self, table: str) -> Mapping[str, list[str]]:
        """The ids that references of a table may name, as far as the member sees them."""
        named = {t for said in columns(table).values() if said.kind == "reference" for t in said.tables}
        found: dict[str, list[str]] = {}
        for row in Row.objects.filter(table__in=named).seen_by(self.member):
            found.setdefault(row.table, []).append(row.key)
        return found


def typed(table: str, sent: Mapping[str, str]) -> Values:
    """The cells of a row as a form sends them: every column of the table, nothing else.

    >>> typed("recipes", {"process": " firing ", "amount": "2", "csrf": "x"})["process"]
    'firing'
    """
    return {name: (sent.get(name) or "").replace("\r\n", "\n").strip() for name in columns(table)}


def alike(table: str, one: Values | None, other: Values | None) -> bool:
    """Whether two ways to write a row say the same: ``5`` and ``5.0``, ``a;b`` and ``a; b``.

    >>> alike("links", {"km": "5", "a": "x"}, {"km": "5.0", "a": "x"}), alike("links", {"km": "5"}, {"km": "?"})
    (True, False)
    """
    if one is None or other is None:
        return one is other
    if table == "areas":
        return one == other
    said = columns(table)
    return all(_same(said[name], one.get(name, ""), other.get(name, "")) for name in said)


def _same(said: Meaning, one: str, other: str) -> bool:
    if said.numeric:
        try:
            return float(one) == float(other)
        except ValueError:
            return one == other
    if said.kind in ("names", "shares", "sides"):
        return [part.strip() for part in one.split(";")] == [part.strip() for part in other.split(";")]
    return one == other


def _help(said: Meaning, lang: Lang, about: str) -> str:
    empty = "" if said.required else when_empty(said, lang)
    colon = "：" if lang == "zh" else ": "
    what = "" if said.kind == "text" else cells(said, lang)
    parts = (about, what, f"{say('book.word.empty', lang)}{colon}{empty}" if empty else "")
    return ("；" if lang == "zh" else "; ").join(filter(None, parts))


def _said(finding: Finding, lang: Lang) -> str:
    stop = "；" if lang == "zh" else "; "
    return f"{finding.what(lang)}{stop}{finding.mend(lang)}"
