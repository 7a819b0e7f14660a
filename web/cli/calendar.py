"""calendar: a year of the working calendar, and the notices that change it."""

from datetime import date
from pathlib import Path

import click

from engine import calendar_notices, proposals
from engine.calendars import load_calendars
from engine.clock import SystemClock
from engine.demo_clock import now_in
from engine.scheduler import recount
from engine.store.database import Database, reading, transaction
from engine.store.publishing import CalendarNotice
from web.cli.opening import HOME, open_migrated, settings

#: Who stands in the history for what is done from the shell.
SHELL = "cli"


@click.group(help="工作日历：年历、通知。 The working calendar: years and notices.")
def calendar() -> None:
    """Group the commands about the calendar."""


@calendar.command("show", help="列出一年的放假与调休。 Print the special days of a YEAR.")
@click.argument("year", type=click.IntRange(2004, 9998))
@click.option("--region", default="", help="行政区划代码 / Code of the region.")
@HOME
def show_year(year: int, region: str, home: str | None) -> None:
    """Print the days that differ from the plain week, and how many are worked."""
    with reading(open_migrated(settings(home))) as session:
        found = load_calendars(session).of(region)
    for row in found.rows:
        if row.day.year == year:
            click.echo(f"{row.day}\t{'班' if row.is_working else '休'}\t{row.name}\t{row.notice}")
    first, after = date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal()
    worked = sum(found.is_working(date.fromordinal(n)) for n in range(first, after))
    state = "" if year in found.published_years else " · 暂定 / provisional"
    click.echo(f"{year}: {worked} 个工作日 / working days{state}")


@calendar.command("import", help="导入放假通知。 Import a holiday notice from FILE.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--number", required=True, help="文号 / Number of the notice.")
@click.option("--year", type=int, help="年份 / The year it publishes.")
@click.option("--region", default="", help="行政区划代码，只在该地区叠加 / Lies over one region.")
@click.option("--reason", default="banjie calendar import", show_default=True)
@click.option("--dry-run", is_flag=True, help="只预览 / Only preview.")
@HOME
def import_notice(
    file: Path,
    number: str,
    year: int | None,
    region: str,
    reason: str,
    dry_run: bool,
    home: str | None,
) -> None:
    """Show which open clocks move, then apply; clocks follow in batches."""
    database = open_migrated(settings(home))
    text = file.read_text(encoding="utf-8-sig")
    with reading(database) as session:
        draft = calendar_notices.draft_notice(
            session, text, number=number, year=year, region=region
        )
        drafted = calendar_notices.calendars_with(session, draft)
        moves = calendar_notices.preview(session, drafted)
    for move in moves:
        click.echo(f"{move.case_number} {move.limit_name}: {move.old_on} -> {move.new_on}")
    click.echo(f"{len(draft.days)} 日 / days; {len(moves)} 个计时变化 / clocks change")
    if dry_run:
        return
    with transaction(database) as session:
        at = now_in(session, SystemClock())
        made = proposals.publish_notice(session, draft, reason=reason, by=SHELL, at=at)
        waits = None if isinstance(made, CalendarNotice) else made.id
    if waits is not None:
        click.echo(f"第 {waits} 号改动待另一人批准 / proposal {waits} waits for approval")
        return
    report_recount(database)


def report_recount(database: Database) -> None:
    """Recount what a change made stale, and print how many clocks that were."""
    counted = recount(database, SystemClock(), show_progress)
    click.echo(f"已重算 {counted} 个计时 / clocks recounted")


def show_progress(done: int, total: int) -> None:
    """Show on the terminal how far a recount is, on one line that is written over."""
    click.echo(f"\r重算 {done} / {total}", nl=done == total, err=True)


@calendar.command("take-back", help="撤回一个通知。 Take a notice back by its number in the list.")
@click.argument("notice_id", type=int)
@click.option("--reason", required=True)
@HOME
def take_notice_back(notice_id: int, reason: str, home: str | None) -> None:
    """Undo a notice; clocks follow in batches."""
    database = open_migrated(settings(home))
    with transaction(database) as session:
        at = now_in(session, SystemClock())
        calendar_notices.take_back(session, notice_id, reason=reason, by=SHELL, at=at)
    report_recount(database)


@calendar.command("list", help="列出导入的通知。 List the notices imported.")
@HOME
def list_notices(home: str | None) -> None:
    """Print each notice with the number `take-back` asks for, and the year that is missing."""
    with reading(open_migrated(settings(home))) as session:
        for row in calendar_notices.notices_of(session):
            state = "已撤回 / taken back" if row.taken_back_at else ""
            click.echo(f"{row.id}\t{row.year or row.region}\t{row.number}\t{state}")
        missing = calendar_notices.missing_year(session, now_in(session, SystemClock()))
    if missing:
        click.echo(f"{missing} 年的放假安排还没有导入 / the notice of {missing} is missing")
