"""Quiet hours: when notices leave the house, and when they wait for the morning (免打扰时段).

Only mail and its like wait; what a person sees on signing in is there at once, and no legal
instant moves. Off until an administrator sets them.
"""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.orm import Session

from engine import people
from engine.calendars import load_calendar
from engine.days import ZONE, day_of
from engine.errors import InvalidSubmission, NotAllowed
from engine.store.publishing import Setting

KEY = "quiet_hours"
#: The kinds of effects that wait: those that reach a person.
KINDS = frozenset({"mail", "wechat"})
SETTERS = ("administrator",)


@dataclass(frozen=True)
class QuietHours:
    """From when to when nobody is disturbed, over midnight where it ends earlier than it begins."""

    from_time: time
    until_time: time
    #: Days off are quiet all day.
    days_off: bool

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment's time of day is quiet."""
        now = moment.astimezone(ZONE).time()
        if self.from_time <= self.until_time:
            return self.from_time <= now < self.until_time
        return now >= self.from_time or now < self.until_time


def quiet_hours(session: Session) -> QuietHours | None:
    """Return the hours that are set; None when there are none."""
    row = session.get(Setting, KEY)
    if row is None or not row.value.get("from"):
        return None
    value = row.value
    return QuietHours(
        time.fromisoformat(value["from"]),
        time.fromisoformat(value["until"]),
        bool(value["days_off"]),
    )


def is_quiet(session: Session, at: datetime) -> bool:
    """Say whether notices wait at a moment."""
    hours = quiet_hours(session)
    if hours is None:
        return False
    is_day_off = not load_calendar(session).is_working(day_of(at))
    return hours.holds(at) or (hours.days_off and is_day_off)


def set_quiet_hours(
    session: Session, from_text: str, until_text: str, *, days_off: bool, by: str, at: datetime
) -> None:
    """Set the hours, written 21:00 and 08:00; both empty end them.

    Raises NotAllowed for others than administrators, InvalidSubmission for what is no time.
    """
    if not people.holds_post(session, by, SETTERS, day_of(at)):
        raise NotAllowed("免打扰时段由管理员设定。", "Administrators set the quiet hours.")
    texts = from_text.strip(), until_text.strip()
    errors: dict[str, list[tuple[str, str]]] = {}
    if any(texts):
        for field, text in zip(("from", "until"), texts, strict=True):
            if not _is_time(text):
                errors[field] = [("请按 21:00 的写法填写时刻。", "Write the time like 21:00.")]
        if not errors and texts[0] == texts[1]:
            errors["until"] = [("起止时刻不能相同。", "It cannot end at the time it begins.")]
    if errors:
        raise InvalidSubmission(errors)
    row = session.get(Setting, KEY) or Setting(key=KEY)
    row.value = {
        "from": texts[0],
        "until": texts[1],
        "days_off": days_off,
        "set_by": by,
        "set_at": at.isoformat(),
    }
    session.add(row)
    session.flush()


def _is_time(text: str) -> bool:
    try:
        return len(text) == len("21:00") and time.fromisoformat(text) is not None
    except ValueError:
        return False
