"""clocks, calendar, limits: the law's clock from the shell."""

from datetime import date
from pathlib import Path

import click

from engine import calendar_notices, limit_changes, records_ahead
from engine.clock import SystemClock
from engine.days import ZONE, day_of
from engine.demo_clock import now_in
from engine.limit_drafts import Reach, draft_change
from engine.limit_rules import rules_on
from engine.recounting import Difference, differences, rebuild
from engine.scheduler import recount
from engine.store.database import Database, reading, transaction
from web.cli.opening import HOME, open_migrated, settings

#: Who stands in the history for what is done from the shell.
SHELL = "cli"


@click.group(help="计时：核对与重算。 Clocks: verify and recount.")
def clocks() -> None:
    """Group the commands about clocks."""


@clocks.command("rebuild", help="由台账重算全部计时；--verify 只报告差异。 Recount every clock.")
@click.option("--verify", is_flag=True, help="只报告差异，不写入 / Only report differences.")
@HOME
def rebuild_clocks(verify: bool, home: str | None) -> None:
    """Derive every open clock from its ledger; ends with code 1 when stored ones differ."""
    database = open_migrated(settings(home))
    with reading(database) as session:
        found = differences(session)
    for one in found:
        click.echo(_difference(one))
    click.echo(f"{len(found)} 处差异 / differences")
    if verify:
        raise SystemExit(1 if found else 0)
    with transaction(database) as session:
        marked = rebuild(session)
    counted = recount(database, SystemClock())
    click.echo(f"已重算 {counted} / {marked} 个计时 / clocks recounted")


def _difference(one: Difference) -> str:
    return (
        f"case {one.case_id} clock {one.clock_id} {one.limit_key} {one.field}: "
        f"{one.stored} -> {one.derived}"
    )


@clocks.command("ahead", help="列出留痕超前于现在的办件。 List cases recorded ahead of now.")
@HOME
def list_ahead(home: str | None) -> None:
    """Print each case with what was recorded of it in the time to come."""
    with reading(open_migrated(settings(home))) as session:
        at = now_in(session, SystemClock())
        for case in records_ahead.ahead(session, at=at):
            click.echo(case.number)
            for entry in records_ahead.entries_ahead(session, case, at=at):
                what = entry.body.get("name") or ""
                click.echo(f"  {entry.written_at.astimezone(ZONE):%F %T}  {entry.kind}  {what}")


@clocks.command("go-on", help="让留痕超前的办件继续。 Let the case NUMBER go on at the present.")
@click.argument("number")
@click.option("--by", required=True, help="决定的人的登录名 / Login name of who decides.")
@click.option("--reason", required=True)
@HOME
def go_on(number: str, by: str, reason: str, home: str | None) -> None:
    """Record that a case was written ahead of time, and by whom it goes on."""
    with transaction(open_migrated(settings(home))) as session:
        at = now_in(session, SystemClock())
        records_ahead.go_on(session, number, by=by, reason=reason, at=at)
    click.echo(f"{number} 可以继续办理 / goes on")


@click.group(help="工作日历。 The working calendar.")
def calendar() -> None:
    """Group the commands about the calendar."""


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
        draft = (
            calendar_notices.draft_local(session, text, region=region, number=number)
            if region or year is None
            else calendar_notices.draft_year(session, text, year=year, number=number)
        )
        moves = calendar_notices.preview(session, calendar_notices.calendars_with(session, draft))
    for move in moves:
        click.echo(f"{move.case_number} {move.limit_name}: {move.old_on} -> {move.new_on}")
    click.echo(f"{len(draft.days)} 日 / days; {len(moves)} 个计时变化 / clocks change")
    if dry_run:
        return
    with transaction(database) as session:
        at = now_in(session, SystemClock())
        calendar_notices.apply_notice(session, draft, reason=reason, by=SHELL, at=at)
    _report(database)


def _report(database: Database) -> None:
    click.echo(f"已重算 {recount(database, SystemClock())} 个计时 / clocks recounted")


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
    _report(database)


@calendar.command("list", help="列出导入的通知。 List the notices imported.")
@HOME
def list_notices(home: str | None) -> None:
    """Print each notice with the number `take-back` asks for."""
    with reading(open_migrated(settings(home))) as session:
        for row in calendar_notices.notices_of(session):
            state = "已撤回 / taken back" if row.taken_back_at else ""
            click.echo(f"{row.id}\t{row.year or row.region}\t{row.number}\t{state}")


@click.group(help="时限规则。 Limits.")
def limits() -> None:
    """Group the commands about limits."""


@limits.command("list", help="列出某事项今天的时限。 List the limits of MATTER today.")
@click.argument("matter")
@HOME
def list_limits(matter: str, home: str | None) -> None:
    """Print key, amount, name and article of each limit."""
    with reading(open_migrated(settings(home))) as session:
        today = day_of(now_in(session, SystemClock()))
        for rule in rules_on(session, matter, today):
            click.echo(f"{rule.key}\t{rule.amount}\t{rule.name}\t{rule.article}")


@limits.command(
    "change", help="改动时限数额。 Change the AMOUNT of a LIMIT of MATTER from a day on."
)
@click.argument("matter")
@click.argument("limit")
@click.argument("amount")
@click.option("--from", "from_on", required=True, help="生效日 / Day, like 2026-12-01.")
@click.option("--reach", default="keep", type=click.Choice([one.value for one in Reach]))
@click.option("--reason", required=True)
@HOME
def change_limit(
    matter: str, limit: str, amount: str, from_on: str, reach: str, reason: str, home: str | None
) -> None:
    """Judge and apply a change; clocks follow in batches."""
    database = open_migrated(settings(home))
    try:
        day = date.fromisoformat(from_on)
    except ValueError:
        raise click.BadParameter("须为 2026-12-01 的写法 / write it like 2026-12-01") from None
    with transaction(database) as session:
        draft = draft_change(session, matter, limit, {"amount": amount}, from_on=day, reach=reach)
        at = now_in(session, SystemClock())
        version = limit_changes.apply_change(session, draft, reason=reason, by=SHELL, at=at)
        number = version.id
    click.echo(f"版本 {number} 自 {day} 起适用 / version {number} holds from {day}")
    _report(database)


@limits.command("take-back", help="撤回一个版本。 Take a VERSION back.")
@click.argument("version_id", type=int)
@click.option("--reason", required=True)
@HOME
def take_version_back(version_id: int, reason: str, home: str | None) -> None:
    """Undo a version; clocks follow in batches."""
    database = open_migrated(settings(home))
    with transaction(database) as session:
        at = now_in(session, SystemClock())
        limit_changes.take_back(session, version_id, reason=reason, by=SHELL, at=at)
    _report(database)
