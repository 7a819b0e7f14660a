"""A stop watched itself: longer than told, or without its document, each found once."""

import pytest
from acting import do, stop_without_document
from builders import accepted, review_all, stop
from towns import Town

from engine.store.clocks import Stop
from engine.store.database import reading
from engine.sweep import due_cases


def found(town: Town, case: int) -> list[tuple[str, str]]:
    """Return what stops were found wanting in, with the legal instant."""
    return [(one.body["what"], one.body["instant"]) for one in town.records(case, "stop_wanting")]


def only_stop(town: Town) -> Stop:
    with reading(town.database) as session:
        return session.query(Stop).one()


def test_a_stop_without_its_document_turns_yellow_after_a_working_day(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    stop_without_document(town, case)
    town.sweep("09-28 23:59")
    assert found(town, case) == []
    town.sweep("09-29 08:00")

    assert found(town, case) == [("undocumented", "2026-09-29T00:00:00+08:00")]
    assert only_stop(town).wanting == ["undocumented"]
    for person in ("limingyuan", "wanghaibin", "qinlan"):
        assert [text for text in town.notices(person) if "停表没有告知文书" in text], person


def test_it_is_found_once_however_often_the_sweep_comes(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    stop_without_document(town, case)
    for day in ("09-28", "09-29", "10-09", "10-20"):
        town.sweep(f"{day} 08:00")

    assert [what for what, _ in found(town, case)] == ["undocumented"]
    assert only_stop(town).watch_at is None
    with reading(town.database) as session:
        assert due_cases(session, town.now) == []


def test_a_special_procedure_s_time_is_a_limit_of_its_own(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    stop(town, case, days=3)
    town.sweep("10-20 08:00")

    assert found(town, case) == []
    assert [card[:2] for card in town.cards(case)] == [("yellow", "special")]


def test_a_suspension_longer_than_told_turns_yellow(town: Town) -> None:
    case = accepted(town)
    do(town, case, "suspend", details={"days": "3"})
    town.sweep("10-12 08:00")

    assert found(town, case) == [("overlong", "2026-10-01T00:00:00+08:00")]
    assert [text for text in town.notices("qinlan") if "停表超过告知的时间" in text]


@pytest.mark.parametrize("days", ["", "30"])
def test_a_suspension_within_its_time_is_left_alone(town: Town, days: str) -> None:
    case = accepted(town)
    do(town, case, "suspend", details={"days": days})
    town.sweep("10-12 08:00")

    assert found(town, case) == []


def test_nothing_is_looked_at_after_the_resumption(town: Town) -> None:
    case = accepted(town)
    do(town, case, "suspend", details={"days": "3"})
    town.sweep("09-29 08:00")
    do(town, case, "resume")
    town.sweep("10-20 08:00")

    assert found(town, case) == []
    assert only_stop(town).watch_at is None


def test_who_acts_late_finds_it_first(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    stop_without_document(town, case)
    town.move("10-09 08:00")
    do(town, case, "suspend")

    kinds = [one.kind for one in town.records(case, "stop_wanting", "act_asked")]
    assert kinds == ["stop_wanting", "act_asked"]
