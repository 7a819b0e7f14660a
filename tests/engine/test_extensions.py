"""A limit is lengthened as far, as often and by whom its rule says (行政许可法 42)."""

from typing import Any

import pytest
from builders import PERMIT, accepted
from sqlalchemy import select
from towns import Town

from engine.errors import BanjieError
from engine.extensions import Extension, read_extension
from engine.handling import load_case, write_rows
from engine.limits.errors import CountingError
from engine.stopping import extend_clocks
from engine.store.database import transaction
from engine.store.publishing import LimitVersion


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("off", None),
        (None, None),
        ("once", Extension(None, 1)),
        ({"most": 10, "times": 1, "by": "director"}, Extension(10, 1, "director")),
        ({"times": 2}, Extension(None, 2)),
    ],
)
def test_an_extension_is_read(value: object, expected: Extension | None) -> None:
    assert read_extension(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "often",
        3,
        {},
        {"most": 3},
        {"times": 0},
        {"times": True},
        {"times": 1, "most": -1},
        {"x": 1},
    ],
    ids=str,
)
def test_what_is_no_extension_is_refused(value: object) -> None:
    with pytest.raises(CountingError) as caught:
        read_extension(value)
    assert caught.value.code == "invalid_extension"


def extend(town: Town, case: int, units: int, by: str) -> None:
    with transaction(town.database) as session:
        handling = load_case(session, case, at=town.now, now=town.now, by=by)
        extend_clocks(handling, ["decide"], by=units)
        write_rows(handling)


@pytest.fixture
def case(town: Town) -> int:
    """Return a case whose limit the director may lengthen twice, by five days at most."""
    with transaction(town.database) as session:
        version = session.scalar(
            select(LimitVersion).where(
                LimitVersion.matter_key == PERMIT, LimitVersion.limit_key == "decide"
            )
        )
        assert version
        allowed: dict[str, Any] = {"most": 5, "times": 2, "by": "deputy_director"}
        version.rule = {**version.rule, "extension": allowed}
    return accepted(town)


@pytest.mark.parametrize(
    ("units", "by", "code"),
    [(6, "wanghaibin", "extension_too_long"), (5, "limingyuan", "not_allowed")],
    ids=["too far", "another post"],
)
def test_beyond_its_bounds_nothing_is_lengthened(
    town: Town, case: int, units: int, by: str, code: str
) -> None:
    before = town.timer(case, "decide").last_on

    with pytest.raises(BanjieError) as caught:
        extend(town, case, units, by)
    assert (caught.value.code, town.timer(case, "decide").last_on) == (code, before)


def test_it_is_lengthened_as_often_as_it_says(town: Town, case: int) -> None:
    for _ in range(2):
        extend(town, case, 5, "wanghaibin")

    with pytest.raises(BanjieError) as caught:
        extend(town, case, 5, "wanghaibin")
    assert caught.value.code == "extension_not_allowed"
    assert town.timer(case, "decide").extensions == [5, 5]
