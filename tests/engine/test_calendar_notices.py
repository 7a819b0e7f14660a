"""Holiday notices: read, refused, previewed, applied to open clocks, taken back."""

from datetime import date

import pytest
from builders import accepted, resume, stop
from notices import NOTICE, NUMBER
from towns import Town, moment

from engine import calendars
from engine.calendar_notices import (
    NoticeDraft,
    apply_notice,
    calendars_with,
    draft_local,
    draft_year,
    missing_year,
    preview,
    take_back,
)
from engine.clock import SettableClock
from engine.errors import Conflict, InvalidSubmission
from engine.limits.calendar import Calendar
from engine.notice_reading import check_year, read_notice
from engine.recounting import differences, recount_batch
from engine.store import json
from engine.store.database import reading, transaction
from engine.store.publishing import CalendarNotice
from engine.store.records import Record


@pytest.fixture
def clock() -> SettableClock:
    """Give a clock near the end of a year whose successor has no notice."""
    return SettableClock(moment("12-24 09:00"))


def draft(town: Town, text: str = NOTICE) -> NoticeDraft:
    with reading(town.database) as session:
        return draft_year(session, text, year=2027, number=NUMBER)


def apply(town: Town, one: NoticeDraft) -> int:
    with transaction(town.database) as session:
        row = apply_notice(session, one, reason="国务院办公厅已发布", by="maqian", at=town.now)
        session.flush()
        recount_batch(session, at=town.now, cause=one.number)
        return row.id


def last_days(town: Town, case: int) -> tuple[str, str, bool]:
    decide, promise = town.timer(case, "decide"), town.timer(case, "decide_promise")
    return str(decide.last_on), str(promise.last_on), decide.is_provisional


def said(text: str) -> list[str]:
    with pytest.raises(InvalidSubmission) as caught:
        check_year(read_notice(text, number=NUMBER), 2027)
    return [zh for zh, _ in caught.value.errors["days"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("", "请粘贴", id="empty"),
        pytest.param(NOTICE + "2027-01-01 休 元旦", "2027-01-01 出现了 2 次", id="repeated day"),
        pytest.param(
            NOTICE.replace("2027-04-05 休 清明节", ""), "缺少 2027-04-05", id="放假办法 2"
        ),
        pytest.param(NOTICE + "2028-01-03 休 元旦", "2028-01-03 不在 2027 年", id="foreign day"),
        pytest.param(NOTICE + "2027-03-03 班 植树", "本来就是工作日", id="needless make-up day"),
        pytest.param(NOTICE + "2027-03-03 假 植树", "只能是 休 或 班", id="unknown kind"),
        pytest.param(NOTICE + "2027-02-30 休 春节", "日期不存在", id="no such day"),
        pytest.param(NOTICE + "2027-02-20..2027-02-18 休 春节", "前后颠倒", id="reversed"),
        pytest.param(NOTICE + "元旦放假三天", "读不懂", id="prose"),
        pytest.param('{"year": 2027}', "days 列表", id="JSON without days"),
        pytest.param('{"days": [{"date": "2027-01-01", "name": "元旦"}]}', "isOffDay", id="JSON"),
    ],
)
def test_a_bad_notice_is_refused_with_its_line(text: str, says: str) -> None:
    assert any(says in zh for zh in said(text))


def test_a_year_file_reads_like_the_table() -> None:
    rows = [
        {"date": str(one.day), "name": one.name, "isOffDay": not one.is_working}
        for one in read_notice(NOTICE, number=NUMBER)
    ]

    found = read_notice(json.dumps({"year": 2027, "days": rows}), number=NUMBER)

    assert found == read_notice(NOTICE, number=NUMBER)


def test_counting_15_the_preview_shows_what_becomes_firm(town: Town) -> None:
    case = accepted(town)
    assert last_days(town, case) == ("2027-01-05", "2026-12-29", True)

    with reading(town.database) as session:
        moves = preview(session, calendars_with(session, draft(town)))

    shown = {m.limit_key: (str(m.old_on), str(m.new_on), m.is_provisional) for m in moves}
    assert shown["decide"] == ("2027-01-05", "2027-01-06", False)
    assert "decide_promise" not in shown


