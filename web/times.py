"""Moments and days as people read them, in the bureau's zone."""

from datetime import date, datetime

from engine.days import ZONE, legal_text
from engine.limits.calendar import WEEKDAYS_ZH
from web.language import language

_SHORT_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def weekday(day: date) -> str:
    """Return 周一 or Mon."""
    return (_SHORT_EN if language() == "en" else WEEKDAYS_ZH)[day.weekday()]


def short_day(day: date | None, *, today: date | None = None) -> str:
    """Return "10-12 周一"; with the year when it is not this one."""
    if day is None:
        return ""
    form = "%m-%d" if today is None or day.year == today.year else "%Y-%m-%d"
    return f"{day.strftime(form)} {weekday(day)}"


def short_moment(moment: datetime | None) -> str:
    """Return "11-03 09:20", midnight as the law writes it: "11-03 24:00"."""
    return legal_text(moment)[len("2026-") :] if moment else ""


def long_moment(moment: datetime | None) -> str:
    """Return "2026-11-03 09:20"."""
    return f"{moment.astimezone(ZONE):%Y-%m-%d %H:%M}" if moment else ""


def full_moment(moment: datetime) -> str:
    """Return "2026-11-10 周二 09:00"."""
    local = moment.astimezone(ZONE)
    return f"{local:%Y-%m-%d} {weekday(local.date())} {local:%H:%M}"


def clock_time(moment: datetime | None) -> str:
    """Return "09:12"."""
    return f"{moment.astimezone(ZONE):%H:%M}" if moment else ""
