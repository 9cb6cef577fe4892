"""Workbooks and CSV files as people leave them: the same book, written otherwise, where only one thing can be meant."""

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from unfence.book.headings import column_names
from unfence.book.schema import TABLES, columns

WORDS = {
    "yes": ["是", "Yes", "TRUE", "√"],
    "no": ["否", "No", "N", "×"],
    "existing": ["现有", "Existing"],
    "planned": ["规划", "拟建", "ＰＬＡＮＮＥＤ"],
    "supply": ["供给", "Supply"],
    "demand": ["需求"],
    "time": ["时间", "耗时"],
    "fee": ["收费"],
    "quota": ["配额"],
    "good": ["货物"],
    "done": ["已完成"],
}
UNITS = {"km": "公里", "minutes": "分钟", "hours": "小时", "km_h": "公里/小时", "persons": "人"}
WIDE = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")
NAMES = {
    "jurisdictions": "辖区",
    "sites": "场站",
    "plants": "企业",
    "links": "连线表",
    "markets": "市场",
    "fences": "藩篱",
}
Row = dict[str, object]
Tables = dict[str, list[Row]]


@dataclass
class Mangler:
    """The dice and what has been done to the book."""

    dice: random.Random
    done: set[str] = field(default_factory=set)

    def maybe(self, what: str, share: float = 0.4) -> bool:
        """Whether to do something this time, noted if so."""
        chosen = self.dice.random() < share
        if chosen:
            self.done.add(what)
        return chosen

    def number(self, value: float, unit: str) -> object:
        """A number as text that can mean nothing else."""
        text = f"{value:,}" if self.maybe("commas") and float(value).is_integer() else f"{value!r}"
        if self.maybe("scale", 0.2) and value >= 10_000 and value % 1000 == 0:
            text = f"{value / 10_000:g}万"
        if unit in UNITS and self.maybe("unit", 0.3):
            text += self.dice.choice(["", " "]) + UNITS[unit]
        if self.maybe("wide"):
            text = text.translate(WIDE)
        if self.maybe("blanks"):
            text = self.dice.choice([" ", "\u3000", "\xa0"]) + text + self.dice.choice([" ", "\t", "\u200b"])
        return text if self.maybe("text", 0.7) else value

    def word(self, text: str) -> str:
        """A word of the format, or a list, written otherwise."""
        if ";" in text and ":" not in text and self.maybe("list"):
            return text.replace(";", self.dice.choice(["、", "；", "，", "; "]))
        return self.dice.choice(WORDS[text]) if text in WORDS and self.maybe("word") else text

    def identifier(self, text: str) -> str:
        """An id in capitals or full width."""
        if self.maybe("capitals", 0.2):
            return text.title()
        return "".join(chr(ord(c) + 0xFEE0) for c in text) if self.maybe("wide ids", 0.1) else text

    def heading(self, table: str, name: str) -> str:
        """Another name of a column."""
        others = [text for text, column in column_names(table).items() if column == name]
        said = columns(table)[name]
        text = self.dice.choice(sorted(others)) if self.maybe("heading", 0.5) else name
        if said.unit in UNITS and self.maybe("unit in heading", 0.3):
            text += self.dice.choice(["（{}）", "({})"]).format(UNITS[said.unit])
        return self.dice.choice(["*", "", " "]) + text if self.maybe("star", 0.2) else text

    def cell(self, table: str, name: str, value: object) -> object:
        """A cell written otherwise."""
        said = columns(table)[name]
        if value in ("", None):
            return value
        if said.numeric:
            return self.number(value, said.unit) if isinstance(value, int | float) else value
        if said.kind in ("choice", "yes_no", "names", "sides"):
            return self.word(str(value))
        if said.kind in ("id", "reference"):
            return self.identifier(str(value))
        return value

    def lines(self, table: str, rows: list[Row]) -> Iterator[list[object]]:
        """The lines of a table: title, headings, rows, totals, remarks, blank lines."""
        names = list(dict.fromkeys(name for row in rows for name in row))
        self.dice.shuffle(names)
        if self.maybe("title", 0.3):
            yield ["某县发改局填报的表", *([""] * (len(names) - 1))]
        head = [self.heading(table, name) for name in names]
        yield head
        for i, row in enumerate(rows):
            if i and self.maybe("blank line", 0.1):
                yield []
            if i and len(names) > 2 and self.maybe("headings again", 0.1):
                yield list(names) if set(names) >= _needed(table) else []
            yield [self.cell(table, name, row.get(name, "")) for name in names]
        if self.maybe("total", 0.2):
            yield ["合计"]
        if self.maybe("remark", 0.2):
            yield ["注：数据由办公室整理"]


def _needed(table: str) -> set[str]:
    return {name for name, said in columns(table).items() if said.required}


def _in_gbk(text: str) -> bool:
    """Whether a Chinese Windows could have saved it so."""
    try:
        return bool(text.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def workbook(tables: Tables, mangler: Mangler, path: Path) -> None:
    """Write tables as a workbook that somebody has worked on."""
    book = openpyxl.Workbook()
    first = book.active
    first.title = "账册" if mangler.maybe("settings in Chinese") else "book"
    for pair in (("英文标题", "Small"), ("title_zh", "小"), ("币种", "CNY"), ("年份", "2025年"), ("折现率", "5%")):
        first.append(pair)
    for table in TABLES:
        if table not in tables:
            continue
        named = NAMES.get(table, table) if mangler.maybe("sheet in Chinese") else table
        sheet = book.create_sheet(named)
        for number, cells in enumerate(mangler.lines(table, tables[table]), start=1):
            for place, value in enumerate(cells, start=1):
                sheet.cell(number, place).value = value if value != "" else None
        _merge(sheet, mangler)
        if sheet.max_row > 2 and mangler.maybe("hidden", 0.2):
            sheet.row_dimensions[sheet.max_row].hidden = True
    if mangler.maybe("sheet of WPS", 0.3):
        book.create_sheet("WpsReserved_CellImgList").sheet_state = "veryHidden"
    book.save(path)


def _merge(sheet: Worksheet, mangler: Mangler) -> None:
    """Merge equal cells below each other, as people do with what repeats."""
    for column in range(1, sheet.max_column + 1):
        for row in range(2, sheet.max_row):
            above, below = sheet.cell(row, column), sheet.cell(row + 1, column)
            same = above.value == below.value and isinstance(above.value, str)
            if same and above.coordinate not in sheet.merged_cells and mangler.maybe("merged", 0.3):
                sheet.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)


def folder(tables: Tables, mangler: Mangler, place: Path) -> None:
    """Write tables as CSV files from several programmes."""
    for table, rows in tables.items():
        out = io.StringIO(newline="")
        lists = any(";" in str(value) for row in rows for value in row.values())
        mark = "\t" if mangler.maybe("tabs", 0.2) else ";" if not lists and mangler.maybe("semicolons", 0.1) else ","
        width = len(list(dict.fromkeys(name for row in rows for name in row)))
        writer = csv.writer(out, delimiter=mark)
        for cells in mangler.lines(table, rows):
            writer.writerow([*cells, *[""] * (width - len(cells))])
        code = mangler.dice.choice(["utf-8", "utf-8-sig", "gbk", "utf-16"])
        if code == "gbk" and not _in_gbk(out.getvalue()):
            code = "utf-8"
        mangler.done.add(code)
        (place / f"{table}.csv").write_bytes(out.getvalue().encode(code))
