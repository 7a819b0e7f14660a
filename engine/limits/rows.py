"""The parts of an explanation, and its text for the command line."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Literal

from engine.limits.calendar import WEEKDAYS_EN, WEEKDAYS_ZH
from engine.limits.ledger import Facts
from engine.limits.moments import card_moment, day_of

#: start: the start day; counted: bears a number; rest: off; stopped: excluded by a stop;
#: roll: after the period, on the way to a working day; overdue: after the last day.
RowKind = Literal["start", "counted", "rest", "stopped", "roll", "overdue"]


@dataclass(frozen=True)
class Line:
    """A sentence in both languages."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return it in `language` ("zh" or "en")."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Row:
    """One calendar day of a count."""

    day: date
    kind: RowKind
    #: The number of the day within the limit, or of an overdue day; in hours, how many whole
    #: hours have counted by its end. None when the day does not count.
    number: int | None
    reason_zh: str
    reason_en: str
    #: True when the year of the day has no holiday notice yet (暂定).
    provisional: bool

    @property
    def weekday_zh(self) -> str:
        """Return the weekday, such as 周四."""
        return WEEKDAYS_ZH[self.day.weekday()]

    @property
    def weekday_en(self) -> str:
        """Return the weekday, such as Thursday."""
        return WEEKDAYS_EN[self.day.weekday()]

    def reason(self, language: str) -> str:
        """Return the reason in `language` ("zh" or "en")."""
        return self.reason_zh if language.startswith("zh") else self.reason_en


@dataclass(frozen=True)
class Explanation:
    """A count spelled out: what is counted by which article, each day, and the outcome."""

    header: tuple[Line, ...]
    rows: tuple[Row, ...]
    summary: tuple[Line, ...]


def header_lines(facts: Facts, article: Line | None, tz: tzinfo) -> tuple[Line, ...]:
    """Return what is counted from when, and the source the limit names."""
    begin_zh, begin_en = _start(facts, tz)
    more = "".join(f"+{n}" for n in facts.extensions)
    unit, n = facts.amount.unit, facts.amount.n
    line = Line(
        f"自 {begin_zh}起算，时限：{n}{more}{unit.name_zh}",
        f"{n}{more} {unit.name_en(facts.budget.n)} from {begin_en}",
    )
    if article is None:
        return (line,)
    return line, Line(f"依据：{article.zh}", f"Source: {article.en}")


def _start(facts: Facts, tz: tzinfo) -> tuple[str, str]:
    if isinstance(facts.start, datetime) and facts.amount.unit.is_hours:
        moment = f"{facts.start.astimezone(tz):%Y-%m-%d %H:%M}"
        return moment, moment
    day = day_of(facts.start, tz)
    return f"{day}（{WEEKDAYS_ZH[day.weekday()]}）", f"{day} ({WEEKDAYS_EN[day.weekday()]})"


def outcome_lines(
    due: datetime, *, provisional: bool, stopped_dates: int, tz: tzinfo
) -> tuple[Line, ...]:
    """Return when the limit ends, how many dates stops took out, and whether that may change."""
    lines = [_due_line(due, " 暂定" if provisional else "", tz)]
    if stopped_dates:
        lines.append(
            Line(
                f"其中停表 {stopped_dates} 天（自停表之日起至恢复之日止不计算）",
                f"Stops take out {stopped_dates} date(s), from the stop to the resumption",
            )
        )
    if provisional:
        lines.append(
            Line(
                "暂定：所涉年度的放假安排尚未公布，公布后重新计算",
                "Provisional (暂定): the holiday notice of a year concerned is not published yet",
            )
        )
    return tuple(lines)


def _due_line(due: datetime, mark: str, tz: tzinfo) -> Line:
    day_text, _, time = card_moment(due, tz).partition(" ")
    weekday = date.fromisoformat(day_text).weekday()
    return Line(
        f"截止：{day_text}（{WEEKDAYS_ZH[weekday]}）{time}{mark}",
        f"Due: {day_text} ({WEEKDAYS_EN[weekday]}) {time}{mark}",
    )


def render_explanation(explanation: Explanation, language: str = "zh") -> str:
    """Return an explanation as plain lines: date, weekday, number, reason."""
    parts = (
        (line.text(language) for line in explanation.header),
        (_render_row(row, language) for row in explanation.rows),
        (line.text(language) for line in explanation.summary),
    )
    return "\n".join(line for part in parts for line in part)


def _render_row(row: Row, language: str) -> str:
    is_zh = language.startswith("zh")
    weekday = row.weekday_zh if is_zh else row.weekday_en[:3]
    number = "-" if row.number is None else str(row.number)
    mark = " 暂定" if row.provisional else ""
    return f"{row.day} {weekday} {number:>4}  {row.reason(language)}{mark}"
