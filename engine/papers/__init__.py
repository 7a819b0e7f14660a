"""What every document shares: the page they extend, and how days and money are written."""

from collections.abc import Callable
from datetime import date

from engine.limits.calendar import WEEKDAYS_ZH


def day_zh(value: object) -> str:
    """Write a day (date or ISO text) as 2026年11月10日; empty stays empty."""
    if isinstance(value, str) and value:
        value = date.fromisoformat(value[:10])
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else ""


def weekday_zh(value: object) -> str:
    """Write the weekday of a day as 周一."""
    if isinstance(value, str) and value:
        value = date.fromisoformat(value[:10])
    return WEEKDAYS_ZH[value.weekday()] if isinstance(value, date) else ""


FILTERS: dict[str, Callable[..., object]] = {"day_zh": day_zh, "weekday_zh": weekday_zh}
