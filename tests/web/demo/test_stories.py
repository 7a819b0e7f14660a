"""Every cell of the demo's table of cases, as it stands at 2026-11-10 09:00."""

from datetime import date
from typing import Any

import pytest
from demos import Demo
from sqlalchemy import select
from towns import moment

from engine import clocks
from engine.days import ZONE, day_of, legal_text
from engine.handling import view_case
from engine.limits.counting import last_day
from engine.limits.units import Amount
from engine.store import lists, task_lists
from engine.store.cases import Case, Submission
from engine.store.clocks import Card, Stop, Timer
from engine.store.database import reading
from engine.store.records import Notice
from engine.sweep import next_due_at

#: Case: open steps and who holds them. A step without a holder is in the pool, or a button.
STATES: dict[str, dict[str, str | None]] = {
    "0412": {"intake_review": None},
    "0409": {"intake_review": "liuyang"},
    "0398": {"await_supplement": None},
    "0371": {},
    "0411": {
        "review:fire": "zhouhang",
        "review:quality": "sunlei",
        "review:safety": "wugang",
        "await_special": None,
    },
    "0406": {"chief_review": "zhaoguodong", "await_special": None},
    "0402": {"leader_decide": "wanghaibin", "await_special": None},
    "0390": {"draft_opinion": "hexiaoyu", "await_special": None},
    "0396": {"await_special_end": None, "draft_opinion": "limingyuan"},
    "0408": {"await_promised": None, "await_special": None},
    "0401": {"serve": "chenting"},
    "0352": {},
}

#: Case, limit, item: state, start day, last day, units used by yesterday or the end, worst level.
CLOCKS: list[tuple[str, str, str | None, tuple[str, str, str | None, int, str]]] = [
    ("0412", "notice", None, ("running", "11-09", "11-16", 0, "none")),
    ("0409", "notice", None, ("running", "11-03", "11-10", 4, "warn")),
    ("0398", "notice", None, ("ended", "10-26", "11-02", 3, "none")),
    ("0398", "supplement", None, ("running", "10-29", "11-30", 11, "none")),
    ("0371", "decide", None, ("ended", "10-12", "10-21", 6, "none")),
    ("0371", "decide_promise", None, ("ended", "10-12", "10-15", 6, "yellow")),
    ("0411", "decide", None, ("running", "11-09", "11-18", 0, "none")),
    ("0411", "decide_promise", None, ("running", "11-09", "11-12", 0, "none")),
    ("0411", "dept_review", "fire", ("running", "11-09", "11-11", 0, "none")),
    ("0411", "dept_review", "quality", ("running", "11-09", "11-11", 0, "none")),
    ("0411", "dept_review", "safety", ("running", "11-09", "11-11", 0, "none")),
    ("0411", "dept_review", "planning", ("ended", "11-09", "11-11", 0, "none")),
    ("0406", "decide", None, ("running", "11-03", "11-12", 4, "none")),
    ("0406", "decide_promise", None, ("running", "11-03", "11-06", 4, "yellow")),
    ("0402", "decide", None, ("running", "10-30", "11-10", 6, "warn")),
    ("0402", "decide_promise", None, ("running", "10-30", "11-04", 6, "yellow")),
    ("0390", "notice", None, ("ended", "10-21", "10-28", 5, "red")),
    ("0390", "decide", None, ("running", "10-21", "10-30", 13, "red")),
    ("0396", "decide", None, ("suspended", "10-26", None, 2, "none")),
    ("0396", "decide_promise", None, ("suspended", "10-26", None, 2, "warn")),
    ("0396", "special", None, ("running", "10-29", "11-12", 7, "none")),
    ("0408", "decide", None, ("running", "11-05", "11-16", 2, "none")),
    ("0408", "decide_promise", None, ("running", "11-05", "11-10", 2, "warn")),
    ("0401", "decide", None, ("ended", "10-29", "11-09", 3, "none")),
    ("0401", "decide_promise", None, ("ended", "10-29", "11-03", 3, "warn")),
    ("0401", "serve", None, ("running", "11-03", "11-17", 4, "none")),
    ("0352", "decide", None, ("ended", "09-24", "10-22", 3, "none")),
    ("0352", "decide_promise", None, ("ended", "09-24", "10-16", 3, "warn")),
]

