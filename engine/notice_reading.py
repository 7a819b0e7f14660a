"""Reading a holiday notice: a pasted table or a JSON year file, judged before it may be applied.

A table has one line a day or stretch: `2027-01-01..2027-01-03 休 元旦`, `2027-01-04 班 元旦`. A
JSON file holds `{"days": [{"date": "2027-01-01", "name": "元旦", "isOffDay": true}]}`.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Literal

from engine.errors import InvalidSubmission
from engine.limits import statute
from engine.limits.calendar import CalendarDay
from engine.store import json

Messages = list[tuple[str, str]]

_LINE = re.compile(
    r"(?P<first>\d{4}-\d{1,2}-\d{1,2})(?:\s*(?:\.\.|至|~|—|-)\s*(?P<last>\d{4}-\d{1,2}-\d{1,2}))?"
    r"[\s,，\t]+(?P<kind>\S+?)[\s,，\t]+(?P<name>[^,，\t]+?)(?:[,，\t]\s*(?P<name_en>.+?))?\s*"
)
_KINDS: Mapping[str, Literal["rest", "work"]] = {
    "休": "rest",
    "放假": "rest",
    "rest": "rest",
    "班": "work",
    "上班": "work",
    "调休": "work",
    "work": "work",
}
_SATURDAY = 5
_DECEMBER = 12
#: A longer stretch is a slip of the pen, and never a holiday.
_LONGEST = timedelta(days=31)


def read_notice(text: str, *, number: str) -> tuple[CalendarDay, ...]:
    """Return the days of a notice in their order; raises InvalidSubmission with every bad line."""
    text = text.strip().lstrip("\N{BYTE ORDER MARK}")
    messages: Messages = []
    days = tuple(
        _from_json(text, number, messages)
        if text.startswith("{")
        else _from_lines(text, number, messages)
    )
    if not days and not messages:
        messages.append(("请粘贴放假安排，每行一日。", "Paste the notice, one day a line."))
    messages += _repeated(days)
    if messages:
        raise InvalidSubmission({"days": messages})
    return tuple(sorted(days))


def _from_lines(text: str, number: str, messages: Messages) -> Iterator[CalendarDay]:
    for place, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            messages.append(
                (
                    f"第 {place} 行“{line.strip()}”读不懂，请写成：2027-01-01 休 元旦",
                    f"Line {place} cannot be read: {line.strip()!r}. "
                    "Write: 2027-01-01 rest New Year",
                )
            )
            continue
        yield from _stretch(match, place, number, messages)


def _stretch(
    match: re.Match[str], place: int, number: str, messages: Messages
) -> Iterator[CalendarDay]:
    kind = _KINDS.get(match["kind"])
    first, last = _day(match["first"]), _day(match["last"] or match["first"])
    if kind is None:
        messages.append(
            (
                f"第 {place} 行的类别“{match['kind']}”只能是 休 或 班。",
                f"Line {place}: {match['kind']!r} must be 休 (rest) or 班 (work).",
            )
        )
    elif first is None or last is None or not timedelta(0) <= last - first <= _LONGEST:
        messages.append(
            (
                f"第 {place} 行的日期不存在、前后颠倒或超过 31 日。",
                f"Line {place}: no such day, or the days are reversed or more than 31.",
            )
        )
    else:
        for n in range((last - first).days + 1):
            yield CalendarDay(
                first + timedelta(days=n), kind, match["name"], match["name_en"] or "", number
            )


def _day(text: object) -> date | None:
    try:
        year, month, day = (int(part) for part in str(text).split("-"))
        return date(year, month, day)
    except ValueError:
        return None


def _from_json(text: str, number: str, messages: Messages) -> Iterator[CalendarDay]:
    try:
        rows = json.loads(text)["days"]
        rows = [(place, dict(row)) for place, row in enumerate(rows, start=1)]
    except (ValueError, KeyError, TypeError):
        messages.append(
            ("不是年度放假文件：须有 days 列表。", "No year file: it must hold a list `days`.")
        )
        return
    for place, row in rows:
        day = _day(row.get("date"))
        if day is None or not isinstance(row.get("isOffDay"), bool) or not row.get("name"):
            messages.append(
                (
                    f"第 {place} 项须有 date、name 和 isOffDay：{row}",
                    f"Entry {place} needs date, name and isOffDay: {row}",
                )
            )
            continue
        yield CalendarDay(day, _kind_of(row), str(row["name"]), "", number)


def _kind_of(row: Mapping[str, Any]) -> Literal["rest", "work"]:
    return "rest" if row["isOffDay"] else "work"


def _repeated(days: Sequence[CalendarDay]) -> Messages:
    counted = Counter(one.day for one in days)
    return [
        (f"{day} 出现了 {times} 次。", f"{day} appears {times} times.")
        for day, times in sorted(counted.items())
        if times > 1
    ]


def check_year(days: Sequence[CalendarDay], year: int) -> None:
    """Refuse days of another year, a missing festival, or a make-up day that is worked anyway.

    Raises InvalidSubmission with everything at once. A notice may reach into December before.
    """
    messages = [*_foreign(days, year), *_missing(days, year), *_needless(days)]
    if messages:
        raise InvalidSubmission({"days": messages})


def _foreign(days: Sequence[CalendarDay], year: int) -> Messages:
    return [
        (f"{one.day} 不在 {year} 年。", f"{one.day} is not in {year}.")
        for one in days
        if one.day.year != year and (one.day.year, one.day.month) != (year - 1, _DECEMBER)
    ]


def _missing(days: Sequence[CalendarDay], year: int) -> Messages:
    """Find the days off that 放假办法 2 fixes itself."""
    off = {one.day for one in days if not one.is_working}
    return [
        (
            f"缺少 {day} {names[0]}（放假办法第二条规定放假）。",
            f"{day} is missing: {names[1]} is a day off (Holiday Measures art. 2).",
        )
        for day, names in sorted(statute.days_off(year).items())
        if day not in off
    ]


def _needless(days: Sequence[CalendarDay]) -> Messages:
    return [
        (
            f"{one.day} 本来就是工作日，不是调休上班日，请核对。",
            f"{one.day} is a working day anyway, no make-up day; check it.",
        )
        for one in days
        if one.is_working and one.day.weekday() < _SATURDAY
    ]
