"""Lamps: what a clock shows on a screen, in shape, word and colour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.calendars import Calendars
from engine.clock_functions import PROCESS
from engine.clock_values import facts_from, rule_of
from engine.days import ZONE, day_of
from engine.lamp_levels import lamp_level
from engine.limits.projection import Projection, project
from engine.limits.units import Amount, Unit
from engine.store.clocks import Clock, Stop
from web.language import _, language, ngettext
from web.naming import ground_name
from web.times import short_day


@dataclass(frozen=True)
class Lamp:
    """What a clock shows: level, words, last day."""

    #: green | warn | yellow | red | stopped | none
    level: str
    text: str
    last_day: str = ""
    title: str = ""
    provisional: bool = False
    #: What to add where there is room, such as the last day if the clock resumed today.
    note: str = ""


def projection_of(
    clock: Clock, stops: Sequence[Stop], calendars: Calendars, at: datetime
) -> Projection:
    """Return what a clock's facts give at a moment."""
    moment = clock.ended_at if clock.state == "ended" and clock.ended_at else at
    calendar = calendars.of(clock.region)
    return project(facts_from(clock, stops), rule_of(clock).ladder, calendar, on=moment, tz=ZONE)


def lamp_of(clock: Clock, stops: Sequence[Stop], calendars: Calendars, at: datetime) -> Lamp:
    """Return the lamp of a clock at a moment."""
    shown = projection_of(clock, stops, calendars, at)
    unit = Amount.parse(clock.amount).unit
    title = f"{name_of(clock)} · {clock.rule.get('article', '')}"
    if clock.state == "ended":
        return _ended(clock, shown, unit, title, at)
    if shown.suspended and shown.last_day is None:
        return _stopped(stops, shown, title, at)
    day = short_day(shown.last_day, today=day_of(at))
    level, text = _running(clock, shown, unit, at)
    return Lamp(level, text, day, title, shown.provisional)


def _ended(clock: Clock, shown: Projection, unit: Unit, title: str, at: datetime) -> Lamp:
    """Return what a clock came to: in time, or late by its worst card."""
    late = bool(clock.due_at and clock.ended_at and clock.due_at < clock.ended_at)
    level = clock.level if late and clock.level in {"yellow", "red"} else "green"
    used = shown.used if clock.used is None else clock.used
    day = short_day(clock.last_on, today=day_of(at))
    return Lamp(level, _used(used or 0, unit), day, title, shown.provisional)


def _used(number: int, unit: Unit) -> str:
    if unit == Unit.WD:
        return ngettext("用 %(num)d 个工作日", "用 %(num)d 个工作日", number)
    if unit.is_hours:
        return ngettext("用 %(num)d 小时", "用 %(num)d 小时", number)
    return ngettext("用 %(num)d 日", "用 %(num)d 日", number)


def name_of(clock: Clock) -> str:
    """Return the limit's name in the language of the request."""
    rule = clock.rule
    return str(rule.get("name_en") or rule["name"]) if language() == "en" else str(rule["name"])


def _running(clock: Clock, shown: Projection, unit: Unit, at: datetime) -> tuple[str, str]:
    level = lamp_level(shown, rule_of(clock).ladder, clock.level, at=at)
    if shown.due_at is not None and shown.due_at <= at:
        return level, _overdue(max(shown.overdue or 0, 0), unit)
    if shown.last_day is not None and shown.last_day == day_of(at):
        return level, _("今日截止")
    return level, _left(shown.remaining or 0, unit)


def _left(number: int, unit: Unit) -> str:
    if unit == Unit.WD:
        return ngettext("剩 %(num)d 个工作日", "剩 %(num)d 个工作日", number)
    if unit.is_hours:
        return ngettext("剩 %(num)d 小时", "剩 %(num)d 小时", number)
    return ngettext("剩 %(num)d 日", "剩 %(num)d 日", number)


def _overdue(number: int, unit: Unit) -> str:
    if number == 0:
        return _("已届满")
    if unit == Unit.WD:
        return ngettext("超期 %(num)d 个工作日", "超期 %(num)d 个工作日", number)
    return ngettext("超期 %(num)d 日", "超期 %(num)d 日", number)


def _stopped(stops: Sequence[Stop], shown: Projection, title: str, at: datetime) -> Lamp:
    open_stop = next((stop for stop in reversed(stops) if stop.resumed_at is None), None)
    if open_stop is None:
        return Lamp("stopped", _("停表"), title=title)
    wanting = {what for stop in stops if stop.resumed_at is None for what in stop.wanting or ()}
    level = "yellow" if wanting else "stopped"
    days = (day_of(at) - day_of(open_stop.stopped_at)).days + 1
    if open_stop.activity_id == PROCESS:
        text = _("中止 · 第 %(days)d 日", days=days)
    else:
        text = _("停表 · %(ground)s · 第 %(days)d 日", ground=ground_name(open_stop), days=days)
    if "overlong" in wanting:
        text = _("%(stop)s · 超过告知时间", stop=text)
    if "undocumented" in wanting:
        text = _("%(stop)s · 缺告知文书", stop=text)
    note = ""
    if shown.if_resumed_today is not None:
        note = _(
            "已用 %(used)s，剩 %(left)s；若今日恢复，截止 %(day)s",
            used=shown.used,
            left=shown.remaining,
            day=short_day(shown.if_resumed_today.day, today=day_of(at)),
        )
    return Lamp(level, text, title=title, provisional=shown.provisional, note=note)