#: Case: cards (colour, limit, legal instant, person) and who filed the reason.
CARDS: dict[str, list[tuple[str, str, str, str | None, str | None]]] = {
    "0371": [("yellow", "decide_promise", "2026-10-15 24:00", "hexiaoyu", "hexiaoyu")],
    "0390": [
        ("red", "notice", "2026-10-28 24:00", None, None),
        ("red", "decide", "2026-10-30 24:00", "hexiaoyu", None),
    ],
    "0402": [("yellow", "decide_promise", "2026-11-04 24:00", "limingyuan", None)],
    "0406": [("yellow", "decide_promise", "2026-11-06 24:00", "hexiaoyu", "hexiaoyu")],
}

#: Case, limit, item: when the next rung lies.
NEXT: list[tuple[str, str, str | None, str]] = [
    ("0412", "notice", None, "2026-11-13 24:00"),
    ("0409", "notice", None, "2026-11-10 24:00"),
    ("0398", "supplement", None, "2026-11-23 24:00"),
    ("0411", "dept_review", "fire", "2026-11-10 24:00"),
    ("0411", "decide_promise", None, "2026-11-11 24:00"),
    ("0406", "decide", None, "2026-11-11 24:00"),
    ("0402", "decide", None, "2026-11-10 24:00"),
    ("0396", "special", None, "2026-11-11 24:00"),
    ("0408", "decide_promise", None, "2026-11-10 24:00"),
    ("0401", "serve", None, "2026-11-13 24:00"),
]

#: Case, diagram timer: when it fires.
TIMERS = [
    ("0409", "b_notice", "2026-11-10 24:00"),
    ("0398", "b_supplement", "2026-11-30 24:00"),
    ("0408", "b_promised", "2026-11-13 24:00"),
    ("0411", "b_review", "2026-11-11 24:00"),
]


def day(text: str | None) -> date | None:
    return None if text is None else moment(text).date()


@pytest.mark.parametrize("number", STATES)
def test_a_case_is_where_the_table_says_and_held_by_whom(shown: Demo, number: str) -> None:
    assert shown.holders(number) == STATES[number]


@pytest.mark.parametrize(
    ("number", "limit", "item", "expected"),
    [pytest.param(*row, id="-".join(filter(None, row[:3]))) for row in CLOCKS],
)
def test_a_clock_shows_what_the_table_says(
    shown: Demo, number: str, limit: str, item: str | None, expected: tuple[Any, ...]
) -> None:
    clock = shown.timer(shown.id_of(number), limit, item)
    state, start_on, last_on, used, level = expected

    assert (clock.state, clock.start_on, clock.last_on) == (state, day(start_on), day(last_on))
    assert (used_of(shown, number, limit, item), clock.level) == (used, level)


def used_of(shown: Demo, number: str, limit: str, item: str | None) -> int | None:
    """Return the units a clock used: by yesterday while it lives, by its end after that."""
    clock = shown.timer(shown.id_of(number), limit, item)
    return clock.used if clock.state == "ended" else projection_of(shown, number, limit).used


def projection_of(shown: Demo, number: str, limit: str) -> Any:
    with reading(shown.database) as session:
        case = session.get_one(Case, shown.id_of(number))
        handling = view_case(session, case, at=shown.now)
        newest = [one for one in clocks.live_clocks(handling) if one.limit_key == limit][-1]
        return clocks.projection(handling, newest, on=shown.now)


@pytest.mark.parametrize("number", STATES)
def test_a_case_has_the_cards_of_the_table(shown: Demo, number: str) -> None:
    cards = [row[:4] for row in CARDS.get(number, [])]

    assert shown.cards(shown.id_of(number)) == cards


