"""Quiet hours: mail waits for the morning; notices in the house and legal instants do not."""

from datetime import timedelta

import pytest
from acting import ask_for
from builders import accepted
from towns import Town, moment

from engine.delivering import deliver_due
from engine.errors import BanjieError, InvalidSubmission, NotAllowed
from engine.outbox import Parcel
from engine.quiet_hours import QuietHours, is_quiet, quiet_hours, set_quiet_hours
from engine.store.database import reading, transaction
from engine.store.people import Person


def set_hours(
    town: Town, begins: str = "21:00", ends: str = "08:00", *, off: bool = True, by: str = "maqian"
) -> None:
    with transaction(town.database) as session:
        set_quiet_hours(session, begins, ends, days_off=off, by=by, at=town.now)


@pytest.fixture
def sent(town: Town) -> list[Parcel]:
    """Return what leaves the house; the chief has an address."""
    with transaction(town.database) as session:
        session.get_one(Person, "zhengkai").mail = "zhengkai@example.org"
    return []


def post(town: Town, sent: list[Parcel]) -> None:
    deliver_due(town.database, {"mail": sent.append}, town.clock)


@pytest.mark.parametrize(
    ("at", "quiet"),
    [
        ("09-28 20:59", False),
        ("09-28 21:00", True),
        ("09-29 00:00", True),
        ("09-29 07:59", True),
        ("09-29 08:00", False),
        ("10-01 10:00", True),  # 国庆节
        ("09-26 10:00", True),  # Saturday
        ("10-10 10:00", False),  # a Saturday at work
    ],
)
def test_nights_and_days_off_are_quiet(town: Town, at: str, quiet: bool) -> None:
    set_hours(town)

    with reading(town.database) as session:
        assert is_quiet(session, moment(at)) is quiet


def test_hours_within_one_day_are_quiet_between(town: Town) -> None:
    set_hours(town, "12:00", "14:00", off=False)

    with reading(town.database) as session:
        found = [is_quiet(session, moment(f"10-01 {at}")) for at in ("11:59", "12:00", "14:00")]
    assert found == [False, True, False]


def test_mail_waits_for_the_morning_and_the_notice_does_not(town: Town, sent: list[Parcel]) -> None:
    set_hours(town)
    case = accepted(town)
    post(town, sent)
    sent.clear()
    town.move("09-28 22:00")
    ask_for(town, case, "withdraw")
    post(town, sent)
    assert sent == []
    assert [text for text in town.notices("zhengkai") if "撤件" in text]
    town.move("09-29 08:00")
    post(town, sent)

    assert [one.payload["to"] for one in sent] == ["zhengkai@example.org"]


def test_over_days_off_it_waits_for_the_next_day_at_work(town: Town, sent: list[Parcel]) -> None:
    set_hours(town)
    case = accepted(town)
    town.move("09-30 22:00")
    ask_for(town, case, "withdraw")
    for at in ("10-01 09:00", "10-05 09:00", "10-08 07:59"):
        town.move(at)
        post(town, sent)
        assert [one for one in sent if "撤件" in one.payload["text"]] == []
    town.move("10-08 08:00")
    post(town, sent)

    assert [one for one in sent if "撤件" in one.payload["text"]]


def test_legal_instants_do_not_move(town: Town) -> None:
    set_hours(town)
    case = accepted(town)
    town.sweep("10-13 00:00")

    assert ("decide", "expiry", "2026-10-12 24:00") in town.fired(case)


def test_both_empty_ends_them(town: Town) -> None:
    set_hours(town)
    set_hours(town, "", "")

    with reading(town.database) as session:
        assert quiet_hours(session) is None
        assert not is_quiet(session, moment("09-28 23:00") + timedelta(hours=1))


def test_what_is_set_is_read_again(town: Town) -> None:
    set_hours(town, "20:30", "07:15", off=False)

    with reading(town.database) as session:
        hours = quiet_hours(session)
    assert isinstance(hours, QuietHours)
    assert (f"{hours.from_time:%H:%M}", f"{hours.until_time:%H:%M}") == ("20:30", "07:15")
    assert not hours.days_off


@pytest.mark.parametrize(
    ("begins", "ends", "by", "error"),
    [
        ("21", "08:00", "maqian", InvalidSubmission),
        ("21:00", "25:00", "maqian", InvalidSubmission),
        ("21:00", "", "maqian", InvalidSubmission),
        ("晚上九点", "08:00", "maqian", InvalidSubmission),
        ("21:00", "21:00", "maqian", InvalidSubmission),
        ("21:00", "08:00", "chenting", NotAllowed),
    ],
)
def test_wrong_hours_are_refused_and_nothing_changes(
    town: Town, begins: str, ends: str, by: str, error: type[BanjieError]
) -> None:
    set_hours(town)

    with pytest.raises(error):
        set_hours(town, begins, ends, by=by)
    with reading(town.database) as session:
        hours = quiet_hours(session)
    assert hours is not None
    assert f"{hours.from_time:%H:%M}" == "21:00"
