"""Reading a rules file: TOML in, ``Rules`` out, or everything that is wrong with it at once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Annotated

from unfence.errors import Finding, Place
from unfence.rules.form import Setting, UnfitError, Wrong, choice, exact, fill, nearest, text, unfit, year
from unfence.rules.kinds import KINDS, Terms
from unfence.rules.trouble import RulesError
from unfence.words import Lang

Table = Mapping[str, object]
_HEADING = re.compile(r"^\s*\[+\s*rule\s*(?:\.\s*([\w-]+))?[^\]]*\]")
_KEY = re.compile(r"^\s*([\w-]+)[\w.\s-]*=")


@dataclass(frozen=True)
class Party:
    """A party's names."""

    name: Annotated[str, text]
    name_zh: Annotated[str, text] = ""

    def say(self, lang: Lang) -> str:
        """The name in a language; the other one where there is none."""
        return (self.name_zh or self.name) if lang == "zh" else self.name


@dataclass(frozen=True)
class Common:
    """What every rule has, of whatever kind: when it holds, how it is accrued, where it is written."""

    id: Annotated[str, text]
    first: Annotated[int, year]
    last: Annotated[int, year] = 0
    accrual: Annotated[str, choice("year", "month")] = "year"
    source: Annotated[str, text] = ""
    note: Annotated[str, text] = ""


@dataclass(frozen=True)
class Rule:
    """One rule: its terms and what every rule has. Year ``last`` 0: it does not end."""

    common: Common
    kind: str
    terms: Terms

    @property
    def id(self) -> str:
        """The rule's name in lines and errors."""
        return self.common.id

    def in_force(self, in_year: int) -> bool:
        """Whether the rule holds in a year."""
        return self.common.first <= in_year and (not self.common.last or in_year <= self.common.last)


@dataclass(frozen=True)
class Rules:
    """A rules file: parties in their order, rules in theirs; ``unit`` is what one unit of money is worth."""

    title: str
    title_zh: str
    currency: str
    unit: Fraction
    parties: Mapping[str, Party]
    rules: tuple[Rule, ...]


def read_rules(path: str | Path, kinds: Mapping[str, type[Terms]] = KINDS) -> Rules:
    """The rules of a file. Raises ``RulesError`` with a finding for everything that is wrong."""
    place = Path(path)
    try:
        written = place.read_bytes().decode("utf-8-sig")
    except OSError:
        raise RulesError(place.name, [_finding("no_file", Place(place.name), {"value": str(place)})]) from None
    except UnicodeDecodeError:
        raise RulesError(place.name, [_finding("not_utf8", Place(place.name), {})]) from None
    return rules_of(written, place.name, kinds)


def rules_of(written: str, name: str = "rules.toml", kinds: Mapping[str, type[Terms]] = KINDS) -> Rules:
    """The rules of a text in TOML.

    >>> rules = rules_of('''
    ... parties = {a = "A", b = "B"}
    ... [[rule]]
    ... id = "park"
    ... kind = "ratio"
    ... from = 2026
    ... shares = {a = 6, b = 4}
    ... ''')
    >>> rules.rules[0].terms.shares.parts
    (3, 2)
    """
    try:
        stated = tomllib.loads(written, parse_float=Decimal)
    except (ValueError, RecursionError) as error:  # of 5000 digits; of 5000 brackets
        raise RulesError(name, [_finding("broken_toml", Place(name), {"value": str(error)})]) from None
    head, wrong = _head(stated)
    findings = [_finding(w.code, Place(name, 0, w.key), w.values) for w in wrong]
    rows = _rows(written)
    rules: list[Rule] = []
    tables = stated.get("rule", [])
    if not isinstance(tables, list) or not tables or not all(isinstance(t, dict) for t in tables):
        raise RulesError(name, [*findings, _finding("no_rules", Place(name), {})])
    for i, held in enumerate(tables):
        try:
            rules.append(_rule(held, head.setting, kinds, {rule.id for rule in rules}))
        except UnfitError as error:
            for w in error.wrong:
                row = rows.get((i, w.key.split(".")[0]), rows.get((i, ""), 0))
                findings.append(_finding(w.code, Place(name, row, w.key), w.values))
    if findings:
        raise RulesError(name, findings)
    return Rules(head.title, head.title_zh, head.currency, head.setting.unit, head.parties, tuple(rules))


@dataclass(frozen=True)
class _Head:
    """The keys above the rules."""

    title: str
    title_zh: str
    currency: str
    parties: Mapping[str, Party]
    setting: Setting