@pytest.mark.parametrize("number", CARDS)
def test_reasons_are_filed_as_the_table_says(shown: Demo, number: str) -> None:
    with reading(shown.database) as session:
        rows = session.scalars(
            select(Card).where(Card.case_id == shown.id_of(number)).order_by(Card.id)
        )
        filed = [(card.reason_by, bool(card.reason)) for card in rows]

    assert filed == [(row[4], row[4] is not None) for row in CARDS[number]]


@pytest.mark.parametrize(("number", "limit", "item", "instant"), NEXT)
def test_the_next_rung_lies_where_the_table_says(
    shown: Demo, number: str, limit: str, item: str | None, instant: str
) -> None:
    clock = shown.timer(shown.id_of(number), limit, item)

    assert clock.next_rung_at is not None
    assert legal_text(clock.next_rung_at) == instant


@pytest.mark.parametrize(("number", "element", "instant"), TIMERS)
def test_the_next_change_of_flow_lies_where_the_table_says(
    shown: Demo, number: str, element: str, instant: str
) -> None:
    with reading(shown.database) as session:
        found = session.scalars(
            select(Timer.due_at).where(
                Timer.case_id == shown.id_of(number), Timer.element_id == element
            )
        ).all()

    assert {legal_text(due) for due in found if due} == {instant}


def test_0412_was_received_online_on_the_afternoon_before(shown: Demo) -> None:
    case = shown.case(shown.id_of("0412"))

    assert case.opened_at.astimezone(ZONE) == moment("11-09 16:20")
    assert case.title == "江城会展中心改扩建工程（展厅 A）"


def test_0398_was_told_three_items_once_and_30_days_end_on_a_monday(shown: Demo) -> None:
    case = shown.case(shown.id_of("0398"))
    with reading(shown.database) as session:
        calendar = view_case(session, case, at=shown.now).calendar
    told = last_day(date(2026, 10, 29), Amount.parse("30ND"), calendar)

    assert len(case.document["intake_review"]["defects"]) == 3
    assert shown.documents(case.id) == ["supplement_notice"]
    assert (told.raw_day, told.day) == (date(2026, 11, 28), date(2026, 11, 30))
    assert "accepted_on" not in case.document


def test_0371_was_refused_for_the_fire_design_and_served(shown: Demo) -> None:
    case = shown.case(shown.id_of("0371"))
    document = case.document

    assert (case.state, case.outcome) == ("closed", "refused")
    assert (document["accepted_on"], document["decided_on"]) == ("2026-10-12", "2026-10-20")
    assert document["dept_review"]["fire"]["result"] == "disagree"
    assert document["service"]["served_on"] == "2026-10-22"
    assert signers(shown, "0371") >= {("chief_review", "zhengkai"), ("legal_review", "fangzheng")}
    assert "refusal_decision" in shown.documents(case.id)


def signers(shown: Demo, number: str) -> set[tuple[str, str]]:
    with reading(shown.database) as session:
        rows = session.execute(
            select(Submission.element_id, Submission.submitted_by).where(
                Submission.case_id == shown.id_of(number)
            )
        )
        return {(element, person) for element, person in rows}


def test_0411_went_to_six_departments_and_three_are_done(shown: Demo) -> None:
    document = shown.case(shown.id_of("0411")).document

    assert len(document["departments"]) == 6
    assert set(document["dept_review"]) == {"planning", "wage", "civil_defence"}


def test_0390_was_deemed_accepted_and_is_six_days_over(shown: Demo) -> None:
    case = shown.id_of("0390")
    document = shown.case(case).document
    passed = [row for row in shown.fired(case) if row[1].endswith("passed")]

    assert (document["acceptance"], document["accepted_on"]) == ("deemed", "2026-10-21")
    assert projection_of(shown, "0390", "decide").overdue == 6
    assert ("decide_promise", "expiry passed", "2026-10-26 24:00") in passed


