"""The count of a limit in days, months or years, one row for each calendar day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.counting import LastDay, last_day
from engine.limits.ledger import Exclusion, Facts, excluded_days, exclusions
from engine.limits.moments import ONE_DAY, OfficeHours, day_of, due_instant
from engine.limits.rows import Explanation, Line, Row, RowKind, header_lines, outcome_lines
from engine.limits.units import Unit


@dataclass(frozen=True)
class _Count:
    """What every row of one count needs to know."""

    start: date
    unit: Unit
    calendar: Calendar
    #: None when an open stop hides it.
    last: LastDay | None
    exclusions: tuple[Exclusion, ...]

    def row(self, day: date, kind: RowKind, number: int | None, zh: str, en: str) -> Row:
        return Row(day, kind, number, zh, en, self.calendar.is_provisional(day))

    def named(self, number: int) -> tuple[str, str]:
        if self.unit == Unit.WD:
            return f"第{number}个工作日", f"working day {number}"
        return f"第{number}日", f"day {number}"


def explain_days(
    facts: Facts,
    calendar: Calendar,
    *,
    until: date | None,
    article: Line | None,
    office_hours: OfficeHours | None,
    tz: tzinfo,
) -> Explanation:
    """Return the count from the start day to `until`, or to the last day or the open stop."""
    start, stopped_on = day_of(facts.start, tz), facts.open_since(tz)
    last = _last_day(facts, calendar, start, stopped_on, tz)
    end = until or (last.day if last else stopped_on) or start
    # The day after the stop is the least that shows the stop itself as excluded.
    resumed = max(end, (stopped_on or end) + ONE_DAY)
    stops = exclusions(facts.suspensions, until=resumed, tz=tz)
    rows = tuple(_rows(_Count(start, facts.amount.unit, calendar, last, stops), end))
    header = header_lines(facts, article, tz)
    if last is None:
        return Explanation(header, rows, (_standing(facts, rows, stopped_on),))
    due = due_instant(last.day, tz, ends=facts.ends, office_hours=office_hours)
    excluded = excluded_days(facts.suspensions, tz=tz)
    stopped = sum(start < day <= last.day for day in excluded)
    return Explanation(
        header,
        rows,
        outcome_lines(due, provisional=last.provisional, stopped_dates=stopped, tz=tz),
    )


def _last_day(
    facts: Facts, calendar: Calendar, start: date, stopped_on: date | None, tz: tzinfo
) -> LastDay | None:
    excluded = excluded_days(facts.suspensions, tz=tz)
    last = last_day(start, facts.budget, calendar, excluded)
    return last if stopped_on is None or last.day < stopped_on else None


def _rows(count: _Count, end: date) -> Iterator[Row]:
    yield count.row(
        count.start,
        "start",
        None,
        "计时起始日不计（民法典第二百零一条）",
        "the start day does not count (Civil Code art. 201)",
    )
    counted = overdue = 0
    for n in range(1, (end - count.start).days + 1):
        row = _row(count, count.start + timedelta(days=n), counted + 1, overdue + 1)
        if row.number is not None:
            counted += row.kind == "counted"
            overdue += row.kind == "overdue"
        yield row


def _row(count: _Count, day: date, number: int, late: int) -> Row:
    """Return the row of a day that would bear `number`, or `late` after the last day."""
    stop = next((exclusion for exclusion in count.exclusions if day in exclusion), None)
    if stop is not None:
        return _stopped(count, day, stop)
    if count.last is not None and count.last.raw_day < day <= count.last.day:
        return _rolled(count, day, count.last)
    is_over = count.last is not None and day > count.last.day
    if count.unit == Unit.WD and not count.calendar.is_working(day):
        info = count.calendar.info(day)
        kind: RowKind = "overdue" if is_over else "rest"
        return count.row(day, kind, None, info.reason_zh, info.reason_en)
    if is_over:
        zh, en = count.named(late)
        return count.row(day, "overdue", late, f"超期{zh}", f"overdue {en}")
    return _counted(count, day, number)


def _stopped(count: _Count, day: date, stop: Exclusion) -> Row:
    info = count.calendar.info(day)
    zh, en = stop.note_zh, stop.note_en
    if count.unit == Unit.WD and not info.is_working:
        zh, en = f"{zh}；{info.reason_zh}", f"{en}; {info.reason_en}"
    return count.row(day, "stopped", None, zh, en)


def _rolled(count: _Count, day: date, last: LastDay) -> Row:
    if day == last.day:
        zh = "顺延至此，期限最后一日（民法典第二百零三条）"
        return count.row(day, "roll", None, zh, "moved to this day, the last (Civil Code art. 203)")
    info = count.calendar.info(day)
    return count.row(day, "roll", None, f"{info.reason_zh}，顺延", f"{info.reason_en}, moved on")


def _counted(count: _Count, day: date, number: int) -> Row:
    zh, en = count.named(number)
    info = count.calendar.info(day)
    if count.unit == Unit.WD and day in count.calendar.exceptions:
        zh, en = f"{zh}，{info.reason_zh}", f"{en}, {info.reason_en}"
    if count.last is not None and day == count.last.day:
        zh, en = f"{zh}，期限最后一日", f"{en}, the last day"
    elif count.last is not None and day == count.last.raw_day:
        zh = f"{zh}，期限届满；逢{info.reason_zh}，顺延"
        en = f"{en}, the period is full; {info.reason_en}, moved on"
    return count.row(day, "counted", number, zh, en)


def _standing(facts: Facts, rows: tuple[Row, ...], stopped_on: date | None) -> Line:
    """Say that the clock stands and, for budgets in days, what is used and left."""
    zh = f"停表中（自 {stopped_on} 起），恢复前没有截止日"
    en = f"Stopped since {stopped_on}; there is no last day until the clock resumes"
    if facts.amount.unit in (Unit.WD, Unit.ND):
        count = sum(row.kind == "counted" for row in rows)
        left = facts.budget.n - count
        zh, en = f"{zh}；已用 {count}，剩余 {left}", f"{en}; {count} used, {left} left"
    return Line(zh, en)
