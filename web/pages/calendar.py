"""The working calendar: a year with its make-up days, notices, import with preview, taking back."""

from calendar import Calendar as Weeks
from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from engine import calendar_notices, proposals
from engine.calendar_notices import Move, NoticeDraft
from engine.calendars import load_calendars
from engine.days import day_of
from engine.errors import BanjieError, InvalidSubmission
from engine.limits.calendar import Calendar
from engine.previewing import effects_of_notice, moves_of_notice
from engine.recounting import recount_batch
from engine.store.publishing import CalendarNotice
from web.access import needs_post, person
from web.clock_board import names
from web.language import _, language, pick
from web.proposal_view import waiting
from web.region_names import region_names
from web.session import commits, db, now, reads
from web.times import long_moment, short_day
from web.what_if_view import effects, errors_of

bp = Blueprint("calendar", __name__, url_prefix="/calendar")

FIRST_YEAR, YEARS_AHEAD = 2004, 2
#: Moved clocks listed one by one.
MOST_ROWS = 80


@bp.get("")
@reads
def all() -> str:
    """Show one year: which days are worked, and why."""
    today = day_of(now())
    asked = request.args.get("year", today.year, type=int)
    year = min(max(asked, FIRST_YEAR), today.year + YEARS_AHEAD)
    region = request.args.get("region", "")
    calendar = load_calendars(db()).of(region)
    return render_template(
        "calendar/year.html",
        year=year,
        first_year=FIRST_YEAR,
        last_year=today.year + YEARS_AHEAD,
        months=[_month(calendar, year, month, today) for month in range(1, 13)],
        is_provisional=year not in calendar.published_years,
        working=sum(calendar.is_working(day) for day in _days(year)),
        special=_special(calendar, year),
        notices=[_notice(row) for row in calendar_notices.notices_of(db())],
        missing=calendar_notices.missing_year(db(), now()),
        may_change=person().has_post("administrator"),
        waiting=waiting(),
        region=region,
        regions=list(region_names().items()),
    )


def _days(year: int) -> list[date]:
    first = date(year, 1, 1).toordinal()
    return [date.fromordinal(n) for n in range(first, date(year + 1, 1, 1).toordinal())]


def _month(calendar: Calendar, year: int, month: int, today: date) -> dict[str, Any]:
    return {
        "name": date(year, month, 1).strftime("%B") if language() == "en" else f"{month}月",
        "weeks": [
            [_cell(calendar, day, today) if day.month == month else None for day in week]
            for week in Weeks().monthdatescalendar(year, month)
        ],
    }


def _cell(calendar: Calendar, day: date, today: date) -> dict[str, Any]:
    info = calendar.info(day)
    exception = calendar.exceptions.get(day)
    is_plain = exception is None and day.weekday() >= 5
    kind = "work" if info.is_working else "weekend" if is_plain else "rest"
    if exception is not None and exception.is_working:
        kind = "makeup"
    return {
        "day": day.day,
        "kind": kind,
        "title": f"{short_day(day)} {pick(info.reason_zh, info.reason_en)}",
        "is_today": day == today,
        "mark": {"makeup": _("班"), "rest": _("休")}.get(kind, ""),
    }


def _special(calendar: Calendar, year: int) -> list[dict[str, Any]]:
    """Return the days that differ from the plain week, for reading and for small screens."""
    return [
        {
            "day": short_day(row.day),
            "name": pick(row.name, row.name_en),
            "is_working": row.is_working,
            "notice": row.notice,
        }
        for row in calendar.rows
        if row.day.year == year
    ]


def _notice(row: CalendarNotice) -> dict[str, Any]:
    persons = names().persons
    return {
        "number": row.number,
        "year": row.year,
        "region": region_names().get(row.region, row.region),
        "days": len(row.days),
        "by": persons.get(row.applied_by or "", ""),
        "approved_by": persons.get(row.approved_by or "", ""),
        "at": long_moment(row.applied_at),
        "reason": row.reason,
        "is_taken_back": row.taken_back_at is not None,
        "taken_back": f"{persons.get(row.taken_back_by or '', '')} "
        f"{long_moment(row.taken_back_at)} {row.taken_back_reason}",
        "take_back_url": url_for("calendar.take_back", notice_id=row.id),
    }