def test_0396_stands_still_with_five_days_left(shown: Demo) -> None:
    now = projection_of(shown, "0396", "decide")
    with reading(shown.database) as session:
        stop = session.scalars(select(Stop).where(Stop.case_id == shown.id_of("0396"))).one()

    assert (now.suspended, now.used, now.remaining) == (True, 2, 5)
    assert now.if_resumed_today is not None
    assert now.if_resumed_today.day == date(2026, 11, 17)
    assert (stop.ground, stop.told, day_of(stop.stopped_at)) == (
        "expert_review",
        "10",
        date(2026, 10, 29),
    )
    assert (stop.asked_by, stop.approved_by) == ("limingyuan", "wanghaibin")


def test_0396_resumed_on_11_12_ends_on_11_19(demo: Demo) -> None:
    case = demo.id_of("0396")
    demo.move("11-12 10:00")
    report = demo.upload("limingyuan")
    ended = {
        "ended_on": "2026-11-12",
        "outcome": "passed",
        "summary": "专家论证通过，方案可行。",
        "files": [report],
    }
    demo.do(case, "await_special_end", ended, by="limingyuan")

    assert demo.timer(case, "decide").last_on == date(2026, 11, 19)


def test_0408_was_accepted_on_a_promise_due_on_the_latest_day(shown: Demo) -> None:
    document = shown.case(shown.id_of("0408")).document

    assert document["intake_review"]["result"] == "promise"
    assert document["promise"]["promised"] == ["injury_insurance"]
    assert document["promise"]["due_on"] == "2026-11-13"
    assert set(document["dept_review"]) == {"planning", "quality", "safety", "wage"}


def test_0401_was_granted_in_three_days_by_the_new_chief_and_the_leader(shown: Demo) -> None:
    document = shown.case(shown.id_of("0401")).document

    assert (document["decided_on"], document["number_permit"]) == (
        "2026-11-03",
        "990100202611030101",
    )
    assert ("chief_review", "zhaoguodong") in signers(shown, "0401")


def test_0352_was_granted_after_a_stop_rated_and_archived(shown: Demo) -> None:
    case = shown.case(shown.id_of("0352"))
    document = case.document
    with reading(shown.database) as session:
        calendar = view_case(session, case, at=shown.now).calendar
        stop = session.scalars(select(Stop).where(Stop.case_id == case.id)).one()
    unstopped = last_day(date(2026, 9, 24), Amount.parse("7WD"), calendar).day

    assert (case.state, case.outcome) == ("closed", "granted")
    assert (unstopped, shown.timer(case.id, "decide").last_on) == (
        date(2026, 10, 12),
        date(2026, 10, 22),
    )
    assert stop.resumed_at is not None
    assert (day_of(stop.stopped_at), day_of(stop.resumed_at)) == (
        date(2026, 9, 28),
        date(2026, 10, 13),
    )
    assert day_of(case.opened_at) == date(2026, 9, 22)
    assert document["number_permit"] == "990100202610160101"
    assert document["service"]["served_on"] == "2026-10-19"
    assert document["rating"]["level"] == "非常满意"
    assert case.closed_at is not None
    assert day_of(case.closed_at) == date(2026, 10, 23)
    assert ("chief_review", "zhengkai") in signers(shown, "0352")


@pytest.mark.parametrize(
    ("person", "held"),
    [
        ("chenting", {"0401"}),
        ("liuyang", {"0409"}),
        ("limingyuan", {"0396"}),
        ("hexiaoyu", {"0390"}),
        ("zhaoguodong", {"0406"}),
        ("wanghaibin", {"0402", "0001"}),  # and a vote
        ("zhouhang", {"0021", "0411"}),
        ("sunlei", {"0411"}),
        ("wugang", {"0411"}),
        ("zhengkai", set()),
    ],
)
def test_everybody_has_what_the_table_promises(shown: Demo, person: str, held: set[str]) -> None:
    with reading(shown.database) as session:
        found = task_lists.task_page(session, task_lists.held_by(person))
        numbers = [task.case.number[-4:] for task in found.rows]

    assert sorted(numbers) == sorted(held)


