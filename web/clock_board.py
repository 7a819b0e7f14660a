"""The board of running clocks: counted by lamp, section and matter, listed by urgency."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy import select

from engine.calendars import Calendars, load_calendar, load_calendars
from engine.days import day_of
from engine.definitions import current_definition
from engine.lamp_levels import lamp_level, worst
from engine.limits.calendar import Calendar
from engine.runs import Run, open_runs
from engine.store import lists
from engine.store.cases import Case
from engine.store.clocks import Clock
from engine.store.people import Person, Section
from engine.store.publishing import Matter
from engine.what_if import Counting
from web.lamps import Lamp, lamp_of, name_of
from web.language import _, pick
from web.naming import item_name
from web.session import db, now
from web.times import short_day

ORDER = ("red", "yellow", "warn", "green", "stopped")
#: How many days of the timeline are drawn.
DAYS_AHEAD = 14


@dataclass(frozen=True)
class Standing:
    """A run with its lamp's level and its last day at this moment."""

    run: Run
    level: str
    last_on: date | None
    due_at: datetime | None
    is_provisional: bool = False


def standings(runs: Sequence[Run], calendars: Calendars, at: datetime) -> list[Standing]:
    """Return the runs with what their lamps show, the most urgent first."""
    counting = Counting(calendars)
    found = []
    for run in runs:
        shown = counting.project(run)
        level = lamp_level(shown, run.rule.ladder, worst(run.fired.values()), at=at)
        is_provisional = shown.provisional and shown.last_day is not None
        found.append(Standing(run, level, shown.last_day, shown.due_at, is_provisional))
    return sorted(found, key=_urgency)


def _urgency(one: Standing) -> tuple[int, float, int]:
    due = one.due_at.timestamp() if one.due_at else float("inf")
    return ORDER.index(one.level), due, one.run.clock_id


@dataclass(frozen=True)
class Names:
    """What keys are called in the language of the request."""

    persons: dict[str, str]
    sections: dict[str, str]
    matters: dict[str, str]


def names() -> Names:
    """Read the names of persons, sections and matters."""
    return Names(
        {one.id: one.name for one in db().scalars(select(Person))},
        {s.key: pick(s.name, s.name_en) for s in db().scalars(select(Section))},
        {m.key: pick(m.name, m.name_en) for m in db().scalars(select(Matter))},
    )


def board(matter: str = "") -> list[Standing]:
    """Return every running clock, of a matter or of all."""
    return standings(open_runs(db(), matter), load_calendars(db()), now())


def lamps_of(found: Sequence[Standing]) -> list[dict[str, object]]:
    """Return the rows of some standings, with the lamps as every screen shows them."""
    ids = [one.run.clock_id for one in found]
    clocks = {c.id: c for c in db().scalars(select(Clock).where(Clock.id.in_(ids)))}
    cases = {c.case_id for c in clocks.values()}
    rows = {row.clock.id: row for group in lists.clocks_of(db(), cases).values() for row in group}
    calendars, called = load_calendars(db()), names()
    numbers = {c.id: c.number for c in db().scalars(select(Case).where(Case.id.in_(cases)))}
    return [
        _row(one, rows[one.run.clock_id].clock, lamp, numbers, called)
        for one in found
        for lamp in [
            lamp_of(clocks[one.run.clock_id], rows[one.run.clock_id].stops, calendars, now())
        ]
    ]


def _row(
    one: Standing, clock: Clock, lamp: Lamp, numbers: dict[int, str], called: Names
) -> dict[str, object]:
    item = item_name(clock.item_key, clock.item_name)
    return {
        "lamp": lamp,
        "limit": name_of(clock) + (f" · {item}" if item else ""),
        "article": clock.rule.get("article", ""),
        "case_number": one.run.case_number,
        "title": one.run.case_title,
        "url": url_for("clocks.explain", clock_id=clock.id),
        "case_url": url_for("cases.show", number=numbers[clock.case_id]),
        "holder": called.persons.get(one.run.person_id or "", ""),
        "section": called.sections.get(one.run.section_key or "", ""),
    }


def stopped_by_ground(found: Sequence[Standing]) -> list[tuple[str, int]]:
    """Return how many clocks stand still, by the name of the ground of their open stop."""
    english = {
        row["name"]: row.get("name_en", "")
        for matter in {one.run.matter_key for one in found}
        for row in current_definition(db(), matter).matter.raw.get("special", {}).get("grounds", ())
    }
    grounds = Counter(
        pick(stop.ground, english.get(stop.ground, ""))
        for one in found
        for stop in one.run.facts.suspensions
        if stop.is_open
    )
    return grounds.most_common()


def due_days(found: Sequence[Standing], at: datetime) -> list[dict[str, object]]:
    """Return the next days with how many clocks end on each, by level, for the timeline."""
    today = day_of(at)
    counted: Counter[tuple[date, str]] = Counter(
        (one.last_on, one.level) for one in found if one.last_on is not None
    )
    days = [today + timedelta(days=n) for n in range(DAYS_AHEAD)]
    calendar = load_calendar(db())
    most = max((sum(counted[day, level] for level in ORDER) for day in days), default=0) or 1
    return [_day(day, counted, calendar, most, today) for day in days]


def _day(
    day: date, counted: Counter[tuple[date, str]], calendar: Calendar, most: int, today: date
) -> dict[str, object]:
    bars, top = [], 0.0
    for level in ORDER:
        number = counted[day, level]
        height = 64 * number / most
        if number:
            bars.append({"level": level, "y": 64 - top - height, "height": height})
            top += height
    total = sum(counted[day, level] for level in ORDER)
    return {
        "label": short_day(day),
        "is_working": calendar.is_working(day),
        "is_today": day == today,
        "is_provisional": calendar.is_provisional(day),
        "total": total,
        "bars": bars,
    }


def counts(
    found: Sequence[Standing], chosen: str, query: dict[str, str]
) -> list[dict[str, object]]:
    """Return the clickable counts above the board."""
    groups = [
        ("", _("全部"), ""),
        ("red", _("红牌"), "red"),
        ("yellow", _("黄牌"), "yellow"),
        ("warn", _("预警"), "warn"),
        ("green", _("正常"), "green"),
        ("stopped", _("停表"), "stopped"),
    ]
    kept = {key: value for key, value in query.items() if value}
    return [
        {
            "key": key,
            "label": label,
            "number": sum(not key or one.level == key for one in found),
            "lamp": lamp,
            "url": f"{url_for('clocks.all')}?{urlencode({**kept, 'lamp': key} if key else kept)}",
            "active": key == chosen,
        }
        for key, label, lamp in groups
    ]