def test_the_preview_is_what_comes_about(town: Town) -> None:
    case = accepted(town)
    one = draft(town)
    with reading(town.database) as session:
        moves = preview(session, calendars_with(session, one))
    apply(town, one)

    stored = {m.limit_key: town.timer(case, m.limit_key).last_on for m in moves if m.new_on}
    assert stored == {m.limit_key: m.new_on for m in moves if m.new_on}
    with reading(town.database) as session:
        assert differences(session) == []


def test_counting_15_old_and_new_day_are_recorded(town: Town) -> None:
    case = accepted(town)
    apply(town, draft(town))

    entry: Record = next(
        one for one in town.records(case, "clock_recounted") if one.body["limit"] == "decide"
    )
    assert (entry.body["old_on"], entry.body["new_on"]) == ("2027-01-05", "2027-01-06")
    assert entry.body["cause"] == NUMBER


def test_taking_back_restores_every_day(town: Town) -> None:
    case = accepted(town)
    before = last_days(town, case)
    with reading(town.database) as session:
        old = calendars.load_calendar(session).version
    notice = apply(town, draft(town))
    with transaction(town.database) as session:
        take_back(session, notice, reason="文号有误", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause="文号有误")

    assert last_days(town, case) == before
    with reading(town.database) as session:
        assert calendars.load_calendar(session).version == old
        assert session.get_one(CalendarNotice, notice).taken_back_by == "maqian"


def test_a_year_is_published_once(town: Town) -> None:
    one = draft(town)
    apply(town, one)

    with pytest.raises(Conflict) as caught:
        apply(town, one)
    assert caught.value.code == "year_published"


def test_what_is_taken_back_is_not_taken_back_again(town: Town) -> None:
    notice = apply(town, draft(town))
    with transaction(town.database) as session:
        take_back(session, notice, reason="重复", by="maqian", at=town.now)

    with pytest.raises(Conflict), transaction(town.database) as session:
        take_back(session, notice, reason="重复", by="maqian", at=town.now)


@pytest.mark.parametrize(
    ("region", "last"),
    [("990100", "2027-01-06"), ("990102", "2027-01-05")],
    ids=["the city's own", "a district the bureau does not sit in"],
)
def test_a_local_closure_counts_in_its_region(town: Town, region: str, last: str) -> None:
    case = accepted(town)
    with transaction(town.database) as session:
        closure = draft_local(
            session, "2026-12-28 休 台风停工", region=region, number="江政发〔2026〕7号"
        )
        apply_notice(session, closure, reason="台风", by="maqian", at=town.now)
        recount_batch(session, at=town.now, cause="台风")

    assert last_days(town, case)[0] == last


def test_a_changed_day_is_seen_though_no_row_was_added(town: Town) -> None:
    """The number of rows and the last day stay; only the content differs."""
    with transaction(town.database) as session:
        calendars.load_calendar(session)
        rows = read_notice("2026-10-10 休 国庆节", number="x")
        calendars.put_days(session, "", rows)
        calendars.note_change(session)

    with reading(town.database) as session:
        assert not calendars.load_calendar(session).is_working(date(2026, 10, 10))
        assert calendars.load_calendar(session) != Calendar.national()


def test_a_stopped_clock_is_recounted_without_a_date(town: Town) -> None:
    case = accepted(town)
    stop(town, case)
    apply(town, draft(town))
    assert town.timer(case, "decide").last_on is None
    resume(town, case)

    with reading(town.database) as session:
        assert differences(session) == []


def test_a_batch_takes_only_its_share(town: Town) -> None:
    accepted(town)
    accepted(town)
    with transaction(town.database) as session:
        apply_notice(session, draft(town), reason="x", by="maqian", at=town.now)
        first = recount_batch(session, at=town.now, cause=NUMBER, size=1)
        counts = [first.clocks]
        while counts[-1]:
            counts.append(recount_batch(session, at=town.now, cause=NUMBER, size=1).clocks)

    assert len(counts) > 2
    with reading(town.database) as session:
        assert differences(session) == []


@pytest.mark.parametrize(
    ("day", "year"), [("09-30 23:00", None), ("10-01 00:00", 2027), ("12-31 09:00", 2027)]
)
def test_the_administrator_is_warned_from_october_on(
    town: Town, day: str, year: int | None
) -> None:
    with reading(town.database) as session:
        assert missing_year(session, moment(day)) == year


def test_nobody_is_warned_of_a_year_with_notice(town: Town) -> None:
    apply(town, draft(town))

    with reading(town.database) as session:
        assert missing_year(session, town.now) is None