def test_the_counter_has_one_case_in_its_pool(shown: Demo) -> None:
    with reading(shown.database) as session:
        pool = task_lists.in_pool_of([("window", "clerk")])
        numbers = [task.case.number[-4:] for task in task_lists.task_page(session, pool).rows]

    assert numbers == ["0412"]


def test_supervision_sees_three_cards_without_a_reason(shown: Demo) -> None:
    with reading(shown.database) as session:
        found = lists.cards_where(session, Card.reason.is_(None))
        cards = sorted((card.case.number[-4:], card.colour) for card in found)

    assert cards == [("0390", "red"), ("0390", "red"), ("0402", "yellow")]


def test_each_red_card_opened_a_clue_and_each_was_assessed(shown: Demo) -> None:
    with reading(shown.database) as session:
        query = select(Case).where(Case.matter_key == "accountability").order_by(Case.number)
        found = [(one.number, one.title) for one in session.scalars(query)]

    assert found == [
        ("ZRZJ-2026-0001", "立案：刘洋"),
        ("ZRZJ-2026-0002", "线索：周红（SGXK-2026-0390）"),
        ("ZRZJ-2026-0003", "线索：何晓雨（SGXK-2026-0390）"),
    ]


def test_one_click_turns_three_lamps(demo: Demo) -> None:
    with reading(demo.database) as session:
        due = next_due_at(session, demo.now)
        before = set(session.scalars(select(Card.id)))
    assert due is not None
    assert legal_text(due) == "2026-11-10 24:00"

    demo.sweep("11-10 24:00")

    with reading(demo.database) as session:
        fresh = session.scalars(select(Card).where(Card.id.not_in(before)))
        cards = {(c.case.number[-4:], c.colour, legal_text(c.instant_at)) for c in fresh}
    silent = demo.case(demo.id_of("0409")).document
    assert cards == {
        ("0409", "red", "2026-11-10 24:00"),
        ("0402", "red", "2026-11-10 24:00"),
        ("0408", "yellow", "2026-11-10 24:00"),
    }
    assert (silent["acceptance"], silent["accepted_on"]) == ("deemed", "2026-11-03")
    assert demo.timer(demo.id_of("0409"), "decide").last_on == date(2026, 11, 12)


def test_the_days_after_bring_what_the_table_says(demo: Demo) -> None:
    demo.sweep("11-30 24:00")
    joint = [row for row in demo.cards(demo.id_of("0411")) if row[1] == "dept_review"]

    assert {row[:3] for row in joint} == {("yellow", "dept_review", "2026-11-11 24:00")}
    assert {row[3] for row in joint} == {"zhouhang", "sunlei", "wugang"}
    assert demo.case(demo.id_of("0408")).document["promise"]["missed"] is True
    assert demo.case(demo.id_of("0398")).outcome == "returned"
    assert ("special", "warn", "2026-11-11 24:00") in demo.fired(demo.id_of("0396"))
    assert ("special", "expiry", "2026-11-12 24:00") in demo.fired(demo.id_of("0396"))
    assert ("serve", "warn", "2026-11-13 24:00") in demo.fired(demo.id_of("0401"))
    assert ("notice", "warn", "2026-11-13 24:00") in demo.fired(demo.id_of("0412"))
    assert ("decide", "warn", "2026-11-11 24:00") in demo.fired(demo.id_of("0406"))


def test_only_the_notices_of_the_last_days_are_unread(shown: Demo) -> None:
    with reading(shown.database) as session:
        unread = session.scalars(select(Notice.made_at).where(Notice.read_at.is_(None))).all()

    assert {legal_text(at) for at in unread} == {"2026-11-06 24:00", "2026-11-09 24:00"}
