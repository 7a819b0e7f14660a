"""The count of a limit in hours, one row for each calendar day it touches."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.hours import Span, counted_spans, instant_after
from engine.limits.ledger import Facts
from engine.limits.moments import ONE_DAY, OfficeHours, day_of, end_of, start_of
from engine.limits.rows import Explanation, Line, Row, header_lines, outcome_lines
from engine.limits.units import Unit


def explain_hours(
    facts: Facts,
    calendar: Calendar,
    *,
    until: date | None,
    article: Line | None,
    office_hours: OfficeHours | None,
    tz: tzinfo,
) -> Explanation:
    """Return the hours of each day from the start to the due instant, or to the open stop."""
    start, budget, stops = facts.start_at, facts.budget, facts.suspensions
    due = instant_after(budget.n, start, budget.unit, calendar, office_hours, stops, tz=tz)
    first, stopped_on = day_of(start, tz), facts.open_since(tz)
    last = _last_touched(due, tz) if due else (until or stopped_on or first)
    ends = due or end_of(last, tz)
    spans = counted_spans(start, budget.unit, calendar, office_hours, stops, tz=tz)
    rows = tuple(_rows(first, last, list(_until(spans, ends)), budget.unit, calendar, tz))
    header = header_lines(facts, article, tz)
    if due is None:
        return Explanation(header, rows, (_standing(stopped_on),))
    provisional = budget.unit == Unit.WH and calendar.is_provisional_between(first, last)
    return Explanation(
        header, rows, outcome_lines(due, provisional=provisional, stopped_dates=0, tz=tz)
    )


def _last_touched(due: datetime, tz: tzinfo) -> date:
    day = day_of(due, tz)
    return day - ONE_DAY if due == start_of(day, tz) else day


def _until(spans: Iterable[Span], ends: datetime) -> Iterator[Span]:
    for opens, closes in spans:
        if opens >= ends:
            return
        yield opens, min(closes, ends)


def _rows(
    first: date, last: date, spans: list[Span], unit: Unit, calendar: Calendar, tz: tzinfo
) -> Iterator[Row]:
    total = timedelta(0)
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        today = list(_of_day(spans, day, tz))
        total += sum((closes - opens for opens, closes in today), timedelta(0))
        yield _row(day, today, total, unit, calendar, tz)


def _of_day(spans: list[Span], day: date, tz: tzinfo) -> Iterator[Span]:
    begins, ends = start_of(day, tz), end_of(day, tz)
    for opens, closes in spans:
        if opens < ends and closes > begins:
            yield max(opens, begins), min(closes, ends)


def _row(
    day: date, spans: list[Span], total: timedelta, unit: Unit, calendar: Calendar, tz: tzinfo
) -> Row:
    info = calendar.info(day)
    provisional = unit == Unit.WH and info.provisional
    if spans:
        times = "、".join(
            f"{_time(opens, day, tz)}-{_time(closes, day, tz)}" for opens, closes in spans
        )
        number = int(total.total_seconds() // 3600)
        zh, en = (
            f"计时 {times}，累计 {_hours(total)} 小时",
            f"{times}, {_hours(total)} hours so far",
        )
        return Row(day, "counted", number, zh, en, provisional)
    if unit == Unit.WH and not info.is_working:
        return Row(day, "rest", None, info.reason_zh, info.reason_en, provisional)
    zh, en = (
        "本日没有计入的时间（停表或非办公时间）",
        "nothing counts: stopped or outside office hours",
    )
    return Row(day, "stopped", None, zh, en, provisional)


def _time(moment: datetime, day: date, tz: tzinfo) -> str:
    """Return the time of `moment` seen from `day`, whose end is 24:00."""
    local = moment.astimezone(tz)
    return f"{local:%H:%M}" if local.date() == day else "24:00"


def _hours(total: timedelta) -> str:
    return f"{total.total_seconds() / 3600:.2f}".rstrip("0").rstrip(".")


def _standing(stopped_on: date | None) -> Line:
    return Line(
        f"停表中（自 {stopped_on} 起），恢复前没有到期时刻",
        f"Stopped since {stopped_on}; there is no due instant until the clock resumes",
    )
