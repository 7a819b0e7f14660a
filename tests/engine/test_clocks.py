"""The legal acts on a case's clocks: stop, resume, extend, and what each refuses."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from builders import PERMIT, accepted, apply_plain, decide, review_all
from towns import Town, moment

from engine import clocks, stopping
from engine.clock import SettableClock
from engine.errors import BanjieError, Conflict, NotAllowed, NotFound
from engine.handling import Handling, save
from engine.limit_rules import rule_on
from engine.store.clocks import Stop
from engine.store.database import reading, transaction
from engine.store.publishing import LimitVersion
from engine.sweep import open_case


@pytest.fixture
def clock() -> SettableClock:
    """Give the clock of counting.md's longest example."""
    return SettableClock(moment("09-01 09:00"))


def rule(town: Town, limit: str, from_on: str, **changed: Any) -> None:
    """Let an administrator's version of a limit hold from a day on."""
    with transaction(town.database) as session:
        day = moment(from_on).date()
        known = rule_on(session, PERMIT, limit, day).raw
        session.add(
            LimitVersion(
                matter_key=PERMIT,
                limit_key=limit,
                number=2,
                from_on=day,
                rule={**known, **changed},
                changed_by="maqian",
                changed_at=town.now,
            )
        )


def act(town: Town, case: int, do: Callable[[Handling], object]) -> None:
    with transaction(town.database) as session:
        handling = open_case(session, case, at=town.now, by="wanghaibin")
        do(handling)
        save(handling)


def stop(town: Town, case: int, day: str, ground: str = "expert_review") -> None:
    town.sweep(day)
    act(
        town,
        case,
        lambda handling: stopping.stop_clocks(
            handling,
            scope="accepted",
            ground=ground,
            told="10",
            document_number=None,
            asked_by="limingyuan",
        ),
    )


def resume(town: Town, case: int, day: str) -> None:
    town.sweep(day)
    act(town, case, lambda handling: stopping.resume_clocks(handling, scope="accepted"))


def extend(town: Town, case: int, by: int, limits: Sequence[str] = ("decide",)) -> None:
    act(town, case, lambda handling: stopping.extend_clocks(handling, limits, by=by))


def last_day(town: Town, case: int, limit: str = "decide") -> str:
    return f"{town.timer(case, limit).last_on:%m-%d}"


def accepted_on(town: Town, day: str) -> int:
    town.move(f"{day} 09:00")
    return accepted(town)


@pytest.mark.parametrize(
    ("start", "stops", "last"),
    [
        ("09-24", [("09-28 10:00", "10-13 16:00")], "10-22"),
        ("09-24", [("09-28 10:00", "09-28 16:00")], "10-12"),
        ("09-24", [("10-12 10:00", "10-14 10:00")], "10-15"),
        ("10-16", [("10-23 10:00", "10-26 10:00")], "10-29"),
        ("10-16", [("10-24 10:00", "10-25 10:00")], "10-27"),
        ("10-12", [("10-13 10:00", "10-14 10:00"), ("10-15 10:00", "10-16 10:00")], "10-27"),
    ],
    ids=[
        "from 09-28 to 10-13",
        "within a day",
        "on the last day",
        "over a weekend",
        "inside a weekend",
        "twice",
    ],
)
def test_counting_5_what_a_stop_takes_out(
    town: Town, start: str, stops: list[tuple[str, str]], last: str
) -> None:
    case = accepted_on(town, start)
    review_all(town, case)
    for begins, ends in stops:
        stop(town, case, begins)
        assert town.timer(case, "decide").due_at is None
        resume(town, case, ends)

    assert last_day(town, case) == last


def test_counting_7_twenty_days_stopped_and_extended_by_ten(town: Town) -> None:
    rule(town, "decide", "08-01", amount="20WD", extension="once")
    case = accepted(town)
    assert last_day(town, case) == "09-29"
    stop(town, case, "09-10 09:00")
    town.move("09-11 09:00")
    extend(town, case, by=10)
    assert town.timer(case, "decide").state == "suspended"
    resume(town, case, "09-14 09:00")

    assert last_day(town, case) == "10-22"


def test_without_the_extension_it_ends_ten_days_earlier(town: Town) -> None:
    rule(town, "decide", "08-01", amount="20WD", extension="once")
    case = accepted(town)
    stop(town, case, "09-10 09:00")
    resume(town, case, "09-14 09:00")

    assert last_day(town, case) == "10-09"


def test_counting_7_a_licence_is_extended_once(town: Town) -> None:
    rule(town, "decide", "08-01", extension="once")
    case = accepted(town)
    extend(town, case, by=3)
    assert last_day(town, case) == "09-15"

    with pytest.raises(Conflict) as caught:
        extend(town, case, by=3)
    assert caught.value.code == "extension_not_allowed"


def test_the_permit_allows_no_extension(town: Town) -> None:
    case = accepted(town)

    with pytest.raises(Conflict) as caught:
        extend(town, case, by=3)
    assert caught.value.code == "extension_not_allowed"


def test_counting_7_what_is_due_is_not_extended(town: Town) -> None:
    rule(town, "decide", "08-01", extension="once")
    case = accepted(town)
    town.sweep("09-11 00:00")

    with pytest.raises(Conflict) as caught:
        extend(town, case, by=3)
    assert caught.value.code == "clock_expired"


