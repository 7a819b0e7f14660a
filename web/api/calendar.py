"""The working calendar: a year of it, its notices, what one would do, apply, take back."""

from datetime import date
from typing import Any

from engine import calendar_notices, proposals
from engine.calendar_notices import NoticeDraft
from engine.calendars import load_calendars
from engine.errors import InvalidSubmission
from engine.limits.calendar import Calendar
from engine.previewing import effects_of_notice, moves_of_notice
from engine.recounting import recount_batch
from engine.store.publishing import CalendarNotice
from web.access import needs_post, person
from web.api.blueprint import Blueprint
from web.api.effects_data import effects_data, proposal_data
from web.api.names import Names
from web.api.schemas.calendar import (
    ApplyNoticeArgs,
    NoticeArgs,
    NoticeData,
    NoticeMadeData,
    NoticePreviewData,
    NoticesData,
    YearArgs,
    YearData,
)
from web.api.schemas.effects import ReasonArgs
from web.language import pick
from web.navigation import READERS
from web.session import commits, db, now, reads

bp = Blueprint("calendar", __name__, path="/calendar", zh="工作日历", en="Calendar").for_persons()

FIRST_YEAR, LAST_YEAR = 2004, 9998


@bp.get("/<int:year>", zh="一年的日历")
@bp.takes(YearArgs, location="query")
@bp.gives(YearData)
@reads
def year(sent: dict[str, Any], year: int) -> dict[str, Any]:
    """Read one year: how many days are worked, and which differ from the plain week."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        zh, en = f"没有 {year} 年的日历。", f"There is no calendar of {year}."
        raise InvalidSubmission({"year": [(zh, en)]})
    calendar = load_calendars(db()).of(sent["region"])
    return {
        "year": year,
        "region": sent["region"],
        "provisional": year not in calendar.published_years,
        "working_days": sum(calendar.is_working(day) for day in _days(year)),
        "days": _special(calendar, year),
    }


def _days(year: int) -> list[date]:
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(n) for n in range(first, date(year + 1, 1, 1).toordinal())]


def _special(calendar: Calendar, year: int) -> list[dict[str, Any]]:
    return [
        {
            "day": row.day,
            "kind": row.kind,
            "name": pick(row.name, row.name_en),
            "notice": row.notice,
        }
        for row in calendar.rows
        if row.day.year == year
    ]


@bp.get("/notices", zh="导入的通知")
@bp.gives(NoticesData)
@needs_post(*READERS)
@reads
def notices() -> dict[str, Any]:
    """List every notice applied here, and the year whose notice is missing."""
    return {
        "rows": [_notice(row) for row in calendar_notices.notices_of(db())],
        "missing_year": calendar_notices.missing_year(db(), now()),
    }


def _notice(row: CalendarNotice) -> dict[str, Any]:
    names = Names(db())
    return {
        "id": row.id,
        "number": row.number,
        "year": row.year,
        "region": row.region,
        "days": [_day(one) for one in calendar_notices.read_plain(row.days)],
        "reason": row.reason,
        "applied_by": names.person(row.applied_by),
        "applied_at": row.applied_at,
        "approved_by": names.person(row.approved_by),
        "taken_back_at": row.taken_back_at,
        "taken_back_by": names.person(row.taken_back_by),
        "taken_back_reason": row.taken_back_reason,
    }


def _day(one: Any) -> dict[str, Any]:
    return {"day": one.day, "kind": one.kind, "name": one.name, "notice": one.notice}


def _draft(sent: dict[str, Any]) -> NoticeDraft:
    return calendar_notices.draft_notice(
        db(), sent["text"], number=sent["number"], year=sent["year"], region=sent["region"]
    )


@bp.post("/notices/preview", zh="预览通知")
@bp.takes(NoticeArgs)
@bp.gives(NoticePreviewData)
@needs_post(*READERS)
@reads
def preview(sent: dict[str, Any]) -> dict[str, Any]:
    """Say what a notice would do: the open clocks it moves or makes firm, the last year."""
    draft = _draft(sent)
    return {
        **effects_data(db(), effects_of_notice(db(), draft, at=now())),
        "days": [_day(one) for one in draft.days],
        "moves": [
            {
                "case": move.case_number,
                "limit": move.limit_key,
                "name": pick(move.limit_name, move.limit_name_en),
                "old_on": move.old_on,
                "new_on": move.new_on,
                "was_provisional": move.was_provisional,
                "is_provisional": move.is_provisional,
            }
            for move in moves_of_notice(db(), draft)
        ],
    }


@bp.post("/notices", zh="导入通知")
@bp.takes(ApplyNoticeArgs)
@bp.gives(NoticeMadeData, status=201)
@needs_post("administrator")
@commits
def apply(sent: dict[str, Any]) -> dict[str, Any]:
    """Apply a notice, or leave it to a second person where one is asked for."""
    made = proposals.publish_notice(
        db(), _draft(sent), reason=sent["reason"], by=person().id, at=now()
    )
    if not isinstance(made, CalendarNotice):
        return {"notice": None, "proposal": proposal_data(db(), made)}
    db().flush()
    recount_batch(db(), at=now(), cause=made.number)
    return {"notice": _notice(made), "proposal": None}


@bp.post("/notices/<int:notice_id>/take-back", zh="撤回通知")
@bp.takes(ReasonArgs)
@bp.gives(NoticeData)
@needs_post("administrator")
@commits
def take_back(sent: dict[str, Any], notice_id: int) -> dict[str, Any]:
    """Take a notice back; what stood there before returns."""
    notice = calendar_notices.take_back(
        db(), notice_id, reason=sent["reason"], by=person().id, at=now()
    )
    recount_batch(db(), at=now(), cause=notice.taken_back_reason)
    return _notice(notice)