@bp.get("/import")
@needs_post("administrator")
@reads
def new() -> str:
    """Show the form for a notice."""
    missing = calendar_notices.missing_year(db(), now())
    return _page({"year": str(missing or day_of(now()).year + 1)}, {}, None)


def _page(form: dict[str, str], errors: dict[str, str], draft: NoticeDraft | None) -> str:
    return render_template(
        "calendar/import.html",
        form=form,
        errors=errors,
        regions=list(region_names().items()),
        outcome=_outcome(draft) if draft else None,
        asks_second=proposals.asks_for_second(db(), proposals.NOTICE),
    )


def _outcome(draft: NoticeDraft) -> dict[str, Any]:
    """Return what a notice would do: the days, the open clocks it moves, the last year."""
    moves = moves_of_notice(db(), draft)
    return {
        **effects(effects_of_notice(db(), draft, at=now())),
        "days": len(draft.days),
        "moves": [_move(move) for move in moves[:MOST_ROWS]],
        "moved": sum(move.old_on != move.new_on for move in moves),
        "firm": sum(move.was_provisional and not move.is_provisional for move in moves),
    }


def _move(move: Move) -> dict[str, Any]:
    today = day_of(now())
    return {
        "number": move.case_number,
        "title": move.case_title,
        "url": url_for("cases.show", number=move.case_number),
        "limit": pick(move.limit_name, move.limit_name_en),
        "old_day": short_day(move.old_on, today=today),
        "new_day": short_day(move.new_on, today=today),
        "was_provisional": move.was_provisional,
        "is_provisional": move.is_provisional,
        "is_moved": move.old_on != move.new_on,
    }


def _draft(form: dict[str, str]) -> NoticeDraft:
    return calendar_notices.draft_notice(
        db(),
        form.get("text", ""),
        number=form.get("number", ""),
        year=int(form["year"]) if _is_year(form.get("year", "")) else None,
        region=form.get("region", ""),
    )


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == len("2027")


@bp.post("/import")
@needs_post("administrator")
@reads
def preview() -> Response:
    """Show what a notice would do; nothing is written."""
    form = request.form.to_dict()
    try:
        return make_response(_page(form, {}, _draft(form)))
    except BanjieError as error:
        return make_response(_page(form, _errors(error), None), 422)


def _errors(error: BanjieError) -> dict[str, str]:
    if isinstance(error, InvalidSubmission):
        return errors_of(error)
    return {"year": error.text(language())}


@bp.post("")
@needs_post("administrator")
@commits
def apply() -> Response:
    """Write the notice that was shown into the calendar."""
    form = request.form.to_dict()
    try:
        made = proposals.publish_notice(
            db(), _draft(form), reason=form.get("reason", ""), by=person().id, at=now()
        )
    except BanjieError as error:
        return make_response(_page(form, _errors(error), None), 422)
    if not isinstance(made, CalendarNotice):
        flash(_("已提交，待另一人批准后生效。"))
        return redirect(url_for("proposals.show", proposal_id=made.id))
    counted = recount_batch(db(), at=now(), cause=made.number)
    flash(_("已生效：%(clocks)s 个计时已重算。", clocks=counted.clocks))
    return redirect(url_for("calendar.all", year=made.year or day_of(now()).year))


@bp.post("/notices/<int:notice_id>/take-back")
@needs_post("administrator")
@commits
def take_back(notice_id: int) -> Response:
    """Take a notice back; what stood there before returns."""
    reason = request.form.get("reason", "")
    notice = calendar_notices.take_back(db(), notice_id, reason=reason, by=person().id, at=now())
    recount_batch(db(), at=now(), cause=notice.taken_back_reason)
    flash(_("已撤回，日历恢复原状。"))
    return redirect(url_for("calendar.all", year=notice.year or day_of(now()).year))
