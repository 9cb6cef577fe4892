"""Grids: printed emission factors of electricity, by province and by regional grid.

The two ways of counting differ: of the grids of Hunan and Guizhou by 2 % when counted by province, by 23 % when counted
by region (Central against South). Neither is wrong; whoever states a figure has to say which it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from unfence.book import Book

ELECTRICITY = "2716"
"""The heading of electrical energy in the Harmonized System."""
KWH: Mapping[str, float] = MappingProxyType({"kWh": 1.0, "MWh": 1e3, "GWh": 1e6})
"""Kilowatt-hours in a unit of electricity."""
_CLOSE = 0.005
"""The share by which factors may differ and still be the same, rounded."""


@dataclass(frozen=True)
class Grid:
    """One printed set: kg of CO2 per kWh by province (in Chinese, without its suffix)."""

    name: str
    source: str
    factors: Mapping[str, float]


_PROVINCES = {
    "北京": "Beijing", "天津": "Tianjin", "河北": "Hebei", "山西": "Shanxi", "山东": "Shandong",
    "内蒙古": "Inner Mongolia",
    "辽宁": "Liaoning", "吉林": "Jilin", "黑龙江": "Heilongjiang", "上海": "Shanghai", "江苏": "Jiangsu",
    "浙江": "Zhejiang", "安徽": "Anhui", "福建": "Fujian", "河南": "Henan", "湖北": "Hubei", "湖南": "Hunan",
    "江西": "Jiangxi", "陕西": "Shaanxi", "甘肃": "Gansu", "青海": "Qinghai", "宁夏": "Ningxia", "新疆": "Xinjiang",
    "广东": "Guangdong", "广西": "Guangxi", "云南": "Yunnan", "贵州": "Guizhou", "海南": "Hainan",
    "重庆": "Chongqing", "四川": "Sichuan", "西藏": "Tibet",
}  # fmt: skip

_REGIONS = (
    (0.6361, "北京 天津 河北 山西 山东 内蒙古"),
    (0.5122, "辽宁 吉林 黑龙江"),
    (0.5500, "上海 江苏 浙江 安徽 福建"),
    (0.5271, "河南 湖北 湖南 江西"),
    (0.5543, "陕西 甘肃 青海 宁夏 新疆"),
    (0.4042, "广东 广西 云南 贵州 海南"),
    (0.2472, "重庆 四川 西藏"),
)
"""North, North-east, East, Central, North-west, South, South-west; the west of Inner Mongolia counts for all of it."""

GRIDS = (
    Grid(
        "grid_province_2022",
        "MEE and NBS, provincial average CO2 factors of electricity 2022 (the provinces at hand)",
        {"湖南": 0.4900, "贵州": 0.4989, "重庆": 0.5227, "四川": 0.1404},
    ),
    Grid(
        "grid_region_2023",
        "MEE and NBS, CO2 factors of electricity 2023, regional averages",
        {province: factor for factor, provinces in _REGIONS for province in provinces.split()},
    ),
)


def factors_by(grid: Grid, book: Book) -> Mapping[str, float]:
    """Kilograms per unit of every market that sells electricity in a province that the set knows.

    >>> from unfence.examples import example
    >>> found = factors_by(GRIDS[1], example("daxin"))
    >>> round(found["xh_power_220"], 1), round(found["dl_power_220"], 1)
    (527.1, 404.2)
    """
    power = {
        c["id"]: KWH[c["unit"]] for c in book["commodities"].iter_rows(named=True) if _electric(c["hs"], c["unit"])
    }
    provinces = dict(zip(book["jurisdictions"]["id"], book["jurisdictions"]["province"], strict=True))
    homes = dict(zip(book["sites"]["id"], book["sites"]["jurisdiction"], strict=True))
    found = {}
    for market in book["markets"].filter(side="supply").iter_rows(named=True):
        per_kwh = grid.factors.get(province_named(provinces.get(homes[market["site"]], "")))
        if per_kwh is not None and market["commodity"] in power:
            found[market["id"]] = per_kwh * power[market["commodity"]]
    return found


def agreeing(book: Book, own: Mapping[str, float]) -> str:
    """The printed set with which a book's own factors for electricity agree; empty if there is none."""
    for grid in GRIDS:
        printed = factors_by(grid, book)
        if printed and all(abs(own[market] - factor) <= _CLOSE * factor for market, factor in printed.items()):
            return grid.name
    return ""


def province_named(written: str) -> str:
    """A province's short Chinese name, from what a book calls it; empty if it is none of China's.

    >>> province_named("Hunan"), province_named("贵州省"), province_named("East")
    ('湖南', '贵州', '')
    """
    bare = written.strip().lower().removesuffix(" province")
    return next((zh for zh, en in _PROVINCES.items() if bare == en.lower() or written.strip().startswith(zh)), "")


def _electric(hs: str, unit: str) -> bool:
    return hs.startswith(ELECTRICITY) and unit in KWH
