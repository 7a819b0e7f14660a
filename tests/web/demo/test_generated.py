"""The fifty generated cases: closed, lawful, always the same."""

from collections import Counter

import pytest
from demos import Demo
from sqlalchemy import func, select
from towns import moment

from engine.days import day_of
from engine.limits.calendar import Calendar
from engine.records import verify_records
from engine.store.cases import Attachment, Case
from engine.store.clocks import Card, Clock
from engine.store.database import reading
from engine.store.publishing import Counter as Series
from engine.store.records import Incident
from web.demo import generated
from web.demo.generated.office import DAY, working_time


@pytest.fixture(scope="module")
def cases(shown: Demo) -> list[Case]:
    with reading(shown.database) as session:
        query = select(Case).where(Case.is_generated).order_by(Case.number)
        return list(session.scalars(query))


def test_fifty_cases_are_marked_and_closed_in_september_and_october(cases: list[Case]) -> None:
    closed = [case.closed_at for case in cases if case.closed_at]

    assert len(cases) == len(closed) == 50
    assert min(case.opened_at for case in cases) >= moment("09-17 09:00")
    assert max(closed) < moment("10-31 24:00")


def test_most_are_granted_and_every_way_to_end_is_there(cases: list[Case]) -> None:
    assert Counter(case.outcome for case in cases) == {
        "granted": 43,
        "granted_on_promise": 2,
        "refused": 3,
        "not_accepted": 1,
        "returned": 1,
    }


def test_numbers_rise_with_receipt_and_leave_out_those_given_outside(shown: Demo) -> None:
    with reading(shown.database) as session:
        rows = session.execute(
            select(Case.number, Case.opened_at)
            .where(Case.matter_key == "construction_permit")
            .order_by(Case.opened_at)
        ).all()
        last = session.get_one(Series, "case:construction_permit:2026").last
    numbers = [int(number[-4:]) for number, _ in rows]

    assert numbers == sorted(numbers)
    assert last == 412
    assert set(range(346, 413)) - set(numbers) == {403, 404, 405, 407, 410}


def test_all_are_decided_within_the_law_and_late_ones_gave_a_reason(shown: Demo) -> None:
    with reading(shown.database) as session:
        used = session.scalars(
            select(Clock.used)
            .join(Clock.case)
            .where(Case.is_generated, Clock.limit_key == "decide")
        ).all()
        cards = session.scalars(select(Card).join(Card.case).where(Case.is_generated)).all()

    assert {days for days in used if days is not None} <= set(range(1, 8))
    assert Counter(card.colour for card in cards) == {"yellow": len(cards)}
    assert all(card.reason for card in cards)
    assert len(cards) < 15


def test_ratings_are_mostly_the_best(cases: list[Case]) -> None:
    levels = Counter(case.document.get("rating", {}).get("level") for case in cases)

    assert levels["非常满意"] > len(cases) / 2
    assert not {"不满意", "非常不满意"} & set(levels)


def test_nothing_waits_for_an_administrator_and_every_record_is_whole(shown: Demo) -> None:
    with reading(shown.database) as session:
        incidents = session.scalar(select(func.count()).select_from(Incident))
        breaks = verify_records(session)

    assert (incidents, breaks) == (0, [])


def test_every_attachment_belongs_to_a_case_and_is_what_its_ending_says(shown: Demo) -> None:
    with reading(shown.database) as session:
        kept = session.scalars(select(Attachment)).all()
    starts = {one.file_name[-3:]: shown.files.read(one.sha256)[:4] for one in kept}

    assert all(one.case_id for one in kept)
    assert max(one.size_bytes for one in kept) < 60_000
    assert starts == {"pdf": b"%PDF", "jpg": b"\xff\xd8\xff\xe0"}


def test_the_same_fifty_come_out_each_time() -> None:
    assert generated.stories() == generated.stories()


def test_nobody_acts_outside_office_hours() -> None:
    calendar = Calendar.national()
    moments = [act.at for story in generated.stories() for act in story]

    assert all(calendar.is_working(day_of(at)) for at in moments)
    assert all(9 <= at.hour < 17 and at.hour != 12 for at in moments)


@pytest.mark.parametrize(
    ("minute", "shown_as"),
    [(0, "10-09 09:00"), (180, "10-09 13:00"), (419, "10-09 16:59"), (DAY, "10-10 09:00")],
)
def test_working_time_skips_lunch_nights_and_holidays(minute: int, shown_as: str) -> None:
    office = working_time(moment("10-09").date(), moment("10-12").date(), Calendar.national())

    assert office.moment(minute) == moment(shown_as)
    assert office.minute(moment(shown_as)) == minute
