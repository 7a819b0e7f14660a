"""What the record of a case proves for another: who held what, stops, cards, papers."""

from datetime import timedelta

import councils
import permit_forms
import pytest
from builders import accepted, review_all
from towns import Town

from engine.evidence import evidence_of, span
from engine.store.cases import Case
from engine.store.database import reading, transaction
from engine.tasks import claim_task, reassign_task


def gathered(town: Town, case: int) -> dict[str, object]:
    number = town.case(case).number
    with reading(town.database) as session:
        return evidence_of(session, number, at=town.now)


def test_it_tells_who_held_what_and_how_long(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    task = town.task(case, "draft_opinion")
    with transaction(town.database) as session:
        claim_task(session, task.id, by="hexiaoyu", at=town.now)
    claimed_at = town.now
    town.sweep("10-13 08:00")
    found = gathered(town, case)

    [held] = [one for one in found["holders"] if one["key"] == "hexiaoyu"]  # type: ignore[attr-defined]
    minutes = int((town.now - claimed_at).total_seconds() // 60)
    assert (held["person"], held["section"], held["minutes"]) == ("何晓雨", "审批科", minutes)
    assert held["to"] is None
    assert found["title"] == town.case(case).title
    [card] = [one for one in found["cards"] if one["colour"] == "red"]  # type: ignore[attr-defined]
    assert card["person"] == "何晓雨"
    [clock] = [one for one in found["clocks"] if one["limit"] == "decide"]  # type: ignore[attr-defined]
    assert (clock["level"], str(clock["last_on"])) == ("red", "2026-10-12")


def test_it_carries_what_proves_it(town: Town) -> None:
    """The number of entries and the newest hash are the record's own."""
    case = accepted(town)
    found, row = gathered(town, case), town.case(case)

    assert (found["entries"], found["head"]) == (row.record_count, row.record_head)
    papers = found["documents"]
    assert papers
    assert all(len(one["sha256"]) == 64 for one in papers)  # type: ignore[attr-defined]


def test_work_passed_on_is_told(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    task = town.task(case, "draft_opinion")
    with transaction(town.database) as session:
        reassign_task(session, task.id, to="limingyuan", by="zhengkai", at=town.now, reason="轮岗")
    [passed] = gathered(town, case)["passed_on"]  # type: ignore[misc]

    assert (passed["to"], passed["reason"]) == ("李明远", "轮岗")


def test_stops_come_with_their_papers(town: Town) -> None:
    case = accepted(town)
    town.do(case, "await_special", permit_forms.special(), by="limingyuan")
    town.do(case, "approve_special", permit_forms.approve_special(), by="wanghaibin")
    [stop] = gathered(town, case)["stops"]  # type: ignore[misc]

    assert stop["document"]
    assert (stop["asked_by"], stop["approved_by"], stop["to"]) == ("李明远", "王海滨", None)


def test_of_a_case_that_is_not_there_nothing_is_found(town: Town) -> None:
    with reading(town.database) as session:
        assert evidence_of(session, "SGXK-2026-9999", at=town.now) == {
            "is_found": False,
            "number": "SGXK-2026-9999",
        }


def test_a_closed_case_gives_nothing(town: Town) -> None:
    """Naming its number is no way in."""
    councils.deploy(town)
    case = councils.opened(town)

    assert gathered(town, case)["is_found"] is False
    with reading(town.database) as session:
        assert session.get_one(Case, case).state == "open"


@pytest.mark.parametrize(
    ("long", "text"),
    [
        (timedelta(minutes=25), "25 分钟"),
        (timedelta(hours=3, minutes=5), "3 小时 5 分钟"),
        (timedelta(days=2), "2 天"),
        (timedelta(days=2, hours=4, minutes=59), "2 天 4 小时"),
        (timedelta(minutes=-5), "0 分钟"),
    ],
)
def test_a_span_is_written_as_papers_say_it(long: timedelta, text: str) -> None:
    assert text == span(long)
