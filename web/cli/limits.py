"""limits: list, versions, compare, what-if, change, take back."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from engine import limit_changes, proposals
from engine.catalogue import catalogue
from engine.clock import SystemClock
from engine.days import day_of
from engine.demo_clock import now_in
from engine.limit_drafts import LimitDraft, Reach, draft_change
from engine.limit_rules import rules_on
from engine.previewing import Effects, effects_of_change
from engine.store import json
from engine.store.database import reading, transaction
from engine.store.publishing import LimitVersion
from engine.what_if import Past
from web.cli.calendar import SHELL, report_recount
from web.cli.opening import HOME, open_migrated, settings

F = TypeVar("F", bound=Callable[..., Any])


@click.group(help="时限规则：列出、比较、推演、改动、撤回。 Limits: list, what-if, change.")
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


@limits.command("catalogue", help="列出法定时限目录。 List the catalogue of statutory limits.")
@click.option("--mark", type=click.Choice(["V", "K", "U"]), help="核对情况 / How far checked.")
def list_catalogue(mark: str | None) -> None:
    """Print id, amount, name, article and mark of each statutory limit."""
    for row in catalogue().values():
        if mark in (None, row.mark):
            click.echo(f"{row.id}\t{row.amount}\t{row.name}\t{row.article}\t{row.mark}")


@limits.command("versions", help="列出一个时限的历次版本。 List the versions of a LIMIT.")
@click.argument("matter")
@click.argument("limit")
@HOME
def list_versions(matter: str, limit: str, home: str | None) -> None:
    """Print each version with the number `compare` and `take-back` ask for, newest first."""
    with reading(open_migrated(settings(home))) as session:
        for one in limit_changes.history(session, matter, limit):
            state = "已撤回 / taken back" if one.taken_back_at else ""
            by = " + ".join(filter(None, (one.changed_by, one.approved_by)))
            amount = one.rule.get("amount", "")
            click.echo(f"{one.id}\t{one.from_on}\t{amount}\t{by}\t{one.reason}\t{state}")


@limits.command("compare", help="比较两个版本。 Compare two versions by their numbers.")
@click.argument("old", type=int)
@click.argument("new", type=int)
@HOME
def compare_versions(old: int, new: int, home: str | None) -> None:
    """Print the entries in which two versions differ."""
    with reading(open_migrated(settings(home))) as session:
        found = [limit_changes.find_version(session, key) for key in (old, new)]
        for one in limit_changes.compare(found[0].rule, found[1].rule):
            click.echo(f"{one.field}: {json.dumps(one.old)} -> {json.dumps(one.new)}")


def drafting(command: F) -> F:
    """Give a command the arguments a change is drafted from."""
    for option in (
        click.option("--reach", default="keep", type=click.Choice([one.value for one in Reach])),
        click.option("--from", "from_on", required=True, help="生效日 / Day, like 2026-12-01."),
        click.option(
            "--set",
            "entries",
            multiple=True,
            help="其他项，值为 JSON，如 stop=[] / Another entry, its value in JSON; may repeat.",
        ),
        click.argument("amount", default=""),
        click.argument("limit"),
        click.argument("matter"),
    ):
        command = option(command)
    return command


def _draft(
    session: Session,
    matter: str,
    limit: str,
    amount: str,
    entries: tuple[str, ...],
    from_on: str,
    reach: str,
) -> LimitDraft:
    changes = dict(_entry(text) for text in entries)
    if amount:
        changes["amount"] = amount
    day = _day(from_on)
    return draft_change(session, matter, limit, changes, from_on=day, reach=reach)


def _entry(text: str) -> tuple[str, Any]:
    key, _, value = text.partition("=")
    try:
        return key.strip(), json.loads(value)
    except ValueError:
        raise click.BadParameter(
            f"{text}：须写成 项=JSON，如 stop=[] / write ENTRY=JSON, like stop=[]"
        ) from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("须为 2026-12-01 的写法 / write it like 2026-12-01") from None


@limits.command(
    "what-if", help="推演：改了会怎样，不写入。 Say what a change would do; nothing is written."
)
@drafting
@HOME
def what_if(home: str | None, **asked: Any) -> None:
    """Print the open clocks that would turn, and the last year replayed."""
    with reading(open_migrated(settings(home))) as session:
        draft = _draft(session, **asked)
        print_effects(effects_of_change(session, draft, at=now_in(session, SystemClock())))


def print_effects(found: Effects) -> None:
    """Print what a draft would do."""
    for turn in found.turns:
        run, mark = turn.run, " 暂定" if turn.is_provisional else ""
        click.echo(
            f"{run.case_number}\t{run.rule.key}\t{turn.old_level} {turn.old_on} -> "
            f"{turn.new_level} {turn.new_on}{mark}\t{run.person_id or run.section_key or '-'}"
        )
    worse = sum(turn.is_worse for turn in found.turns)
    click.echo(
        f"{len(found.turns)} / {found.running} 个在办计时会变，{worse} 个变差 / "
        f"{len(found.turns)} of {found.running} open clocks change, {worse} for the worse"
    )
    for one in found.replays:
        click.echo(f"{one.rule.key}\t{_past(one.was)} -> {_past(one.would_be)}")


def _past(past: Past) -> str:
    rate = "-" if past.rate is None else f"{past.rate:.1%}"
    average = "-" if past.average is None else f"{past.average:.1f}"
    return f"{past.number} 件 {rate} 平均 / average {average} 黄 {past.yellow} 红 {past.red}"


@limits.command("change", help="改动时限，自某日起。 Change a LIMIT of MATTER from a day on.")
@drafting
@click.option("--reason", required=True)
@HOME
def change_limit(home: str | None, reason: str, **asked: Any) -> None:
    """Judge and apply a change; clocks follow in batches."""
    database = open_migrated(settings(home))
    with transaction(database) as session:
        draft = _draft(session, **asked)
        at = now_in(session, SystemClock())
        made = proposals.change_limit(session, draft, reason=reason, by=SHELL, at=at)
        number, is_made = made.id, isinstance(made, LimitVersion)
    if not is_made:
        click.echo(f"第 {number} 号改动待另一人批准 / proposal {number} waits for approval")
        return
    click.echo(f"版本 {number} 自 {draft.from_on} 起适用 / version {number} holds from that day")
    report_recount(database)


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
    report_recount(database)
