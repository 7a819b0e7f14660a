"""clocks: list running clocks and stops, explain one case's, verify and rebuild."""

import click
from sqlalchemy import select

from engine import cases, records_ahead
from engine.calendars import load_calendars
from engine.clock import SystemClock
from engine.clock_values import facts_from
from engine.days import ZONE, day_of
from engine.demo_clock import now_in
from engine.limits.explanation import explain
from engine.limits.rows import Line
from engine.recounting import Difference, differences, rebuild
from engine.runs import open_runs
from engine.scheduler import recount
from engine.store import lists
from engine.store.cases import Case
from engine.store.clocks import Stop
from engine.store.database import reading, transaction
from web.cli.calendar import show_progress
from web.cli.opening import HOME, open_migrated, settings
from web.clock_board import ORDER, standings

LANGUAGE = click.option("--lang", default="zh", type=click.Choice(["zh", "en"]), show_default=True)


@click.group(help="计时：列出、说明、核对与重算。 Clocks: list, explain, verify and recount.")
def clocks() -> None:
    """Group the commands about clocks."""


@clocks.command("list", help="列出在计的时限，最急的在前。 List running clocks by urgency.")
@click.option("--matter", default="", help="只列一个事项 / Of one matter.")
@click.option("--lamp", type=click.Choice(ORDER), help="只列一种灯 / Of one lamp.")
@HOME
def list_clocks(matter: str, lamp: str | None, home: str | None) -> None:
    """Print lamp, last day, case, limit and holder of each running clock."""
    with reading(open_migrated(settings(home))) as session:
        at = now_in(session, SystemClock())
        found = standings(open_runs(session, matter), load_calendars(session), at)
        shown = [one for one in found if lamp in (None, one.level)]
        for one in shown:
            run, day = one.run, one.last_on.isoformat() if one.last_on else "-"
            day += " 暂定" if one.is_provisional else ""
            holder = run.person_id or run.section_key or "-"
            click.echo(f"{one.level}\t{day}\t{run.case_number}\t{run.rule.key}\t{holder}")
        click.echo(f"{len(shown)} 个计时 / clocks")


@clocks.command("explain", help="逐日说明一个办件的时限。 Explain a CASE's clocks day by day.")
@click.argument("case")
@click.option("--limit", default="", help="只说明一个时限 / Of one limit.")
@LANGUAGE
@HOME
def explain_clocks(case: str, limit: str, lang: str, home: str | None) -> None:
    """Print why each clock of a case ends on its day."""
    tongue = "en" if lang == "en" else "zh"
    with reading(open_migrated(settings(home))) as session:
        found = cases.find_case(session, case)
        calendars, today = load_calendars(session), day_of(now_in(session, SystemClock()))
        for row in lists.clocks_of(session, [found.id])[found.id]:
            clock = row.clock
            if limit not in ("", clock.limit_key):
                continue
            told = explain(
                facts_from(clock, row.stops),
                calendars.of(clock.region),
                until=today if clock.state == "suspended" else None,
                article=Line(clock.rule.get("article", ""), clock.rule.get("article", "")),
                tz=ZONE,
            )
            click.echo(f"# {clock.limit_key} {clock.rule['name']} {clock.item_name}".rstrip())
            for line in told.header:
                click.echo(f"  {line.text(tongue)}")
            for day in told.rows:
                mark = "" if not day.provisional else " (暂定 / provisional)"
                click.echo(f"  {day.day}\t{day.number or ''}\t{day.reason(tongue)}{mark}")
            for line in told.summary:
                click.echo(f"  {line.text(tongue)}")


@clocks.command("stops", help="列出现在停着的表。 List the stops that stand.")
@HOME
def list_stops(home: str | None) -> None:
    """Print since when, case, ground, document, who asked and who approved."""
    query = select(Stop, Case.number).join(Case, Case.id == Stop.case_id)
    with reading(open_migrated(settings(home))) as session:
        for stop, number in session.execute(
            query.where(Stop.resumed_at.is_(None)).order_by(Stop.stopped_at)
        ):
            click.echo(
                f"{day_of(stop.stopped_at)}\t{number}\t{stop.ground_name}\t"
                f"{stop.document_number or '-'}\t{stop.asked_by or '-'}\t{stop.approved_by or '-'}"
            )


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
    counted = recount(database, SystemClock(), show_progress)
    click.echo(f"已重算 {counted} / {marked} 个计时 / clocks recounted")


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


def _difference(one: Difference) -> str:
    return (
        f"case {one.case_id} clock {one.clock_id} {one.limit_key} {one.field}: "
        f"{one.stored} -> {one.derived}"
    )
