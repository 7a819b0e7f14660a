"""Notices that change the calendar: draft, preview of the open clocks they move, apply, take back.

A national notice publishes a year; a local one (民族假日、台风停工) lies over the national
calendar in its region and names its document. Applying is one short transaction; the clocks
follow in batches (see `engine.recounting`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import calendars
from engine.calendars import Calendars
from engine.days import day_of
from engine.errors import Conflict, InvalidSubmission, NotFound
from engine.limits.calendar import CalendarDay
from engine.notice_reading import check_year, read_notice
from engine.runs import open_runs
from engine.store.publishing import CalendarDay as DayRow
from engine.store.publishing import CalendarNotice, CalendarYear, LocalDay, Setting
from engine.what_if import Counting

#: From this month on the administrator is warned when next year has no notice: it comes in
#: October or November.
WARNED_FROM_MONTH = 10

#: Years a notice can publish.
FIRST_YEAR, LAST_YEAR = 2004, 9998


@dataclass(frozen=True)
class NoticeDraft:
    """A notice read and judged, not yet applied."""

    #: Empty for the national calendar.
    region: str
    #: None for a local closure, which publishes no year.
    year: int | None
    number: str
    days: tuple[CalendarDay, ...]


@dataclass(frozen=True)
class Move:
    """An open clock whose last day a change moves."""

    case_number: str
    case_title: str
    matter_key: str
    limit_key: str
    limit_name: str
    limit_name_en: str
    old_on: date | None
    new_on: date | None
    was_provisional: bool
    is_provisional: bool


def draft_notice(
    session: Session, text: str, *, number: str, year: int | None, region: str
) -> NoticeDraft:
    """Read a region's own notice when one is named, else that of a year.

    Raises InvalidSubmission by field, Conflict when the year is published.
    """
    if region:
        return draft_local(session, text, region=region, number=number)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidSubmission({"year": [("请填写年份，如 2027。", "Give a year like 2027.")]})
    return draft_year(session, text, year=year, number=number)


def draft_year(session: Session, text: str, *, year: int, number: str) -> NoticeDraft:
    """Read the notice of a year; raises InvalidSubmission by field, Conflict when it is published.

    Source: the yearly notice of 国务院办公厅.
    """
    days = read_notice(text, number=_number(number))
    check_year(days, year)
    if calendars.is_published(session, year):
        raise Conflict(
            f"{year} 年的放假安排已经生效，请先撤回原通知。",
            f"{year} already has its notice; take that one back first.",
            code="year_published",
        )
    return NoticeDraft("", year, number.strip(), days)


def draft_local(session: Session, text: str, *, region: str, number: str) -> NoticeDraft:
    """Read the days of a region's own notice; raises InvalidSubmission by field."""
    _refuse_unknown_region(session, region)
    return NoticeDraft(region, None, number.strip(), read_notice(text, number=_number(number)))


def _refuse_unknown_region(session: Session, region: str) -> None:
    if not region:
        raise InvalidSubmission({"region": [("请选择地区。", "Choose a region.")]})
    row = session.get(Setting, "regions")
    known = [one["code"] for one in (row.value["regions"] if row else ())]
    if region not in known:
        zh = f"没有地区 {region}；已登记的有 {'、'.join(known) or '无'}。"
        en = f"There is no region {region}; those entered are {', '.join(known) or 'none'}."
        raise InvalidSubmission({"region": [(zh, en)]})


def _number(number: str) -> str:
    if not number.strip():
        raise InvalidSubmission(
            {"number": [("请填写通知或文件的文号。", "Give the number of the notice.")]}
        )
    return number.strip()


def calendars_with(session: Session, draft: NoticeDraft) -> Calendars:
    """Return the calendars cases would count by if the draft were applied."""
    present = calendars.load_calendars(session)
    local = calendars.local_days(session)
    national = present.national
    if draft.year is not None:
        national = national.with_notice(draft.year, draft.days)
    else:
        local += [(draft.region, day) for day in draft.days]
    return calendars.build_calendars(national, local, home=present.home)


def preview(session: Session, drafted: Calendars) -> list[Move]:
    """Return the open clocks that other calendars move or make firm, by case."""
    return sorted(_moves(session, drafted), key=lambda move: (move.case_number, move.limit_key))


def _moves(session: Session, drafted: Calendars) -> Iterator[Move]:
    old = Counting(calendars.load_calendars(session))
    new = Counting(drafted, beside=old)
    for run in open_runs(session):
        was, is_now = old.project(run), new.project(run)
        if (was.last_day, was.provisional) != (is_now.last_day, is_now.provisional):
            yield Move(
                case_number=run.case_number,
                case_title=run.case_title,
                matter_key=run.matter_key,
                limit_key=run.rule.key,
                limit_name=run.rule.name,
                limit_name_en=run.rule.name_en,
                old_on=was.last_day,
                new_on=is_now.last_day,
                was_provisional=was.provisional,
                is_provisional=is_now.provisional,
            )


