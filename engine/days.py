"""Which day a moment belongs to: Asia/Shanghai (or BANJIE_TZ) decides."""

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

#: The time zone that decides days.
ZONE = ZoneInfo(os.environ.get("BANJIE_TZ", "Asia/Shanghai"))


def day_of(moment: datetime) -> date:
    """Return the day of an aware moment in the bureau's zone."""
    return moment.astimezone(ZONE).date()


def closing_day_of(moment: datetime) -> date:
    """Return the day whose 24:00 a moment is, or the day it lies in."""
    local = moment.astimezone(ZONE)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return date.fromordinal(local.toordinal() - 1)
    return local.date()


def legal_text(moment: datetime) -> str:
    """Write a moment as the law does: midnight is 24:00 of the day that ends."""
    local = moment.astimezone(ZONE)
    if (local.hour, local.minute) == (0, 0):
        return f"{closing_day_of(moment).isoformat()} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"
