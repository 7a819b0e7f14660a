"""Days, written as people write them and kept as ISO text."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from forms.fields import Field
from forms.kinds.kind import Kind, Place
from forms.messages import Message, Refused

WRITTEN = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1900, 2100


def read_date(raw: object, field: Field) -> date:
    """Return the day of `2026-11-10`, `2026/11/10`, `2026年11月10日` or `20261110`."""
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    text = unicodedata.normalize("NFKC", raw).strip() if isinstance(raw, str) else ""
    match = WRITTEN.fullmatch(text) or COMPACT.fullmatch(text)
    if not match:
        raise Refused("不是日期；请按 2026-11-10 的格式填写", "Not a date; write it as 2026-11-10")
    return _day(*(int(part) for part in match.groups()))


def check_date(value: object, place: Place) -> Iterator[Message]:
    """Yield what is wrong with where a day lies."""
    if not isinstance(value, date):
        return
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        yield f"年份 {value.year} 有误；请核对", f"The year {value.year} cannot be right; check it"
    earliest = _day_of(place.bound(place.field.bounds.minimum_feel))
    if earliest and value < earliest:
        yield f"不得早于 {earliest}；请改日期", f"Not before {earliest}; change the date"
    latest = _day_of(place.bound(place.field.bounds.maximum_feel))
    if latest and value > latest:
        yield f"不得晚于 {latest}；请改日期", f"Not after {latest}; change the date"


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refused(
            f"没有 {year} 年 {month} 月 {day} 日这一天；请核对",
            f"There is no day {year}-{month:02}-{day:02}; check it",
        ) from error


def _day_of(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return None
    return None


def _iso(value: object, place: Place) -> object:
    return value.isoformat() if isinstance(value, date) else value


DATES = {
    "datetime": Kind(
        frozenset({"datetime"}),
        read_date,
        check_date,
        write=_iso,
        ask=("请选择日期", "Choose a date"),
    )
}