def apply_notice(
    session: Session,
    draft: NoticeDraft,
    *,
    reason: str,
    by: str,
    at: datetime,
    approved_by: str | None = None,
) -> CalendarNotice:
    """Write a notice into the calendar and keep what stood there; open clocks become stale."""
    # One change of the calendar at a time.
    session.get(Setting, calendars.KEY, with_for_update=True)
    if draft.year is not None and calendars.is_published(session, draft.year):
        raise Conflict(
            f"{draft.year} 年的放假安排已经生效。",
            f"{draft.year} already has its notice.",
            code="year_published",
        )
    before = calendars.load_calendars(session)
    notice = CalendarNotice(
        region=draft.region,
        year=draft.year,
        number=draft.number,
        reason=reason.strip(),
        days=[plain_day(day) for day in draft.days],
        before={"days": _standing(session, draft)},
        applied_by=by,
        applied_at=at,
        approved_by=approved_by,
    )
    session.add(notice)
    calendars.put_days(session, draft.region, draft.days)
    if draft.year is not None:
        session.add(CalendarYear(year=draft.year, notice=draft.number))
    calendars.note_change(session, before)
    return notice


def _standing(session: Session, draft: NoticeDraft) -> list[dict[str, Any]]:
    """Return the rows a draft would write over."""
    found = []
    for day in draft.days:
        row = (
            session.get(LocalDay, (draft.region, day.day))
            if draft.region
            else session.get(DayRow, day.day)
        )
        if row is not None:
            found.append(
                plain_day(
                    CalendarDay(
                        row.day,
                        "work" if row.kind == "work" else "rest",
                        row.name,
                        row.name_en,
                        row.notice,
                    )
                )
            )
    return found


def plain_day(day: CalendarDay) -> dict[str, Any]:
    """Return a day as a notice row keeps it."""
    return {
        "day": day.day.isoformat(),
        "kind": day.kind,
        "name": day.name,
        "name_en": day.name_en,
        "notice": day.notice,
    }


def read_plain(rows: Sequence[Mapping[str, Any]]) -> list[CalendarDay]:
    """Return the days a notice row keeps."""
    return [CalendarDay(**{**row, "day": date.fromisoformat(row["day"])}) for row in rows]


def take_back(
    session: Session, notice_id: int, *, reason: str, by: str, at: datetime
) -> CalendarNotice:
    """Undo a notice: its days go, what stood there returns; the notice stays in the history.

    Raises Conflict when it was taken back before, or a later notice lies over one of its days.
    """
    notice = session.get(CalendarNotice, notice_id)
    if notice is None:
        raise NotFound(f"没有通知 {notice_id}", f"There is no notice {notice_id}.")
    if notice.taken_back_at is not None:
        raise Conflict(f"{notice.number} 已经撤回。", f"{notice.number} was taken back already.")
    if not reason.strip():
        raise InvalidSubmission({"reason": [("请说明撤回的原因。", "Say why it is taken back.")]})
    _refuse_buried(session, notice)
    before = calendars.load_calendars(session)
    for row in notice.days:
        calendars.drop_day(session, notice.region, date.fromisoformat(row["day"]))
    calendars.put_days(session, notice.region, read_plain(notice.before["days"]))
    if notice.year is not None:
        session.delete(session.get_one(CalendarYear, notice.year))
    notice.taken_back_at, notice.taken_back_by = at, by
    notice.taken_back_reason = reason.strip()
    calendars.note_change(session, before)
    return notice


def _refuse_buried(session: Session, notice: CalendarNotice) -> None:
    mine = {row["day"] for row in notice.days}
    for later in session.scalars(
        select(CalendarNotice).where(
            CalendarNotice.region == notice.region,
            CalendarNotice.id > notice.id,
            CalendarNotice.taken_back_at.is_(None),
        )
    ):
        if mine & {row["day"] for row in later.days}:
            raise Conflict(
                f"其后的 {later.number} 改动了同一日期，请先撤回它。",
                f"{later.number} changed the same days later; take that one back first.",
                code="notice_buried",
            )


def notices_of(session: Session) -> list[CalendarNotice]:
    """Return every notice applied here, newest first."""
    return list(session.scalars(select(CalendarNotice).order_by(CalendarNotice.id.desc())))


def missing_year(session: Session, at: datetime) -> int | None:
    """Return next year when October has come and its notice is not loaded yet; else None."""
    today = day_of(at)
    is_late = today.month >= WARNED_FROM_MONTH
    return (
        today.year + 1 if is_late and not calendars.is_published(session, today.year + 1) else None
    )
