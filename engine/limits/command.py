"""What `banjie due` answers: last days and counts as text, from text.

Day units take and give dates, a provisional one followed by " 暂定". NH and WH take and give ISO
instants; one without an offset is read in the bureau's zone. Wrong input raises CountingError.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from engine.limits.calendar import Calendar
from engine.limits.errors import CountingError
from engine.limits.explanation import explain
from engine.limits.ledger import Facts, Suspension
from engine.limits.moments import SHANGHAI, day_of
from engine.limits.projection import Projection, project
from engine.limits.rows import Line, render_explanation
from engine.limits.units import Amount

#: What follows a date that a holiday notice may still move.
PROVISIONAL = " 暂定"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_STOP = re.compile(r"([^ .]+)\.\.([^ .]+)(?: +(.+))?")
_COLUMNS = ["start", "amount", "unit"]
#: Stands where a stop names no ground of its own.
_GROUND = Line("特别程序", "special procedure")


def due_line(
    start_text: str,
    amount_text: str,
    calendar: Calendar,
    *,
    stops: Iterable[str] = (),
    tz: tzinfo = SHANGHAI,
) -> str:
    """Return the last day of a limit such as 7WD, or the due instant of one in hours.

    A stop is written `2026-09-28..2026-10-13`, with or without a space and its ground.
    """
    facts = read_facts(start_text, amount_text, stops=stops, tz=tz)
    return _due_text(project(facts, (), calendar, tz=tz), facts)


def due_explained(
    start_text: str,
    amount_text: str,
    calendar: Calendar,
    *,
    stops: Iterable[str] = (),
    article: Line | None = None,
    language: str = "zh",
    tz: tzinfo = SHANGHAI,
) -> str:
    """Return the count day by day, each with its reason."""
    facts = read_facts(start_text, amount_text, stops=stops, tz=tz)
    return render_explanation(explain(facts, calendar, article=article, tz=tz), language)


def due_batch(csv_text: str, calendar: Calendar, *, tz: tzinfo = SHANGHAI) -> list[str]:
    """Return the answer for each line of a CSV of `start,amount,unit`, empty lines left out.

    With a header the columns may stand in any order, among others. An error names the line.
    """
    return [_batch_line(line, calendar, tz) for line in _lines(csv_text)]


def read_facts(
    start_text: str, amount_text: str, *, stops: Iterable[str] = (), tz: tzinfo = SHANGHAI
) -> Facts:
    """Return the facts that a start, an amount and stops given as text state."""
    amount = Amount.parse(amount_text)
    start = _instant(start_text, tz) if amount.unit.is_hours else _day(start_text, tz)
    suspensions = tuple(_stop(text, tz) for text in stops)
    return Facts(start, amount, suspensions=suspensions)


def _due_text(shown: Projection, facts: Facts) -> str:
    mark = PROVISIONAL if shown.provisional else ""
    if facts.amount.unit.is_hours and shown.due_at is not None:
        return shown.due_at.isoformat() + mark
    return f"{shown.last_day}{mark}"


def _day(text: str, tz: tzinfo) -> date:
    moment = _moment(text, tz)
    return day_of(moment, tz)


def _instant(text: str, tz: tzinfo) -> datetime:
    moment = _moment(text, tz)
    if isinstance(moment, datetime):
        return moment
    raise CountingError(
        f"以小时计的时限须给出具体时刻，如 {moment}T16:00+08:00，而不是日期 {moment}",
        f"a limit in hours needs an instant such as {moment}T16:00+08:00, not the date {moment}",
        code="invalid_instant",
    )


def _moment(text: str, tz: tzinfo) -> date | datetime:
    text = text.strip()
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _DAY.match(text):
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=tz)
    except ValueError:
        pass
    raise CountingError(
        f"日期“{text}”无法识别，请写成 2026-09-24 或 2026-09-24T16:00+08:00",
        f"cannot read the date {text!r}; write 2026-09-24 or 2026-09-24T16:00+08:00",
        code="invalid_instant",
    )


def _stop(text: str, tz: tzinfo) -> Suspension:
    match = _STOP.fullmatch(text.strip())
    if not match:
        raise CountingError(
            f"停表“{text}”无法识别，请写成 2026-09-28..2026-10-13 或再加空格和事由",
            f"cannot read the stop {text!r}; write 2026-09-28..2026-10-13, or add a space and "
            "the ground",
            code="invalid_suspension",
        )
    stopped, resumed, ground = _moment(match[1], tz), _moment(match[2], tz), match[3]
    return Suspension(stopped, resumed, ground or _GROUND.zh, ground_en=ground or _GROUND.en)


@dataclass(frozen=True)
class _BatchLine:
    number: int
    start: str
    amount: str


def _lines(csv_text: str) -> Iterator[_BatchLine]:
    """Yield the lines that are not empty, without the header."""
    reader = csv.reader(csv_text.removeprefix("\ufeff").splitlines())
    stripped = ((reader.line_num, [cell.strip() for cell in cells]) for cells in reader)
    filled = ((number, cells) for number, cells in stripped if any(cells))
    columns: list[int] | None = None
    for number, cells in filled:
        if columns is not None:
            yield _picked(number, cells, columns)
        elif _is_header(cells):
            columns = _columns(number, [cell.lower() for cell in cells])
        else:
            columns = [0, 1, 2]
            yield _picked(number, cells, columns)


def _is_header(cells: list[str]) -> bool:
    return "start" in (cell.lower() for cell in cells)


def _columns(number: int, names: list[str]) -> list[int]:
    missing = [name for name in _COLUMNS if name not in names]
    if missing:
        raise _bad_line(number, f"表头缺少 {missing[0]}", f"the header lacks {missing[0]}")
    return [names.index(name) for name in _COLUMNS]


def _picked(number: int, cells: list[str], columns: list[int]) -> _BatchLine:
    if len(cells) <= max(columns):
        zh, en = "应有 start,amount,unit 三栏", "expected the columns start,amount,unit"
        raise _bad_line(number, zh, en)
    start, amount, unit = (cells[column] for column in columns)
    return _BatchLine(number, start, amount + unit)


def _batch_line(line: _BatchLine, calendar: Calendar, tz: tzinfo) -> str:
    try:
        return due_line(line.start, line.amount, calendar, tz=tz)
    except CountingError as error:
        raise _bad_line(line.number, error.zh, error.en) from error


def _bad_line(number: int, zh: str, en: str) -> CountingError:
    return CountingError(f"第 {number} 行：{zh}", f"line {number}: {en}", code="invalid_batch")
