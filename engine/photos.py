"""When and where a photo was taken, as the browser that took it says (拍摄时间与地点).

It is told beside the file and kept with it; the file itself stays byte for byte what was sent.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.attachments import FileRefused
from engine.days import ZONE

#: Degrees, and metres past which a position says nothing.
BOUNDS = {"latitude": 90, "longitude": 180, "accuracy_m": 100_000}


def read_taken(told: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return {at, latitude, longitude, accuracy_m, by} as far as it was told; None for nothing.

    Raises FileRefused for a moment or position that cannot be.
    """
    found: dict[str, Any] = {}
    if told.get("at"):
        found["at"] = _moment(str(told["at"]))
    for name, most in BOUNDS.items():
        if told.get(name) is not None:
            found[name] = _number(name, told[name], most)
    if ("latitude" in found) != ("longitude" in found):
        raise _refused("latitude, longitude")
    return {**found, "by": "browser"} if found else None


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise _refused(text) from None
    if moment.tzinfo is None:
        raise _refused(text)
    return moment.astimezone(ZONE).isoformat(timespec="seconds")


def _number(name: str, value: object, most: int) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise _refused(f"{name} {value}") from None
    if not number.is_finite() or abs(number) > most:
        raise _refused(f"{name} {value}")
    return round(number, 6)


def _refused(what: str) -> FileRefused:
    shown = what[:60]
    return FileRefused(
        f"照片的拍摄时间或地点不可读：{shown}。请重新拍摄，或不附时间和地点上传。",
        f"When or where the photo was taken cannot be read: {shown}. "
        "Take it again, or upload it without.",
        code="photo_place_unreadable",
    )