@pytest.mark.parametrize(
    ("prepare", "ground", "code"),
    [
        (lambda town, case: stop(town, case, "09-02 09:00"), "hearing", "already_stopped"),
        (lambda town, case: town.sweep("09-11 00:00"), "hearing", "clock_expired"),
        (lambda town, case: None, "site_visit", "stop_not_allowed"),
    ],
    ids=["counting 6: stopped already", "counting 6: expired", "licensing 45: not a ground"],
)
def test_a_stop_is_refused(
    town: Town, prepare: Callable[[Town, int], object], ground: str, code: str
) -> None:
    case = accepted(town)
    prepare(town, case)

    with pytest.raises(Conflict) as caught:
        stop(town, case, f"{town.now.astimezone(moment('01-01').tzinfo):%m-%d %H:%M}", ground)
    assert caught.value.code == code


def approved_by_who_asked(town: Town, case: int) -> None:
    act(
        town,
        case,
        lambda handling: stopping.stop_clocks(
            handling,
            scope="accepted",
            ground="hearing",
            told="10",
            document_number=None,
            asked_by=handling.by,
        ),
    )


@pytest.mark.parametrize(
    ("do", "error", "code"),
    [
        (lambda town, case: resume(town, case, "09-02 09:00"), Conflict, "not_stopped"),
        (approved_by_who_asked, NotAllowed, "same_person"),
    ],
    ids=["resumed without a stop", "counting 6: approved by who asked"],
)
def test_what_is_no_stop_changes_nothing(
    town: Town, do: Callable[[Town, int], object], error: type[BanjieError], code: str
) -> None:
    case = accepted(town)

    with pytest.raises(error) as caught:
        do(town, case)
    assert caught.value.code == code
    assert town.timer(case, "decide").state == "running"


def test_overlapping_stops_cannot_come_about(town: Town) -> None:
    case = accepted(town)
    stop(town, case, "09-02 09:00")

    with pytest.raises(Conflict):
        stop(town, case, "09-03 09:00", "hearing")
    with reading(town.database) as session:
        assert session.query(Stop).count() == 1


def test_nothing_is_stopped_in_an_activity_that_is_not_live(town: Town) -> None:
    case = apply_plain(town)

    with pytest.raises(Conflict):
        stop(town, case, "09-02 09:00")


def test_counting_9_a_rung_that_fired_stays_fired(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    stop(town, case, "09-10 09:00")  # the promise is past, the warning of the statutory limit too
    fired = town.fired(case)
    resume(town, case, "09-20 09:00")
    town.sweep("09-30 09:00")

    assert ("decide", "warn", "2026-09-09 24:00") in fired
    assert town.fired(case)[: len(fired)] == fired
    assert [one for one in town.fired(case) if one[:2] == ("decide", "warn")] == [
        ("decide", "warn", "2026-09-09 24:00")
    ]


def test_counting_9_rungs_not_yet_fired_move_with_the_stop(town: Town) -> None:
    case = accepted_on(town, "09-24")
    review_all(town, case)
    stop(town, case, "09-28 10:00")
    resume(town, case, "10-13 16:00")
    town.sweep("10-23 09:00")

    assert [one for one in town.fired(case) if one[0] == "decide"] == [
        ("decide", "warn", "2026-10-21 24:00"),
        ("decide", "expiry", "2026-10-22 24:00"),
    ]


def test_counting_17_no_rung_fires_after_the_end(town: Town) -> None:
    case = accepted(town)
    review_all(town, case)
    decide(town, case)
    town.sweep("12-01 09:00")

    assert not [one for one in town.fired(case) if one[0].startswith("decide")]


def test_counting_4_the_clock_may_end_with_the_office(town: Town) -> None:
    rule(town, "decide", "08-01", ends="office_close")
    case = accepted(town)

    due = town.timer(case, "decide").due_at
    assert due == moment("09-10 17:00")


def test_a_running_case_keeps_the_limit_it_began_with(town: Town) -> None:
    case = accepted(town)
    rule(town, "decide", "09-02", amount="5WD")
    town.move("09-02 09:00")
    later = accepted(town)
    town.sweep("09-03 09:00")

    assert last_day(town, case) == "09-10"
    assert last_day(town, later) == "09-09"


def test_a_limit_that_does_not_hold_yet_is_unknown(town: Town) -> None:
    with reading(town.database) as session, pytest.raises(NotFound):
        rule_on(session, PERMIT, "nothing", moment("09-01").date())


def test_projections_can_be_derived_again_from_the_facts(town: Town) -> None:
    case = accepted_on(town, "09-24")
    stop(town, case, "09-28 10:00")
    resume(town, case, "10-13 16:00")
    before = town.timer(case, "decide")
    act(
        town,
        case,
        lambda handling: [clocks.refresh(handling, c) for c in clocks.live_clocks(handling)],
    )

    after = town.timer(case, "decide")
    assert (after.last_on, after.due_at, after.next_rung_at, after.state) == (
        before.last_on,
        before.due_at,
        before.next_rung_at,
        before.state,
    )


def test_a_limit_into_an_unpublished_year_is_provisional(town: Town) -> None:
    case = accepted_on(town, "12-28")

    assert town.timer(case, "decide").is_provisional
    assert not town.timer(case, "decide_promise").is_provisional
