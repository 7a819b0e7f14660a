"""The days off that 全国年节及纪念日放假办法 fixes itself, for years without a notice.

Article 2 as revised in 2024 (in force from 2025) names 13 days: 元旦 1, 春节 4 (除夕 to 初三),
清明节 1, 劳动节 2, 端午节 1, 中秋节 1, 国庆节 3. Days after the lunar calendar come from
`data/festivals.csv`, which reaches from 2027 to 2050 (three independent almanacs agreed on the
lunar days, two on 清明); outside it only the days with a fixed date are known. Shifting of days
(调休) is not guessed.
"""

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

#: Before this year the 办法 had fewer days, and every year from 2004 on has its notice.
FIRST_YEAR = 2025

_FIXED = (
    (1, 1, "元旦", "New Year's Day"),
    (5, 1, "劳动节", "Labour Day"),
    (5, 2, "劳动节", "Labour Day"),
    (10, 1, "国庆节", "National Day"),
    (10, 2, "国庆节", "National Day"),
    (10, 3, "国庆节", "National Day"),
)

#: Column of the table, days from the festival, names.
_LUNAR = (
    ("spring_festival", (-1, 0, 1, 2), "春节", "Spring Festival"),
    ("qingming", (0,), "清明节", "Qingming Festival"),
    ("dragon_boat", (0,), "端午节", "Dragon Boat Festival"),
    ("mid_autumn", (0,), "中秋节", "Mid-Autumn Festival"),
)


@cache
def days_off(year: int) -> Mapping[date, tuple[str, str]]:
    """Return the days article 2 gives in `year`, each with its Chinese and English name."""
    if year < FIRST_YEAR:
        return {}
    days = {date(year, month, day): (zh, en) for month, day, zh, en in _FIXED}
    for column, offsets, zh, en in _LUNAR:
        festival = _festivals().get((year, column))
        if festival is not None:
            days |= {festival + timedelta(days=n): (zh, en) for n in offsets}
    return days


@cache
def edition() -> str:
    """Return what tells one state of these rules from another, for a calendar's version."""
    return repr((FIRST_YEAR, _FIXED, _LUNAR, sorted(_festivals().items())))


@cache
def _festivals() -> Mapping[tuple[int, str], date]:
    text = files("engine.limits").joinpath("data/festivals.csv").read_text("utf-8")
    return {
        (int(row["year"]), column): date.fromisoformat(row[column])
        for row in csv.DictReader(text.splitlines())
        for column, *_ in _LUNAR
    }