def _head(stated: Table) -> tuple[_Head, list[Wrong]]:
    known = ("title", "title_zh", "currency", "unit", "parties", "rule")
    values = {"known": list(known)}
    wrong = [
        Wrong(n, "unknown_key", {"value": n, "nearest": nearest(n, known), **values}) for n in stated if n not in known
    ]
    texts = {"title": "", "title_zh": "", "currency": "CNY"}
    for name in texts.keys() & stated.keys():
        try:
            texts[name] = text(stated[name], Setting(()))
        except UnfitError as error:
            wrong += [Wrong(name, w.code, w.values) for w in error.wrong]
    unit = Fraction(1)
    try:
        unit = exact(stated.get("unit", 1))
        if unit <= 0:
            raise unfit("not_above_zero", stated["unit"])
    except UnfitError as error:
        wrong += [Wrong("unit", w.code, w.values) for w in error.wrong]
    parties: dict[str, Party] = {}
    stated_parties = stated.get("parties")
    named: dict[str, object] = stated_parties if isinstance(stated_parties, dict) else {}
    if not named:
        wrong.append(Wrong("parties", "no_parties", {}))
    for who, names in named.items():
        try:
            parties[who] = fill(Party, names if isinstance(names, dict) else {"name": names}, Setting(()))
        except UnfitError as error:
            wrong += [Wrong(f"parties.{who}.{w.key}".rstrip("."), w.code, w.values) for w in error.wrong]
    return _Head(texts["title"], texts["title_zh"], texts["currency"], parties, Setting(tuple(named), unit)), wrong


def _rule(held: Table, setting: Setting, kinds: Mapping[str, type[Terms]], taken: set[str]) -> Rule:
    """One rule; ``UnfitError`` with everything that is wrong."""
    renamed = {"from": "first", "until": "last"}
    common_names = {"id", "from", "until", "accrual", "source", "note"}
    wrong: list[Wrong] = []
    common, terms = None, None
    try:
        common = fill(Common, {renamed.get(n, n): v for n, v in held.items() if n in common_names}, setting)
    except UnfitError as error:
        back = {"first": "from", "last": "until"}
        wrong += [Wrong(back.get(w.key, w.key), w.code, _renamed(w.values, back)) for w in error.wrong]
    kind = held.get("kind")
    if not isinstance(kind, str) or kind not in kinds:
        code = "no_kind" if kind is None else "unknown_kind"
        values = {"value": str(kind), "nearest": nearest(str(kind), kinds), "known": list(kinds)}
        raise UnfitError(*wrong, Wrong("kind", code, values))
    try:
        terms = fill(kinds[kind], {n: v for n, v in held.items() if n not in common_names and n != "kind"}, setting)
    except UnfitError as error:
        wrong += error.wrong
    if common:
        wrong += _between(common, kinds[kind], taken)
    if wrong or common is None or terms is None:
        raise UnfitError(*wrong)
    return Rule(common, kind, terms)


def _between(common: Common, kind: type[Terms], taken: set[str]) -> Iterator[Wrong]:
    if common.id in taken:
        yield Wrong("id", "id_twice", {"value": common.id})
    if common.last and common.last < common.first:
        yield Wrong("until", "until_before", {"value": common.last, "first": common.first})
    if common.accrual == "month" and not kind.by_month:
        yield Wrong("accrual", "not_by_month", {"value": common.accrual})


def _renamed(values: Mapping[str, object], names: Mapping[str, str]) -> dict[str, object]:
    return {name: names.get(str(value), value) if name == "value" else value for name, value in values.items()}


def _finding(code: str, place: Place, values: Mapping[str, object]) -> Finding:
    return Finding("error", f"rules.{code}", place, dict(values))


def _rows(written: str) -> dict[tuple[int, str], int]:
    """The line of each rule's heading (key ``""``) and keys, by the rule's number."""
    rows: dict[tuple[int, str], int] = {}
    rule = -1
    inside = ""
    for number, line in enumerate(written.splitlines(), start=1):
        if heading := _HEADING.match(line):
            inside = heading[1] or ""
            rule += not inside
            rows.setdefault((rule, inside), number)
        elif line.lstrip().startswith("["):
            rule, inside = (rule, "?") if rule >= 0 else (rule, "")
        elif not inside and rule >= 0 and (found := _KEY.match(line)):
            rows.setdefault((rule, found[1]), number)
    return rows
