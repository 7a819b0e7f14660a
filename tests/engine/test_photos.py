"""When and where a photo was taken is read as the browser tells it, or refused in words."""

from decimal import Decimal
from typing import Any

import pytest

from engine.attachments import FileRefused
from engine.photos import read_taken

AT = "2026-09-24T01:02:03.456Z"


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, None),
        ({"at": AT}, {"at": "2026-09-24T09:02:03+08:00", "by": "browser"}),
        (
            {"latitude": 30.123456789, "longitude": "-120.5", "accuracy_m": 12},
            {
                "latitude": Decimal("30.123457"),
                "longitude": Decimal("-120.5"),
                "accuracy_m": Decimal(12),
                "by": "browser",
            },
        ),
        ({"latitude": None, "longitude": None, "other": 1}, None),
    ],
)
def test_what_was_told_is_kept(told: dict[str, Any], expected: dict[str, Any] | None) -> None:
    assert read_taken(told) == expected


@pytest.mark.parametrize(
    "told",
    [
        {"at": "yesterday"},
        {"at": "2026-09-24T01:02:03"},
        {"latitude": 91, "longitude": 0},
        {"latitude": 0, "longitude": 181},
        {"latitude": 30},
        {"longitude": 30},
        {"latitude": "NaN", "longitude": 1},
        {"latitude": "here", "longitude": 1},
        {"accuracy_m": "1e9"},
    ],
)
def test_what_cannot_be_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(FileRefused) as refused:
        read_taken(told)

    assert "重新拍摄" in refused.value.zh
    assert refused.value.code == "photo_place_unreadable"
